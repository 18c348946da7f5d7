import type { WebContentsView } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReviewEvent } from '#src/app/ports.ts';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { ProxyChallenges } from '#electron/guard/proxy-challenges.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { LOAD_DEADLINE_MS } from '#electron/review/page-events.ts';
import { ElectronReviewBrowser } from '#electron/review/review-browser.ts';
import { SHIM_SOURCE } from '#electron/review/shims.ts';
import { TEXT_FIRST_CSS } from '#electron/review/text-first.css.ts';
import {
  WebContentsView as FakeView,
  app,
  fakeEvent,
  settled,
  type FakeWebContents,
} from '../fake-electron.ts';

vi.mock('electron', () => import('../fake-electron.ts'));

const ADDRESS = 'https://example.org/feed';
const rules = { pictures: false, allowLoopback: false };
const placed: FakeView[] = [];
const stage = {
  place: (view: WebContentsView) => placed.push(view as unknown as FakeView),
  remove: (view: WebContentsView) => placed.splice(placed.indexOf(view as unknown as FakeView), 1),
  arrange: (_view: WebContentsView, wanted: { readonly width: number }) => wanted.width > 0,
  placeUnder: (view: WebContentsView) => under.push(view as unknown as FakeView),
  takeKeyboard: () => {
    keyboardTaken += 1;
  },
};
const under: FakeView[] = [];
let keyboardTaken = 0;
let events: ReviewEvent[] = [];
let refusals: Refusals;
let challenges: ProxyChallenges;
let browser: ElectronReviewBrowser;

beforeEach(() => {
  vi.useRealTimers();
  FakeView.made.length = 0;
  placed.length = 0;
  under.length = 0;
  keyboardTaken = 0;
  events = [];
  app.metrics = [];
  refusals = new Refusals(() => undefined);
  challenges = new ProxyChallenges();
  browser = new ElectronReviewBrowser({
    stage,
    refusals,
    challenges,
    random: randomBytes,
    ourProcessIds: () => [],
  });
  browser.onEvent((event) => events.push(event));
  browser.setBounds({ x: 0, y: 60, width: 800, height: 600 });
});

function view(): FakeView {
  const made = FakeView.made.at(-1);
  if (made === undefined) throw new Error('no view was made');
  return made;
}

function contents(): FakeWebContents {
  return view().webContents;
}

function commit(address = ADDRESS, status = 200): void {
  contents().emit('did-navigate', {}, address, status, 'OK');
}

function start(url: string): void {
  contents().emit(
    'did-start-navigation',
    fakeEvent({ url, isMainFrame: true, isSameDocument: false }),
  );
}

function download(url: string): void {
  contents().session.emit('will-download', fakeEvent(), { getURL: () => url }, contents());
}

const kinds = (): string[] => events.map(({ kind }) => kind);

describe('ElectronReviewBrowser', () => {
  it.each([
    ['', 'ADDRESS_INVALID'],
    ['file:///etc/passwd', 'ADDRESS_SCHEME'],
    ['http://127.0.0.1/', 'ADDRESS_PRIVATE'],
  ])('throws for %j before there is a view', async (address, code) => {
    await expect(browser.open(address, rules)).rejects.toMatchObject({ code });
    expect(FakeView.made).toEqual([]);
  });

  it('opens each address in a new in-memory session with a view of its own', async () => {
    await browser.open(ADDRESS, rules);
    const first = view();
    await browser.open(ADDRESS, { ...rules, pictures: true });
    expect(first.webContents.destroyed).toBe(true);
    expect(placed).toEqual([view()]);
    expect(first.webContents.session).not.toBe(contents().session);
    expect(contents().session.partition).toMatch(/^review-[a-z2-7]{26}$/u);
    expect([first.webPreferences['images'], view().webPreferences['images']]).toEqual([
      false,
      true,
    ]);
    expect(contents().calls).toContain('muted:true');
  });

  it('continues a session of a name from view to view, and clears it with another, with none, and on close', async () => {
    const named = { ...rules, session: 'https://example.org' };
    await browser.open(ADDRESS, named);
    const first = contents().session;
    await browser.open(ADDRESS, { ...named, pictures: true });
    expect(contents().session).toBe(first);
    browser.close({ keepSession: true });
    await browser.open(ADDRESS, named);
    expect([contents().session === first, first.cleared]).toEqual([true, 0]);
    await browser.open(ADDRESS, { ...rules, session: 'https://other.example' });
    const second = contents().session;
    expect([second === first, first.cleared]).toEqual([false, 1]);
    await browser.open(ADDRESS, rules);
    const third = contents().session;
    expect([third === second, second.cleared, third.cleared]).toEqual([false, 1, 0]);
    browser.close({ keepSession: true });
    expect(third.cleared).toBe(1);
    await browser.open(ADDRESS, named);
    const fourth = contents().session;
    browser.close();
    expect([fourth === first, fourth.cleared]).toEqual([false, 1]);
  });

  it('tells of a download once in a session that continues', async () => {
    const named = { ...rules, session: 'https://example.org' };
    await browser.open(ADDRESS, named);
    await browser.open(ADDRESS, named);
    events = [];
    download('https://example.org/file.zip');
    expect(kinds().filter((kind) => kind === 'refused')).toHaveLength(1);
  });

  it('leaves a page’s forms to the guard in a view for a log-in alone', async () => {
    const shims = (): string => JSON.stringify(contents().debugger.sent);
    await browser.open(ADDRESS, { ...rules, session: 'https://example.org', logIn: true });
    expect(shims()).not.toContain('submit');
    await browser.open(ADDRESS, { ...rules, session: 'https://example.org' });
    expect(shims()).toContain('submit');
  });

  it('has shims, file chooser and the caller’s preparation in force before the address is asked for', async () => {
    const order: string[] = [];
    await browser.open(ADDRESS, {
      ...rules,
      prepare: async (devtools) => {
        order.push(`prepare after ${contents().loaded.join()}`);
        await devtools.send('Network.enable');
      },
    });
    expect(order).toEqual(['prepare after about:blank']);
    expect(contents().loaded).toEqual(['about:blank', ADDRESS]);
    const sent = contents().debugger.sent.map(({ method }) => method);
    expect(sent).toEqual([
      'Page.enable',
      'Page.setInterceptFileChooserDialog',
      'Page.addScriptToEvaluateOnNewDocument',
      'Target.setAutoAttach',
      'Network.enable',
    ]);
    expect(events).toEqual([{ kind: 'started', address: ADDRESS }]);
  });

  it('declares its script, and its style where there is one, with exactly what the record takes', async () => {
    await browser.open(ADDRESS, rules);
    expect(browser.shims.map(({ name, digest }) => [name, digest])).toEqual([
      ['print-and-post', digestOf(utf8(SHIM_SOURCE))],
      ['text-first-style', digestOf(utf8(TEXT_FIRST_CSS))],
    ]);
    for (const shim of browser.shims) {
      expect(Object.keys(shim).sort()).toEqual(['digest', 'name', 'purpose']);
    }
    await browser.open(ADDRESS, { ...rules, pictures: true });
    expect(browser.shims.map(({ name }) => name)).toEqual(['print-and-post']);
  });

  it('loads nothing when the preparation fails', async () => {
    const prepare = (): Promise<void> => Promise.reject(new Error('no record'));
    await expect(browser.open(ADDRESS, { ...rules, prepare })).rejects.toThrow('no record');
    expect(contents().loaded).toEqual(['about:blank']);
    expect([contents().destroyed, browser.devtools()]).toEqual([true, null]);
  });

  it('shows text first only once the declared style is in force', async () => {
    await browser.open(ADDRESS, rules);
    commit();
    expect(view().visible).toBe(false);
    const [style] = contents().styles;
    expect([style?.css, style?.options]).toEqual([TEXT_FIRST_CSS, { cssOrigin: 'user' }]);
    style?.resolve();
    await settled();
    expect(view().visible).toBe(true);
    contents().emit(
      'did-start-navigation',
      fakeEvent({ url: ADDRESS, isMainFrame: true, isSameDocument: false }),
    );
    contents().emit(
      'did-start-navigation',
      fakeEvent({ url: `${ADDRESS}2`, isMainFrame: true, isSameDocument: false }),
    );
    expect(view().visible).toBe(false);
    commit(`${ADDRESS}2`);
    commit(`${ADDRESS}3`);
    contents().styles[1]?.resolve();
    await settled();
    expect(view().visible).toBe(false);
    contents().styles[2]?.resolve();
    await settled();
    expect(view().visible).toBe(true);
  });

  it('dresses a document again that a script put in its place', async () => {
    await browser.open(ADDRESS, rules);
    commit();
    contents().emit('dom-ready');
    contents().styles[0]?.resolve();
    await settled();
    expect(view().visible).toBe(true);
    contents().emit('dom-ready');
    expect(view().visible).toBe(false);
    expect(contents().styles).toHaveLength(2);
  });

  it('shows a page with pictures as it comes, without a style of ours', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    commit();
    await settled();
    expect([view().visible, contents().styles.length]).toEqual([true, 0]);
    browser.setBounds({ x: 0, y: 0, width: 0, height: 0 });
    expect(view().visible).toBe(false);
  });

  it('shows the page again when a navigation came to nothing', async () => {
    await browser.open(ADDRESS, rules);
    commit();
    contents().styles[0]?.resolve();
    await settled();
    const start = fakeEvent({
      url: 'https://example.org/x.zip',
      isMainFrame: true,
      isSameDocument: false,
    });
    contents().emit('did-start-navigation', start);
    contents().emit('did-start-navigation', start);
    contents().emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'https://example.org/x.zip', true);
    contents().emit('did-stop-loading');
    expect(view().visible).toBe(true);
    expect(kinds()).not.toContain('failed');
  });

  it('tells what happens in the order in which it happens', async () => {
    await browser.open(ADDRESS, rules);
    const page = contents();
    page.emit(
      'did-start-navigation',
      fakeEvent({ url: ADDRESS, isMainFrame: true, isSameDocument: false }),
    );
    const details = { url: ADDRESS, method: 'GET', resourceType: 'mainFrame', ip: '93.184.216.34' };
    page.session.tell('onBeforeRedirect', {
      ...details,
      redirectURL: `${ADDRESS}/`,
      statusCode: 301,
    });
    page.session.tell('onResponseStarted', { ...details, url: `${ADDRESS}/`, statusCode: 200 });
    commit(`${ADDRESS}/`);
    page.emit('page-title-updated', {}, 'Feed', true);
    page.emit('did-navigate-in-page', {}, `${ADDRESS}/#a`, true);
    page.emit('did-finish-load');
    await settled();
    page.session.tell('onCompleted', { ...details, url: `${ADDRESS}/`, statusCode: 200 });
    expect(events).toEqual([
      { kind: 'started', address: ADDRESS },
      { kind: 'redirected', from: ADDRESS, to: `${ADDRESS}/`, status: 301 },
      expect.objectContaining({ kind: 'exchange', outcome: 'completed', status: 301 }),
      { kind: 'committed', address: `${ADDRESS}/`, status: 200, serverAddress: '93.184.216.34' },
      { kind: 'titled', title: 'Feed' },
      { kind: 'in-page', address: `${ADDRESS}/#a` },
      { kind: 'finished' },
      expect.objectContaining({ kind: 'exchange', address: `${ADDRESS}/`, status: 200 }),
    ]);
  });

  it.each([
    [-105, 'ERR_NAME_NOT_RESOLVED', 'PAGE_UNREACHABLE'],
    [-102, 'ERR_CONNECTION_REFUSED', 'PAGE_UNREACHABLE'],
    [-202, 'ERR_CERT_AUTHORITY_INVALID', 'PAGE_CERTIFICATE'],
    [-310, 'ERR_TOO_MANY_REDIRECTS', 'PAGE_FAILED'],
  ])('turns %d %s into %s and hides what is left', async (code, name, expected) => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    commit();
    await settled();
    contents().emit('did-fail-load', {}, code, name, ADDRESS, true);
    contents().emit(
      'did-fail-load',
      {},
      -105,
      'ERR_NAME_NOT_RESOLVED',
      'https://frame.example/',
      false,
    );
    contents().emit('did-finish-load');
    expect(events.filter(({ kind }) => kind === 'failed')).toEqual([
      { kind: 'failed', address: ADDRESS, code: expected, detail: name, certificates: [] },
    ]);
    expect(kinds()).not.toContain('finished');
    expect(view().visible).toBe(false);
  });

  it('says PAGE_NEVER_LOADED after 30 seconds, stops the load and leaves the page', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    vi.useFakeTimers();
    contents().emit(
      'did-start-navigation',
      fakeEvent({ url: ADDRESS, isMainFrame: true, isSameDocument: false }),
    );
    contents().emit(
      'did-start-navigation',
      fakeEvent({ url: `${ADDRESS}2`, isMainFrame: true, isSameDocument: false }),
    );
    commit(`${ADDRESS}2`);
    await vi.advanceTimersByTimeAsync(LOAD_DEADLINE_MS);
    expect(events.at(-1)).toMatchObject({
      kind: 'failed',
      code: 'PAGE_NEVER_LOADED',
      address: `${ADDRESS}2`,
    });
    expect(contents().calls).toContain('stop');
    expect(view().visible).toBe(true);
  });

  it('asks the browser for the title at the end of the load, and waits half a second at most', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    const { debugger: bridge } = contents();
    const entries = [{ title: 'before' }, { title: 'Feed' }];
    bridge.answer = async () => ({ currentIndex: 1, entries });
    commit();
    contents().emit('did-finish-load');
    await settled();
    expect(events.slice(-2)).toEqual([{ kind: 'titled', title: 'Feed' }, { kind: 'finished' }]);
    vi.useFakeTimers();
    bridge.answer = () => new Promise(() => undefined);
    events = [];
    contents().emit('did-finish-load');
    await vi.advanceTimersByTimeAsync(499);
    expect(events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(events).toEqual([{ kind: 'finished' }]);
  });

  it('says that a page finished before it says what came after it', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    commit();
    contents().debugger.answer = () => new Promise(() => undefined);
    contents().emit('did-finish-load');
    contents().emit('did-finish-load');
    commit(`${ADDRESS}2`);
    expect(kinds()).toEqual(['started', 'committed', 'finished', 'committed']);
  });

  it('takes no title from the document of an error', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    commit();
    contents().emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', ADDRESS, true);
    contents().emit('page-title-updated', {}, 'example.org', true);
    contents().emit('did-navigate-in-page', {}, `${ADDRESS}#a`, true);
    expect(kinds()).toEqual(['started', 'committed', 'failed']);
  });

  it('fails a visit that turns out to be a download at once', async () => {
    await browser.open(ADDRESS, rules);
    const page = contents();
    page.emit('did-redirect-navigation', fakeEvent({ url: `${ADDRESS}.bin`, isMainFrame: true }));
    download(`${ADDRESS}.frame`);
    expect(kinds()).not.toContain('failed');
    download(`${ADDRESS}.bin`);
    page.emit('did-fail-provisional-load', {}, -3, 'ERR_ABORTED', `${ADDRESS}.bin`, true);
    page.emit('did-stop-loading');
    expect(events.slice(-2)).toEqual([
      { kind: 'refused', what: 'download', address: `${ADDRESS}.bin` },
      {
        ...{ kind: 'failed', address: `${ADDRESS}.bin`, code: 'PAGE_DOWNLOAD', detail: 'download' },
        certificates: [],
      },
    ]);
    expect(kinds()).not.toContain('stayed');
  });

  it('keeps the page whose link was a download, and goes on with its load', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    start(ADDRESS);
    commit();
    await settled();
    vi.useFakeTimers();
    start(`${ADDRESS}.bin`);
    download(`${ADDRESS}.bin`);
    expect(kinds()).toEqual(['started', 'committed', 'started', 'refused', 'failed', 'stayed']);
    expect(view().visible).toBe(true);
    await vi.advanceTimersByTimeAsync(LOAD_DEADLINE_MS);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', code: 'PAGE_NEVER_LOADED' });
  });

  it.each([
    'mailto:a@example.org',
    'file:///etc/passwd',
    'http://192.168.0.1/',
    'data:text/html,x',
  ])('starts no visit of %s, which the guard refuses', async (address) => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    start(ADDRESS);
    commit();
    await settled();
    // Electron tells of the start first, then asks the guard.
    start(address);
    const wanted = fakeEvent({ url: address, isMainFrame: true });
    contents().emit('will-frame-navigate', wanted);
    contents().emit('did-fail-provisional-load', {}, -3, 'ERR_ABORTED', address, true);
    contents().emit('did-stop-loading');
    expect(wanted.prevented).toBe(true);
    expect(kinds()).toEqual(['started', 'committed', 'refused']);
    expect(view().visible).toBe(true);
  });

  it('fails a visit that Chromium itself ends on its way to another scheme with the reason', async () => {
    await browser.open(ADDRESS, rules);
    const details = { url: ADDRESS, method: 'GET', resourceType: 'mainFrame', statusCode: 302 };
    contents().session.tell('onBeforeRedirect', { ...details, redirectURL: 'file:///etc/passwd' });
    contents().emit('did-fail-load', {}, -311, 'ERR_UNSAFE_REDIRECT', ADDRESS, true);
    expect(events.slice(-2)).toEqual([
      { kind: 'refused', what: 'scheme', address: 'file:///etc/passwd' },
      {
        ...{ kind: 'failed', address: ADDRESS, code: 'ADDRESS_SCHEME', detail: 'redirect refused' },
        certificates: [],
      },
    ]);
  });

  it('fails a visit to which no document came soon, unless another took its place', async () => {
    await browser.open(ADDRESS, rules);
    vi.useFakeTimers();
    const abort = (): void => {
      contents().emit('did-fail-provisional-load', {}, -3, 'ERR_ABORTED', ADDRESS, true);
      contents().emit('did-stop-loading');
    };
    start(ADDRESS);
    abort();
    start(`${ADDRESS}2`);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kinds()).toEqual(['started', 'started']);
    abort();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', code: 'PAGE_FAILED' });
  });

  it('kills a page that takes too much memory and says PAGE_CRASHED', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await browser.open(ADDRESS, rules);
    app.metrics = [{ pid: 1, type: 'Tab', memory: { workingSetSize: 1.6 * 1024 * 1024 } }];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(contents().calls).toContain('crash');
    expect(events.at(-1)).toMatchObject({ kind: 'failed', code: 'PAGE_CRASHED', detail: 'killed' });
    await expect(browser.devtools()?.send('Page.enable')).rejects.toMatchObject({
      code: 'PAGE_CRASHED',
    });
  });

  it('turns every refusal into an event', async () => {
    await browser.open(ADDRESS, rules);
    const page = contents();
    refusals.report(page.id, 'pop-up', 'https://pop.example/');
    page.debugger.emit('message', {}, 'Page.javascriptDialogOpening', { type: 'alert' }, '');
    page.debugger.emit('message', {}, 'Page.fileChooserOpened', {}, '');
    await page.session.ask('onBeforeRequest', {
      url: 'http://10.0.0.1/x',
      method: 'GET',
      resourceType: 'xhr',
    });
    await page.session.ask('onBeforeRequest', {
      url: ADDRESS,
      method: 'POST',
      resourceType: 'xhr',
    });
    await page.session.ask('onBeforeRequest', {
      url: `${ADDRESS}.mp4`,
      method: 'GET',
      resourceType: 'media',
    });
    expect(events.filter(({ kind }) => kind === 'refused')).toEqual([
      { kind: 'refused', what: 'pop-up', address: 'https://pop.example/' },
      { kind: 'refused', what: 'dialogue', address: null },
      { kind: 'refused', what: 'file-chooser', address: null },
      { kind: 'refused', what: 'private-address', address: 'http://10.0.0.1/x' },
      { kind: 'refused', what: 'post', address: ADDRESS },
      { kind: 'refused', what: 'media', address: `${ADDRESS}.mp4` },
    ]);
    expect(events.filter(({ kind }) => kind === 'exchange')).toMatchObject([
      { outcome: 'blocked', address: 'http://10.0.0.1/x', method: 'GET' },
      { outcome: 'blocked', address: ADDRESS, method: 'POST' },
      { outcome: 'blocked', address: `${ADDRESS}.mp4`, method: 'GET' },
    ]);
  });

  it('asks where a name leads before the browser does', async () => {
    await browser.open(ADDRESS, rules);
    const { session } = contents();
    session.resolved.set('public.example', ['93.184.216.34']);
    session.resolved.set('rebind.example', ['93.184.216.34', '192.168.0.1']);
    const ask = (host: string): Promise<unknown> =>
      session.ask('onBeforeRequest', {
        url: `https://${host}/`,
        method: 'GET',
        resourceType: 'xhr',
      });
    expect(await ask('public.example')).toEqual({ cancel: false });
    expect(await ask('rebind.example')).toEqual({ cancel: true });
    expect(await ask('unknown.example')).toEqual({ cancel: false });
    expect(events.filter(({ kind }) => kind === 'refused')).toEqual([
      { kind: 'refused', what: 'private-address', address: 'https://rebind.example/' },
    ]);
    expect(events.filter(({ kind }) => kind === 'lookup')).toMatchObject([
      { host: 'public.example', addresses: ['93.184.216.34'], error: null },
      { host: 'rebind.example', addresses: ['93.184.216.34', '192.168.0.1'], error: null },
      { host: 'unknown.example', addresses: [], error: expect.any(String) as string },
    ]);
  });

  it('tells of a request when it is asked for, not only when it ends', async () => {
    await browser.open(ADDRESS, rules);
    const { session } = contents();
    session.resolved.set('example.org', ['93.184.216.34']);
    const stream = { url: `${ADDRESS}/stream`, method: 'GET', resourceType: 'xhr' };
    await session.ask('onBeforeRequest', stream);
    expect(events.filter(({ kind }) => kind === 'exchange')).toMatchObject([
      { outcome: 'asked', address: `${ADDRESS}/stream` },
    ]);
    session.tell('onErrorOccurred', { ...stream, error: 'net::ERR_CONNECTION_RESET' });
    expect(events.filter(({ kind }) => kind === 'exchange')).toMatchObject([
      { outcome: 'asked' },
      { outcome: 'failed' },
    ]);
  });

  it('fails a visit whose own request was refused with the reason', async () => {
    await browser.open(ADDRESS, rules);
    const { session } = contents();
    session.resolved.set('inside.example', ['10.0.0.1']);
    await session.ask('onBeforeRequest', {
      url: 'https://inside.example/',
      method: 'GET',
      resourceType: 'mainFrame',
    });
    contents().emit(
      'did-fail-load',
      {},
      -20,
      'ERR_BLOCKED_BY_CLIENT',
      'https://inside.example/',
      true,
    );
    expect(events.at(-1)).toMatchObject({ kind: 'failed', code: 'ADDRESS_PRIVATE' });
  });

  it('adds a policy against pictures to every document, and cuts pictures off by their content', async () => {
    await browser.open(ADDRESS, rules);
    const { session } = contents();
    const html = {
      'content-type': ['text/html'],
      'content-security-policy': ["default-src 'self'"],
    };
    const page = await session.ask('onHeadersReceived', {
      url: ADDRESS,
      resourceType: 'mainFrame',
      responseHeaders: html,
    });
    expect(page).toEqual({
      responseHeaders: {
        ...html,
        'content-security-policy': [
          "default-src 'self'",
          "img-src 'none'; media-src 'none'; object-src 'none'; font-src 'none'",
        ],
      },
    });
    const png = { 'Content-Type': ['image/png'] };
    expect(
      await session.ask('onHeadersReceived', {
        url: ADDRESS,
        resourceType: 'xhr',
        responseHeaders: png,
      }),
    ).toEqual({
      cancel: true,
    });
  });

  it('lets a frame of another site run only after its shims, and without a network record too', async () => {
    await browser.open(ADDRESS, rules);
    const page = contents();
    page.debugger.sent.length = 0;
    browser.devtools()?.onEvent((method) => {
      if (method === 'Target.attachedToTarget') {
        void browser.devtools()?.send('Network.enable', {}, { sessionId: 'child' });
      }
    });
    const params = { sessionId: 'child', targetInfo: { type: 'iframe' }, waitingForDebugger: true };
    page.debugger.emit('message', {}, 'Target.attachedToTarget', params, '');
    const sent = page.debugger.sent.map(({ method }) => method);
    expect(sent.indexOf('Page.addScriptToEvaluateOnNewDocument')).toBeLessThan(
      sent.indexOf('Network.enable'),
    );
    expect(sent.at(-1)).toBe('Runtime.runIfWaitingForDebugger');
    expect(page.debugger.sent.every(({ sessionId }) => sessionId === 'child')).toBe(true);
  });

  it('is gone from the screen when close returns, and silent from then on', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true });
    commit();
    await settled();
    const page = view();
    events = [];
    browser.close();
    expect([page.visible, placed.length, page.webContents.destroyed, browser.devtools()]).toEqual([
      false,
      0,
      true,
      null,
    ]);
    page.webContents.emit('did-finish-load');
    page.webContents.session.tell('onCompleted', {
      url: ADDRESS,
      method: 'GET',
      resourceType: 'xhr',
      statusCode: 200,
    });
    refusals.report(page.webContents.id, 'pop-up', null);
    expect(events).toEqual([]);
    browser.close();
  });

  it('goes back only where there was a page before', async () => {
    await browser.open(ADDRESS, rules);
    contents().history = 1;
    commit();
    expect(browser.canGoBack()).toBe(false);
    contents().history = 1;
    expect(browser.canGoBack()).toBe(true);
    browser.goBack();
    browser.reload();
    expect(contents().calls).toEqual(expect.arrayContaining(['goBack', 'reload']));
  });

  it('lays a veiled page under the screens, draws it, and lets no key, click or keyboard through to it', async () => {
    await browser.open(ADDRESS, { ...rules, pictures: true, veiled: true });
    commit();
    expect([placed, under]).toEqual([[], [view()]]);
    expect(view().webPreferences['images']).toBe(true);
    await vi.waitFor(() => {
      expect(view().visible).toBe(true);
    });
    browser.focus();
    expect(contents().calls).not.toContain('focus');
    let prevented = 0;
    const event = { preventDefault: () => (prevented += 1) };
    const pressed = {
      ...{ type: 'keyDown', key: 'Enter', isAutoRepeat: false, control: false, alt: false },
    };
    contents().emit('before-input-event', event, pressed);
    contents().emit('before-mouse-event', event, { type: 'mouseDown' });
    expect(prevented).toBe(2);
    contents().emit('focus');
    expect(keyboardTaken).toBe(1);
  });

  it('gives the page the keyboard only where it may be seen, and takes it back with F6', async () => {
    browser.focus();
    await browser.open(ADDRESS, rules);
    view().visible = false;
    browser.focus();
    expect(contents().calls).not.toContain('focus');
    view().visible = true;
    browser.focus();
    expect(contents().calls).toContain('focus');
    const pressed = { type: 'keyDown', key: 'F6', isAutoRepeat: false, control: false, alt: false };
    contents().emit('before-input-event', { preventDefault: () => undefined }, pressed);
    expect(keyboardTaken).toBe(1);
  });
});
