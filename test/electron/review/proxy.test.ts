import type { App, WebContentsView } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { guardCredentials } from '#electron/guard/guard-credentials.ts';
import { ProxyChallenges } from '#electron/guard/proxy-challenges.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { LOAD_DEADLINE_MS } from '#electron/review/page-events.ts';
import { ElectronReviewBrowser } from '#electron/review/review-browser.ts';
import type { ReviewEvent } from '#src/app/ports.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { app, fakeEvent, WebContentsView as FakeView, type FakeSession } from '../fake-electron.ts';

vi.mock('electron', () => import('../fake-electron.ts'));

const ADDRESS = 'https://example.org/feed';
const PROXY_IP = '10.1.2.3';
const LOGIN = { name: 'reviewers', password: 'of a pond' };
const stage = {
  place: (view: WebContentsView) => void view,
  remove: () => undefined,
  arrange: () => true,
  placeUnder: () => undefined,
  takeKeyboard: () => undefined,
};
const asked = { method: 'GET', resourceType: 'mainFrame' };
const info = { isProxy: true, scheme: 'basic', host: 'proxy.example', port: 3128, realm: 'school' };

let events: ReviewEvent[] = [];
let browser: ElectronReviewBrowser;

beforeEach(async () => {
  FakeView.made.length = 0;
  app.removeAllListeners('login');
  app.removeAllListeners('select-client-certificate');
  events = [];
  const refusals = new Refusals((what, address) => {
    events.push({ kind: 'refused', what, address });
  });
  const challenges = new ProxyChallenges();
  guardCredentials(app as unknown as App, refusals, challenges);
  browser = new ElectronReviewBrowser({
    ...{ stage, refusals, challenges, random: randomBytes, ourProcessIds: () => [] },
  });
  browser.onEvent((event) => events.push(event));
  await browser.open(ADDRESS, { pictures: false, allowLoopback: false });
  session().resolved.set('example.org', ['93.184.216.34']);
  session().resolved.set('proxy.example', [PROXY_IP]);
});

function session(): FakeSession {
  const made = FakeView.made.at(-1);
  if (made === undefined) throw new Error('no view was made');
  return made.webContents.session;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const refused = (): unknown[] =>
  events.flatMap((event) => (event.kind === 'refused' ? [event.what] : []));
const questions = (): Extract<ReviewEvent, { kind: 'proxy-asks' }>[] =>
  events.flatMap((event) => (event.kind === 'proxy-asks' ? [event] : []));

/** A request leaves and its answer begins. */
async function answeredFrom(ip: string, url = ADDRESS): Promise<void> {
  await session().ask('onBeforeRequest', { ...asked, id: 7, url });
  session().tell('onResponseStarted', { ...asked, id: 7, url, ip, statusCode: 200 });
  await settled();
}

/** The proxy, or whoever says that it is one, wants a log-in. */
function challenge(
  change: Partial<typeof info> = {},
  details: { readonly url?: string; readonly firstAuthAttempt?: boolean } = {},
  contents: unknown = FakeView.made.at(-1)?.webContents,
): { readonly answers: unknown[][] } {
  const answers: unknown[][] = [];
  const event = fakeEvent();
  app.emit(
    ...(['login', event, contents] as const),
    { url: ADDRESS, firstAuthAttempt: true, ...details },
    { ...info, ...change },
    (...given: unknown[]) => answers.push(given),
  );
  expect(event.prevented).toBe(true);
  return { answers };
}

describe('the way of a request', () => {
  it('is asked for before it leaves, and told once for each origin', async () => {
    session().way = 'PROXY proxy.example:3128';
    await answeredFrom(PROXY_IP);
    await answeredFrom(PROXY_IP, `${ADDRESS}/2`);
    expect(session().waysAsked).toEqual([ADDRESS, `${ADDRESS}/2`]);
    expect(events.filter(({ kind }) => kind === 'way')).toEqual([
      {
        ...{ kind: 'way', origin: 'https://example.org', way: 'proxy', orDirect: false },
        ...{ proxies: ['http://proxy.example:3128'], addresses: [PROXY_IP], error: null },
      },
    ]);
  });

  it('lets an answer come from exactly the proxy’s own private address', async () => {
    session().way = 'PROXY proxy.example:3128; DIRECT';
    await answeredFrom(PROXY_IP);
    expect(refused()).toEqual([]);
    await answeredFrom('10.1.2.4');
    expect(refused()).toEqual(['private-address']);
  });

  it('follows a proxy whose name got another address meanwhile', async () => {
    session().way = 'PROXY proxy.example:3128';
    await answeredFrom(PROXY_IP);
    session().resolved.set('proxy.example', ['10.9.9.9']);
    await answeredFrom('10.9.9.9');
    expect(refused()).toEqual([]);
  });

  it.each(['DIRECT', 'nonsense'])('reports the proxy’s address on the way %j', async (way) => {
    session().way = way;
    await answeredFrom(PROXY_IP);
    expect(refused()).toEqual(['private-address']);
  });

  it.each(['http://10.0.0.5/', 'http://intranet/', 'http://127.0.0.1/'])(
    'lets %s be asked for by no proxy either',
    async (url) => {
      session().way = 'PROXY proxy.example:3128';
      const answer = await session().ask('onBeforeRequest', { ...asked, id: 8, url });
      expect(answer).toEqual({ cancel: true });
      expect(session().waysAsked).toEqual([]);
    },
  );

  it('refuses a name that leads inside here, behind a proxy too, and lets one that is unknown here pass', async () => {
    session().way = 'PROXY proxy.example:3128';
    session().resolved.set('sneaky.example', ['192.168.0.9']);
    const ask = (url: string) => session().ask('onBeforeRequest', { ...asked, id: 9, url });
    expect(await ask('https://sneaky.example/')).toEqual({ cancel: true });
    expect(await ask('https://only-the-proxy-knows.example/')).toEqual({ cancel: false });
  });

  it('refuses a name without an answer in time only where no proxy asks for itself', async () => {
    session().resolveHost = () => new Promise(() => undefined);
    const ask = (url: string) => session().ask('onBeforeRequest', { ...asked, id: 10, url });
    session().way = 'PROXY 10.1.2.3:3128';
    expect(await ask('https://slow.example/')).toEqual({ cancel: false });
    session().way = 'DIRECT';
    expect(await ask('https://slow-too.example/')).toEqual({ cancel: true });
  }, 10_000);
});

describe('a proxy’s challenge', () => {
  beforeEach(async () => {
    session().way = 'PROXY proxy.example:3128';
    await answeredFrom(PROXY_IP);
  });

  it('becomes one question for all requests that wait, and one answer', () => {
    const first = challenge();
    const second = challenge({}, { url: `${ADDRESS}/picture` });
    expect(questions()).toMatchObject([
      {
        ...{ proxy: 'proxy.example:3128', realm: 'school', scheme: 'basic' },
        ...{ wrong: false, isApart: false },
      },
    ]);
    expect([first.answers, second.answers]).toEqual([[], []]);
    browser.answerProxy(questions()[0]?.questionId ?? '', LOGIN);
    const given = [[LOGIN.name, LOGIN.password]];
    expect([first.answers, second.answers]).toEqual([given, given]);
    expect(challenge({}, { url: `${ADDRESS}/late` }).answers).toEqual(given);
    expect(refused()).toEqual([]);
  });

  it('asks again, as wrong, only for a request that was given the very answer', () => {
    challenge();
    challenge({}, { url: `${ADDRESS}/late` });
    browser.answerProxy(questions()[0]?.questionId ?? '', { ...LOGIN, password: 'wrong' });
    challenge({}, { firstAuthAttempt: false });
    expect(questions().map(({ wrong }) => wrong)).toEqual([false, true]);
    browser.answerProxy(questions()[1]?.questionId ?? '', LOGIN);
    // Its wrong answer was the one before.
    const late = challenge({}, { url: `${ADDRESS}/late`, firstAuthAttempt: false });
    expect(late.answers).toEqual([[LOGIN.name, LOGIN.password]]);
    expect(questions()).toHaveLength(2);
  });

  it('fails the page with a code when it is given up, and asks no more for it', () => {
    const page = challenge();
    browser.answerProxy(questions()[0]?.questionId ?? '', null);
    expect(page.answers).toEqual([[]]);
    expect(events.find(({ kind }) => kind === 'failed')).toMatchObject({
      ...{ address: ADDRESS, code: 'PAGE_PROXY_LOG_IN' },
    });
    expect(FakeView.made.at(-1)?.webContents.calls).toContain('stop');
    expect(challenge().answers).toEqual([[]]);
    expect(questions()).toHaveLength(1);
    expect(refused()).toEqual(['log-in', 'log-in']);
  });

  it('holds the page’s time while the question is open, and lets it go on after', async () => {
    vi.useFakeTimers();
    try {
      challenge();
      await vi.advanceTimersByTimeAsync(LOAD_DEADLINE_MS * 3);
      expect(events.filter(({ kind }) => kind === 'failed')).toEqual([]);
      browser.answerProxy(questions()[0]?.questionId ?? '', LOGIN);
      await vi.advanceTimersByTimeAsync(LOAD_DEADLINE_MS - 1);
      expect(events.filter(({ kind }) => kind === 'failed')).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(events.at(-1)).toMatchObject({ kind: 'failed', code: 'PAGE_NEVER_LOADED' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is answered with nothing when the page is closed meanwhile, and its session forgets', () => {
    const waiting = challenge();
    const view = session();
    browser.close();
    expect(waiting.answers).toEqual([[]]);
    expect(view.authCacheCleared).toBe(1);
    browser.answerProxy(questions()[0]?.questionId ?? '', LOGIN);
    expect(waiting.answers).toEqual([[]]);
  });

  it.each([
    ['a page’s own server', { isProxy: false }],
    ['another host that says that it is a proxy', { host: 'proxy.example.evil.example' }],
    ['another port of the proxy’s host', { port: 8080 }],
  ])('of %s is refused without a question', (_who, change) => {
    expect(challenge(change).answers).toEqual([[]]);
    expect(questions()).toEqual([]);
    expect(refused()).toEqual(['log-in']);
  });

  it('that belongs to no view is refused without a question', () => {
    expect(challenge({}, {}, null).answers).toEqual([[]]);
    expect(questions()).toEqual([]);
  });
});

describe('a challenge where no proxy is set', () => {
  it('is refused without a question, whatever it says', async () => {
    session().way = 'DIRECT';
    await answeredFrom('93.184.216.34');
    expect(challenge().answers).toEqual([[]]);
    expect(questions()).toEqual([]);
    expect(refused()).toEqual(['log-in']);
  });
});
