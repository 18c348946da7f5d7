import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewEvent } from '#src/app/ports.ts';
import { filesBelow } from '#test/e2e/raw-bytes.ts';
import { readFileSync } from 'node:fs';
import { forgetProxyLogins, noProxyQuestions } from '#src/app/proxy-questions.ts';
import { ADDRESS, TestApp } from './test-app.ts';

type Asks = Extract<ReviewEvent, { kind: 'proxy-asks' }>;

const LOGIN = { name: 'CANARY-NAME', password: 'CANARY-PASSWORD' };
let template: TestApp;
let app: TestApp;
let number = 0;

beforeAll(async () => {
  template = await TestApp.template();
}, 120_000);
afterAll(() => {
  template.ports.remove();
});
beforeEach(async () => {
  app = await TestApp.of(template);
  await app.toReview();
  await open();
});
afterEach(async () => {
  await app.countersign.close();
  app.ports.remove();
});

/** A page that is on its way for as long as its proxy waits. */
async function open(address = ADDRESS): Promise<void> {
  app.ports.browser.answers.set(address, []);
  await app.do('review.open', { address });
}

/** The browser tells that a proxy asks. @returns the question's id */
function asks(change: Partial<Asks> = {}): string {
  number += 1;
  const questionId = `question${String.fromCharCode(96 + number)}`.padEnd(26, 'a');
  app.ports.browser.emit({
    ...{ kind: 'proxy-asks', questionId, proxy: 'proxy.example:3128', realm: 'school' },
    ...{ scheme: 'basic', wrong: false, isApart: false, ...change },
  });
  return questionId;
}

const question = () => app.screen('review').proxyQuestion;
const answers = () => app.ports.browser.proxyAnswers.map(({ login }) => login);

/** The ledger in words. */
async function said(): Promise<string[]> {
  await app.do('screen.go', { to: 'investigation' });
  return app
    .screen('investigation')
    .timeline.map(({ what }) => what)
    .filter((what) => what.includes('proxy'));
}

describe('onProxyAsks', () => {
  it('shows the question, hands on what either types, and answers as before for the sitting', async () => {
    const questionId = asks();
    expect(question()).toEqual({
      ...{ questionId, proxy: 'proxy.example:3128', wrong: false, triesLeft: 3 },
    });
    expect(answers()).toEqual([]);
    await app.do('proxy.answer', { questionId, ...LOGIN });
    expect([question(), answers()]).toEqual([null, [LOGIN]]);
    await open(`${ADDRESS}?2`);
    asks();
    asks();
    expect([question(), answers()]).toEqual([null, [LOGIN, LOGIN, LOGIN]]);
    // Another realm of the same proxy is another question.
    asks({ realm: 'guests' });
    expect(question()?.triesLeft).toBe(3);
    expect(await said()).toEqual([
      'The school’s proxy at proxy.example:3128 asked for a name and password',
      'The school’s proxy at proxy.example:3128 was answered with a name and password',
      'The school’s proxy at proxy.example:3128 was answered as before in this sitting',
      'The school’s proxy at proxy.example:3128 asked for a name and password',
    ]);
  });

  it('asks three times for a page, then lets it fail', async () => {
    let questionId = asks();
    for (const triesLeft of [2, 1, 0]) {
      await app.do('proxy.answer', { questionId, ...LOGIN });
      questionId = asks({ wrong: true });
      if (triesLeft > 0) expect(question()).toMatchObject({ wrong: true, triesLeft });
    }
    expect(question()).toBeNull();
    expect(answers()).toEqual([LOGIN, LOGIN, LOGIN, null]);
    // What was wrong is not used again.
    await open(`${ADDRESS}?2`);
    asks();
    expect(question()?.triesLeft).toBe(3);
  });

  it('gives up where they don’t want the page', async () => {
    const questionId = asks();
    await app.do('proxy.decline', { questionId });
    expect([question(), answers()]).toEqual([null, [null]]);
    expect((await said()).at(-1)).toMatch(/was not given a name and password that it accepted$/u);
  });

  it('shows two proxies one after the other', async () => {
    const [first, second] = [asks(), asks({ proxy: 'other.example:8080' })];
    expect(question()?.questionId).toBe(first);
    await app.do('proxy.decline', { questionId: first });
    expect(question()).toMatchObject({ questionId: second, proxy: 'other.example:8080' });
  });

  it('asks nobody because of a page that nobody sees', () => {
    asks({ isApart: true });
    expect([question(), answers()]).toEqual([null, [null]]);
  });

  it('drops the question with its page, and refuses a late answer', async () => {
    const questionId = asks();
    await open(`${ADDRESS}?2`);
    expect(question()).toBeNull();
    await expect(app.do('proxy.answer', { questionId, ...LOGIN })).rejects.toMatchObject({
      ...{ code: 'COMMAND_REFUSED', message: 'the proxy does not wait for an answer any more' },
    });
    expect(answers()).toEqual([]);
  });

  it('forgets what was typed at a pause', async () => {
    await app.do('proxy.answer', { questionId: asks(), ...LOGIN });
    expect(JSON.stringify(app.countersign.view())).not.toContain('CANARY-');
    const { investigation } = app.countersign.view();
    await app.do('sitting.pause', { reason: 'pause' });
    await app.do('signin.choose', { investigationId: investigation?.investigationId ?? null });
    await app.signIn();
    await app.do('screen.go', { to: 'review' });
    await open(`${ADDRESS}?2`);
    const questionId = asks();
    expect(question()?.questionId).toBe(questionId);
  });

  it('writes neither name nor password anywhere', async () => {
    await app.do('proxy.answer', { questionId: asks(), ...LOGIN });
    asks({ wrong: true });
    await app.do('sitting.pause', { reason: 'pause' });
    const { vaultPath } = app.ports;
    const files = filesBelow(vaultPath);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(readFileSync(file).includes('CANARY-')).toBe(false);
  });
});

describe('forgetProxyLogins', () => {
  it('keeps nothing, as every pause, end and stop does', () => {
    const proxy = noProxyQuestions();
    proxy.logins.set('proxy.example:3128 school', LOGIN);
    proxy.tries.set('proxy.example:3128 school', 1);
    forgetProxyLogins(proxy);
    expect(proxy).toEqual(noProxyQuestions());
  });
});
