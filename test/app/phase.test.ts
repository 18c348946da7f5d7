import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plainAnswer } from './memory-ports.ts';
import { ADDRESS, CODES, TestApp } from './test-app.ts';

const SITE = 'https://feed.example';
let template: TestApp;
let app: TestApp;

beforeAll(async () => {
  template = await TestApp.template();
});
afterAll(() => {
  template.ports.remove();
});
beforeEach(async () => {
  app = await TestApp.of(template);
});
afterEach(async () => {
  await app.close();
});

const allowed = () => app.ports.browser.allowed.at(-1) ?? [];
const last = () => app.ports.browser.opened.at(-1);
const phase = () => app.countersign.view().phase;
const exceptions = () => app.screen('review').exceptions.list;

async function begin(exception: 'viewing-account' | 'consent-banner'): Promise<string> {
  const id = await app.toReview();
  await app.visit();
  const account = exception === 'viewing-account' ? 'northfield-viewer' : null;
  await app.do('exception.ask', { exception, account });
  await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
  expect(phase()).toBeNull();
  expect(allowed()).toEqual([]);
  await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
  return id;
}

function sent(address: string, exception: string | null): void {
  app.ports.browser.emit({
    ...{ kind: 'exchange', witness: 'web-request', address, method: 'POST', resourceType: 'xhr' },
    ...{ outcome: 'asked', exception, status: null, serverAddress: null },
  });
}

async function timeline(): Promise<readonly string[]> {
  await app.do('screen.go', { to: 'investigation' });
  return app.screen('investigation').timeline.map(({ what }) => what);
}

describe('a phase in which a site may be sent to', () => {
  it('counts down, is told to the browser, keeps no network record, and ends in a view of the same session', async () => {
    await begin('viewing-account');
    const { networks } = app.ports.capture;
    const [exception] = exceptions();
    const agreementId = exception?.agreementId ?? '';
    expect(phase()).toEqual({
      ...{ exception: 'viewing-account', site: SITE, account: 'northfield-viewer' },
      secondsLeft: 300,
    });
    expect(allowed()).toEqual([{ agreementId, what: 'viewing-account', site: SITE }]);
    expect(last()).toMatchObject({ session: SITE });
    expect(app.ports.capture.networks).toBe(1);
    app.ports.scheduler.pass(61_000);
    expect(phase()?.secondsLeft).toBe(239);
    await expect(app.do('screen.go', { to: 'board' })).rejects.toMatchObject({
      code: 'COMMAND_REFUSED',
    });
    sent(`${SITE}/session?password=Secret1`, agreementId);
    sent(`${SITE}/session?password=Secret2`, agreementId);
    sent('https://other.example/', null);
    await app.do('exception.phase-end', { how: 'done', pressed: null });
    expect(phase()).toBeNull();
    expect(allowed()).toEqual([{ agreementId, what: 'logged-in', site: SITE }]);
    expect(last()).toMatchObject({ session: SITE });
    expect(app.ports.capture.networks).toBe(networks + 1);
    expect(exceptions()).toMatchObject([{ account: 'northfield-viewer', endedAt: null }]);
    const said = await timeline();
    expect(said).toContain('Logged in; 2 requests were let through');
    expect(said.some((what) => what.endsWith('viewing account “northfield-viewer”'))).toBe(true);
    expect(JSON.stringify(said)).not.toContain('Secret');
  });

  it('ends by its time, with its session, whoever is there', async () => {
    await begin('consent-banner');
    expect(phase()?.secondsLeft).toBe(120);
    const opened = app.ports.browser.opened.length;
    app.ports.scheduler.pass(121_000);
    await app.until(() => app.ports.browser.opened.length > opened, 'the page again');
    expect(phase()).toBeNull();
    expect(allowed()).toEqual([]);
    expect(last()).toMatchObject({ session: null });
    expect(exceptions()[0]?.endedAt).not.toBeNull();
    expect(await timeline()).toContain(
      'The time for it was up, and the session was thrown away; 0 requests were let through',
    );
  });

  it('is given up by either, and what was pressed of a notice is said before it is gone', async () => {
    await begin('consent-banner');
    await expect(
      app.do('exception.phase-end', { how: 'done', pressed: null }),
    ).rejects.toMatchObject({ message: 'say which of its buttons you pressed' });
    await app.do('exception.phase-end', { how: 'done', pressed: 'refused-all' });
    expect(exceptions()).toMatchObject([{ pressed: 'refused-all', endedAt: null }]);
    expect(allowed()).toEqual([]);
    await app.do('exception.ask', { exception: 'viewing-account', account: 'northfield-viewer' });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
    await app.do('exception.phase-end', { how: 'given-up', pressed: null });
    expect(exceptions().map(({ endedAt }) => endedAt === null)).toEqual([false, false]);
    expect(last()).toMatchObject({ session: null });
  });

  it('says so when the page wants to go on at another host', async () => {
    await begin('viewing-account');
    const address = 'https://login.example/in?token=Secret1';
    const opened = app.ports.browser.opened.length;
    app.ports.browser.emit({ kind: 'started', address });
    app.ports.browser.emit({ kind: 'refused', what: 'other-site', address });
    app.ports.browser.emit({ kind: 'stayed' });
    app.ports.scheduler.pass(1000);
    expect(app.countersign.view().notice?.code).toBe('PAGE_OTHER_SITE');
    expect(app.ports.browser.opened).toHaveLength(opened);
    expect(phase()).not.toBeNull();
    await app.do('exception.phase-end', { how: 'given-up', pressed: null });
    expect(JSON.stringify(await timeline())).not.toContain('Secret');
  });

  it.each(['pause', 'stop'] as const)('is gone at a %s, with its session', async (how) => {
    await begin('viewing-account');
    const { cleared } = app.ports.browser;
    if (how === 'stop') app.countersign.stop();
    else app.countersign.pause('pause');
    expect(app.ports.browser.cleared).toBeGreaterThan(cleared);
    expect(app.ports.browser.hasPage).toBe(false);
    expect(phase()).toBeNull();
    const opened = app.ports.browser.opened.length;
    app.ports.scheduler.pass(301_000);
    expect(app.ports.browser.opened).toHaveLength(opened);
  });
});

describe('a session that continues', () => {
  beforeEach(async () => {
    await begin('viewing-account');
    await app.do('exception.phase-end', { how: 'done', pressed: null });
  });

  it('goes on from page to page of its site, and over a look at another screen', async () => {
    await app.visit(`${SITE}/another?x=1`);
    expect(last()).toMatchObject({ session: SITE });
    await app.do('screen.go', { to: 'investigation' });
    await app.do('screen.go', { to: 'review' });
    await app.visit();
    expect(last()).toMatchObject({ session: SITE });
    expect(app.ports.browser.cleared).toBe(0);
  });

  it('ends with another site that is typed', async () => {
    await app.visit('https://other.example/');
    expect(last()).toMatchObject({ session: null });
    expect(allowed()).toEqual([]);
    await app.visit();
    expect(last()).toMatchObject({ session: null });
    expect(exceptions()[0]?.endedAt).not.toBeNull();
  });

  it('ends with another site that the page leads to, in a new view', async () => {
    const to = 'https://other.example/led';
    const opened = app.ports.browser.opened.length;
    app.ports.browser.emit({ kind: 'started', address: to });
    await app.until(() => app.ports.browser.opened.length > opened, 'the new view');
    expect(last()).toMatchObject({ address: to, session: null });
    expect(exceptions()[0]?.endedAt).not.toBeNull();
  });

  it('ends with a redirect to another site, in a new view', async () => {
    const to = 'https://other.example/led';
    app.ports.browser.answers.set(`${SITE}/away`, [
      { kind: 'redirected', from: `${SITE}/away`, to, status: 302 },
      ...plainAnswer(to),
    ]);
    await app.do('review.open', { address: `${SITE}/away` });
    await app.until(() => last()?.address === to, 'the new view');
    expect(last()).toMatchObject({ session: null });
    expect(exceptions()[0]?.endedAt).not.toBeNull();
  });

  it('ends with one click, and the page is loaded again without it', async () => {
    const [exception] = exceptions();
    await app.do('exception.end', { agreementId: exception?.agreementId ?? '' });
    expect(last()).toMatchObject({ address: ADDRESS, session: null });
    expect(allowed()).toEqual([]);
  });

  it('is kept out of no capture: each says in what it was made', async () => {
    await app.do('review.concern', {
      visitId: app.screen('review').current?.visitId ?? '',
      reason: 'Threats',
    });
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    expect(app.ports.capture.exceptions.at(-1)).toMatchObject([
      { exception: 'viewing-account', account: 'northfield-viewer', endedAt: null },
    ]);
    const [exception] = exceptions();
    await expect(
      app.do('exception.end', { agreementId: exception?.agreementId ?? '' }),
    ).rejects.toMatchObject({ code: 'INVESTIGATION_REFUSED' });
  });
});
