import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { page, startSite, type Site } from '#scripts/demo-site/server.ts';
import { readObject } from '#src/app/open-exhibit.ts';
import { RECORD_NAME } from '#src/app/make-capture.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import type { ReviewView, VisitView } from '#src/contract/views.ts';
import { decryptAge } from '#src/crypto/age-file.ts';
import { openContent, openExhibitKey } from '#src/vault/investigation-keys.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { entriesOf, withVault } from '#test/support/e2e-vault.ts';
import { startRawBrowser } from '#test/support/raw-devtools.ts';
import { startSchoolProxy, type SchoolProxy } from '#test/support/school-proxy.ts';
import { accepted } from '#test/support/site/hostile/d-tls.ts';
import { formsOf, Scanner } from './raw-bytes.ts';

const TEST_MS = 240_000;
const LOGIN = { name: 'CANARY-reviewers', password: 'CANARY pass & word' };
/** Outside names lead nowhere on this computer: only the proxy knows them. */
const NO_NAMES = '--host-resolver-rules=MAP *.pond.example ~NOTFOUND';
const ROUTES = {
  '/': page(
    `<!doctype html><title>Words</title><h1>Words</h1>${'<p>Enough of them, about made-up frogs, to be read as a page.</p>'.repeat(12)}`,
  ),
};

type Asked = NonNullable<ReviewView['proxyQuestion']>;

let made: Templates;
let site: Site;
let proxy: SchoolProxy | null = null;
const apps: RunningApp[] = [];

beforeAll(async () => {
  made = await templates();
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
  await proxy?.close();
  proxy = null;
  await site.close();
});

/** Whether this browser, by itself, goes the way that a script names. */
async function follows(flags: readonly string[], address: string): Promise<boolean> {
  const browser = await startRawBrowser(flags);
  try {
    const opened = await browser.open();
    return (await opened.navigate(address)) === '';
  } finally {
    await browser.quit();
  }
}

async function appWith(flags: readonly string[]): Promise<RunningApp> {
  const app = await RunningApp.start(made.exhibit, { browserFlags: [...flags] });
  apps.push(app);
  await app.toReview();
  return app;
}

/** Open an address and wait for the question that holds it. */
async function opensAsked(app: RunningApp, address: string): Promise<Asked> {
  await app.do('review.open', { address });
  return await asked(app);
}

async function asked(app: RunningApp, after = ''): Promise<Asked> {
  return await app.hands.until(
    'the proxy’s question',
    ({ screen }) =>
      screen.kind === 'review' &&
      screen.proxyQuestion !== null &&
      screen.proxyQuestion.questionId !== after &&
      screen.proxyQuestion,
    STEP_MS,
  );
}

async function ended(app: RunningApp): Promise<VisitView> {
  return await app.hands.until(
    'an outcome',
    ({ screen }) =>
      screen.kind === 'review' && screen.current?.outcome !== 'loading' && screen.current,
    STEP_MS,
  );
}

async function captured(app: RunningApp): Promise<NonNullable<ReviewView['check']>> {
  await app.concern();
  await app.agree('capture');
  return await app.hands.until(
    'the capture',
    ({ screen }) => screen.kind === 'review' && screen.check !== null && screen.check,
    STEP_MS,
  );
}

async function keep(app: RunningApp, check: NonNullable<ReviewView['check']>): Promise<void> {
  const answers = check.doubts.map(({ doubtId }) => ({
    ...{ doubtId, keep: true, reason: 'It is what we saw.' },
  }));
  await app.do('capture.accept', { captureId: check.captureId, answers });
}

interface Recorded {
  /** What came of the proxy's asking, in order. */
  readonly said: readonly string[];
  /** Every entry, as text. */
  readonly entries: string;
  readonly record: CaptureRecord | null;
}

/** What the ledger and the newest exhibit's record say; the app must have ended. */
async function recorded(app: RunningApp): Promise<Recorded> {
  const investigationId = made.exhibit.investigationId ?? '';
  return await withVault(app.home, async (opened) => {
    const { vault, store, unlock } = opened;
    const events = (await entriesOf(opened, investigationId)).flatMap(({ event }) =>
      event === null ? [] : [event],
    );
    const said = events.flatMap((event) => (event.kind === 'proxy-log-in' ? [event.what] : []));
    const entries = events.map((event) => fromUtf8(canonicalBytes({ ...event }))).join('\n');
    const kept = events.findLast((event) => event.kind === 'capture-kept');
    const file = kept?.files.find(({ name }) => name === RECORD_NAME);
    if (kept === undefined || file === undefined) return { said, entries, record: null };
    const pair = [await unlock(PEOPLE.first), await unlock(PEOPLE.second)] as const;
    const content = await openContent(vault, investigationId, pair);
    const key = await openExhibitKey(vault, investigationId, kept.captureId, content);
    const bytes = await decryptAge(await readObject(store, file.objectId), key);
    return { said, entries, record: parseCaptureRecord(bytes) };
  });
}

describe('the school’s proxy', () => {
  it(
    'asks for a name and password in our own question, keeps them for the sitting and writes them nowhere',
    async () => {
      site = await startSite(ROUTES);
      proxy = await startSchoolProxy({ login: LOGIN });
      const app = await appWith([NO_NAMES, ...proxy.flags]);
      const address = `http://frogs.pond.example:${site.port}/`;

      const first = await opensAsked(app, address);
      expect(first).toMatchObject({ proxy: proxy.name, wrong: false, triesLeft: 3 });
      expect((await app.screen('review')).current?.outcome).toBe('loading');
      // Wrong, and asked again; then right, typed on the screen as a person does.
      await app.do('proxy.answer', { ...first, name: LOGIN.name, password: 'CANARY-wrong' });
      const second = await asked(app, first.questionId);
      expect(second).toMatchObject({ wrong: true, triesLeft: 2 });
      await app.driver.fill('textbox', 'Name for the proxy', LOGIN.name);
      await app.driver.fill('textbox', 'Password for the proxy', LOGIN.password);
      await app.driver.click('button', 'Send to the proxy');
      expect(await ended(app)).toMatchObject({ outcome: 'shown', status: 200 });
      expect(proxy.turnedAway.wrong).toBeGreaterThan(0);

      const check = await captured(app);
      expect(check).toMatchObject({ state: 'complete', doubts: [] });
      expect(check.facts.find(({ name }) => name === 'Way')?.value).toContain(
        `Through the school’s proxy at ${proxy.name}.`,
      );
      await keep(app, check);

      // Another page of the sitting: answered as before, nobody is asked.
      expect(await app.visit(`http://toads.pond.example:${site.port}/`)).toMatchObject({
        ...{ outcome: 'shown', status: 200 },
      });
      expect((await app.screen('review')).proxyQuestion).toBeNull();

      // A pause forgets it.
      await app.do('sitting.pause', { reason: 'pause' });
      await app.toReview();
      const third = await opensAsked(app, address);
      await app.do('proxy.decline', { questionId: third.questionId });
      expect(await ended(app)).toMatchObject({
        ...{ outcome: 'failed', failure: { code: 'PAGE_PROXY_LOG_IN' } },
      });
      await app.do('sitting.pause', { reason: 'pause' });

      const needles = [LOGIN.name, LOGIN.password, 'CANARY-wrong'].flatMap(formsOf);
      const scanner = new Scanner(needles);
      expect(scanner.scan(app.folder)).toEqual([]);
      expect(scanner.files).toBeGreaterThan(5);
      await app.kill();
      const { said, entries, record } = await recorded(app);
      expect(said).toEqual([
        ...['asked', 'answered', 'wrong', 'answered', 'answered-as-before', 'asked', 'given-up'],
      ]);
      const written = `${entries}${JSON.stringify(record)}`;
      expect(needles.filter(({ bytes }) => written.includes(bytes.toString()))).toEqual([]);
      expect(record?.network.ways).toMatchObject({
        ...{ from: 'session-resolver', reason: null, without: [] },
        answers: [
          {
            ...{ origin: `http://frogs.pond.example:${site.port}`, way: 'proxy', orDirect: false },
            ...{ proxies: [`http://${proxy.name}`], addresses: ['127.0.0.1'], error: null },
          },
        ],
      });
    },
    TEST_MS,
  );

  it(
    'ends the visit with a code after three wrong tries',
    async () => {
      site = await startSite(ROUTES);
      proxy = await startSchoolProxy({ login: LOGIN });
      const app = await appWith([NO_NAMES, ...proxy.flags]);
      let question = await opensAsked(app, `http://frogs.pond.example:${site.port}/`);
      for (const triesLeft of [3, 2, 1]) {
        expect(question.triesLeft).toBe(triesLeft);
        const { questionId } = question;
        await app.do('proxy.answer', { questionId, name: 'newt', password: `no ${triesLeft}` });
        if (triesLeft > 1) question = await asked(app, questionId);
      }
      expect(await ended(app)).toMatchObject({
        ...{ outcome: 'failed', failure: { code: 'PAGE_PROXY_LOG_IN' } },
      });
      expect((await app.screen('review')).proxyQuestion).toBeNull();
      expect(proxy.passed).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'is asked about for no page that lies behind none: a 407 of a site’s own is no question',
    async () => {
      site = await startSite({
        ...ROUTES,
        '/407': (_request, response) => {
          response
            .writeHead(407, { 'proxy-authenticate': 'Basic realm="school"' })
            .end('<!doctype html><title>Log in</title><p>Give me the password.</p>');
        },
        '/has': page('<!doctype html><title>Has</title><p>One.</p><iframe src="/407"></iframe>'),
      });
      const app = await appWith([]);
      for (const path of ['/407', '/has']) {
        await app.visit(`${site.origin}${path}`);
        expect((await app.screen('review')).proxyQuestion).toBeNull();
      }
      expect(site.log.filter(({ path }) => path === '/407').length).toBeGreaterThanOrEqual(2);
      expect(site.log.every(({ headers }) => !('proxy-authorization' in headers))).toBe(true);
      await app.do('sitting.pause', { reason: 'pause' });
      await app.kill();
      expect((await recorded(app)).said).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'is the way of those hosts that the school’s script names, and of no other',
    async ({ skip }) => {
      site = await startSite(ROUTES);
      proxy = await startSchoolProxy({ login: null });
      const script = `function FindProxyForURL(url, host) {
        return dnsDomainIs(host, '.pond.example') ? 'PROXY ${proxy.name}' : 'DIRECT';
      }`;
      const pac = `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(script).toString('base64')}`;
      const flags = [NO_NAMES, `--proxy-pac-url=${pac}`];
      const isFollowed = await follows(flags, `http://frogs.pond.example:${site.port}/`);
      if (!isFollowed && process.env['REQUIRE_TOOLS'] !== '1')
        skip('the Chromium found follows no script: a headless build has no part that runs one');
      const passedBy = proxy.passed.length;
      const app = await appWith(flags);
      await app.visit(`http://frogs.pond.example:${site.port}/`);
      const through = await captured(app);
      expect(through.facts.find(({ name }) => name === 'Way')?.value).toContain(proxy.name);
      await keep(app, through);
      expect(proxy.passed.length).toBeGreaterThan(passedBy);
      const before = proxy.passed.length;
      await app.visit(`${site.origin}/`);
      const direct = await captured(app);
      expect(direct.facts.find(({ name }) => name === 'Way')?.value).toBe('No proxy');
      expect(proxy.passed.length).toBe(before);
      await keep(app, direct);
    },
    TEST_MS,
  );

  it(
    'and a filter that opens connections are told together',
    async () => {
      const { certificate, flag } = await accepted();
      site = await startSite(ROUTES, { tls: certificate });
      proxy = await startSchoolProxy({ login: LOGIN });
      const app = await appWith([flag, ...proxy.flags]);
      const question = await opensAsked(app, `${site.origin}/`);
      await app.do('proxy.answer', { ...question, ...LOGIN });
      expect(await ended(app)).toMatchObject({ outcome: 'shown', status: 200 });
      // With its pictures, since the host knows no server of a text-first document.
      await app.concern();
      await app.agree('pictures');
      await app.hands.until(
        'the pictures',
        ({ screen }) =>
          screen.kind === 'review' &&
          screen.pictures === 'plain' &&
          screen.current?.outcome === 'shown',
        STEP_MS,
      );
      const { facts } = await captured(app);
      const said = (wanted: string) => facts.find(({ name }) => name === wanted)?.value;
      expect(said('Server')).toBe(proxy.name);
      expect(said('Way')).toBe(
        `Through the school’s proxy at ${proxy.name}. The addresses recorded are the proxy’s; where the site’s name led for it could not be seen.`,
      );
      expect(said('Certificate')).toContain('The site’s own chain was not seen.');
    },
    TEST_MS,
  );
});
