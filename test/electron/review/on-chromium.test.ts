import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Session } from 'electron';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReviewEvent } from '#src/app/ports.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { BaseWindow } from '#test/chromium-host/base-window.ts';
import { app, protocol, session } from '#test/chromium-host/electron.ts';
import { quitBrowsers } from '#test/chromium-host/host.ts';
import { configureHost } from '#test/chromium-host/options.ts';
import {
  bytes,
  page,
  startSite,
  type Site,
  type SiteHandler,
  type SiteRoutes,
} from '#scripts/demo-site/server.ts';
import { countMarker, markerRoutes } from '#test/support/site/marker.ts';
import { guardCertificates } from '#electron/guard/guard-certificates.ts';
import { guardCredentials } from '#electron/guard/guard-credentials.ts';
import { guardEveryWebContents } from '#electron/guard/guard-web-contents.ts';
import { ProxyChallenges } from '#electron/guard/proxy-challenges.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { ElectronReviewBrowser } from '#electron/review/review-browser.ts';
import { MainWindow } from '#electron/windows.ts';

vi.mock('electron', () => import('#test/chromium-host/electron.ts'));

const html = (body: string): SiteHandler => page(`<!doctype html><title>T</title>${body}`);

const ROUTES: SiteRoutes = {
  ...markerRoutes,
  '/hello': html('<h1>Hello</h1><img src="/cat.png"><a id="next" href="/next">next</a>'),
  '/next': html('<h1>Next</h1>'),
  '/redirect': redirectTo('/hello'),
  '/missing': page('<p>gone', 404),
  '/inside': redirectTo('http://192.168.0.1/'),
  '/download': (_request, response) => {
    response.writeHead(200, { 'content-disposition': 'attachment; filename=x.bin' }).end('x');
  },
  '/zip': bytes('application/zip', 'PK'),
  '/to-download': redirectTo('/download'),
  '/to-mail': redirectTo('mailto:someone@example.org'),
  '/to-file': redirectTo('file:///etc/hostname'),
  '/to-data': redirectTo('data:text/html,<p>words'),
  '/empty': (_request, response) => {
    response.writeHead(204).end();
  },
  '/links': html(
    [
      '/download',
      '/to-download',
      '/zip',
      '/inside',
      '/empty',
      'http://192.168.0.1/',
      'mailto:a@b.example',
    ]
      .concat(['tel:123', '/to-mail'])
      .map((to) => `<p><a id="${to}" href="${to}">${to}</a>`)
      .join(''),
  ),
  '/late': html('<h1>Late</h1><script>onload = () => { document.title = "Late title"; };</script>'),
  '/picture': bytes('image/png', 'not decoded'),
  '/tries':
    html(`<form id="f" method="post" action="/posted"></form><iframe srcdoc="<script>print()</script>"></iframe>
    <script>
      alert('hello'); print();
      fetch('/posted', { method: 'POST', body: 'x' }).catch(() => {});
      fetch('http://192.168.0.1/router').catch(() => {});
      navigator.sendBeacon('/posted', 'x');
      document.getElementById('f').submit();
      document.getElementById('f').requestSubmit();
      window.open('/popup');
      Notification.requestPermission();
      location.href = '/download';
    </script>`),
  '/globals': html(`<script>document.title = [typeof require, typeof process, typeof api,
    window.print.toString().includes('native')].join()</script>`),
  '/visits': (request, response) => {
    const before = request.headers.cookie?.includes('seen=1') === true;
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'seen=1' });
    response.end(`<!doctype html><title>T</title><p>${before ? 'Seen before' : 'First visit'}`);
  },
  '/never': () => undefined,
  '/loop': html('<script>setTimeout(() => { for (;;) {} }, 100)</script>'),
};

const browserPath = await findBrowser();

describe.skipIf(browserPath === null)('ElectronReviewBrowser on Chromium', () => {
  let site: Site;
  let folder: string;
  let window: MainWindow;
  let browser: ElectronReviewBrowser;
  let events: ReviewEvent[] = [];
  const demonstration = { pictures: false, allowLoopback: true };

  beforeAll(async () => {
    configureHost({ browserPath, size: { width: 1000, height: 700 }, exit: () => undefined });
    protocol.registerSchemesAsPrivileged([{ scheme: 'app' }]);
    app.on('window-all-closed', () => undefined);
    const refusals = new Refusals(() => undefined);
    const challenges = new ProxyChallenges();
    const asApp = app as never;
    guardCredentials(asApp, refusals, challenges);
    guardCertificates(asApp);
    guardEveryWebContents(asApp, refusals, {
      stopKey: () => ({ key: 'F12', inSetUp: false }),
      stop: () => {
        browser.close();
      },
      tried: () => undefined,
      activity: () => undefined,
    });
    site = await startSite(ROUTES);
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-review-'));
    writeFileSync(path.join(folder, 'preload.cjs'), '');
    window = new MainWindow({
      title: 'Countersign',
      session: session.fromPartition('screens') as unknown as Session,
      preload: path.join(folder, 'preload.cjs'),
      refusals,
    });
    window.base.show();
    browser = new ElectronReviewBrowser({
      stage: window,
      refusals,
      challenges,
      random: randomBytes,
      ourProcessIds: () => [],
    });
    browser.setBounds({ x: 0, y: 0, width: 1000, height: 700 });
    browser.onEvent((event) => events.push(event));
  });

  afterAll(async () => {
    await quitBrowsers();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    events = [];
    site.clearLog();
  });

  afterEach(() => {
    browser.close();
  });

  async function until(passes: () => boolean, waitMs = 10_000): Promise<void> {
    const end = performance.now() + waitMs;
    while (!passes()) {
      if (performance.now() > end)
        throw new Error(`waited in vain; heard ${JSON.stringify(events)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const seen = (): string[] => site.log.map(({ method, path: name }) => `${method} ${name}`);

  const heard = (kind: ReviewEvent['kind']): ReviewEvent[] =>
    events.filter((event) => event.kind === kind);

  const whatWasRefused = (): string[] =>
    [...new Set(events.flatMap((event) => (event.kind === 'refused' ? [event.what] : [])))].sort();

  async function click(id: string): Promise<void> {
    const expression = `document.getElementById('${id}').click()`;
    await browser.devtools()?.send('Runtime.evaluate', { expression, userGesture: true });
  }

  async function pixels(): Promise<Uint8Array> {
    const base: unknown = window.base;
    if (!(base instanceof BaseWindow)) throw new TypeError('expected a window of the host');
    return sharp(await base.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer();
  }

  it('opens a page through its redirect and asks for no picture', async () => {
    await browser.open(`${site.origin}/redirect`, demonstration);
    await until(() => heard('finished').length > 0);
    // The host may hear of the server's address only after the page is in place; Electron never does.
    const witnesses = new Set(['exchange', 'titled', 'lookup', 'way', 'certificate']);
    expect(events.filter(({ kind }) => !witnesses.has(kind))).toMatchObject([
      { kind: 'started', address: `${site.origin}/redirect` },
      {
        kind: 'redirected',
        from: `${site.origin}/redirect`,
        to: `${site.origin}/hello`,
        status: 302,
      },
      { kind: 'committed', address: `${site.origin}/hello`, status: 200 },
      { kind: 'finished' },
    ]);
    expect(seen()).toEqual(['GET /redirect', 'GET /hello']);
    expect(browser.canGoBack()).toBe(false);
  });

  it('paints no marker of any way of painting, and text all the same', async () => {
    await browser.open(`${site.origin}/marker`, demonstration);
    await until(() => heard('finished').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const textFirst = await pixels();
    expect(countMarker(textFirst)).toBe(0);
    expect(textFirst.filter((value) => value < 60).length).toBeGreaterThan(500);
    expect(seen()).toEqual(['GET /marker']);
  });

  it('says the status of a page that is missing', async () => {
    await browser.open(`${site.origin}/missing`, demonstration);
    await until(() => heard('committed').length > 0);
    expect(heard('committed')).toMatchObject([{ status: 404 }]);
  });

  it('fails a visit that is led into the network, before anything is asked there', async () => {
    await browser.open(`${site.origin}/inside`, demonstration);
    await until(() => heard('failed').length > 0);
    expect(heard('failed')).toMatchObject([{ code: 'ADDRESS_PRIVATE' }]);
    expect(whatWasRefused()).toContain('private-address');
  });

  it('fails a visit to a picture until pictures are agreed', async () => {
    await browser.open(`${site.origin}/picture`, demonstration);
    await until(() => heard('failed').length > 0);
    expect(heard('failed')).toMatchObject([
      { code: 'PAGE_FAILED', detail: 'a picture, film, sound or font by itself' },
    ]);
  });

  it.each([
    ['/download', 'PAGE_DOWNLOAD'],
    ['/to-download', 'PAGE_DOWNLOAD'],
    ['/zip', 'PAGE_DOWNLOAD'],
    ['/to-mail', 'ADDRESS_SCHEME'],
    ['/to-file', 'ADDRESS_SCHEME'],
    ['/to-data', 'ADDRESS_SCHEME'],
    ['/empty', 'PAGE_FAILED'],
  ])('fails a visit to %s at once with %s', async (to, code) => {
    await browser.open(`${site.origin}${to}`, demonstration);
    await until(() => heard('failed').length > 0, 5_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard('failed')).toMatchObject([{ code }]);
    expect(heard('stayed')).toEqual([]);
    expect(heard('committed')).toEqual([]);
  });

  it.each([
    ['/download', 'PAGE_DOWNLOAD', ['download']],
    ['/to-download', 'PAGE_DOWNLOAD', ['download']],
    ['/zip', 'PAGE_DOWNLOAD', ['download']],
    ['/inside', 'ADDRESS_PRIVATE', ['private-address']],
    ['/to-mail', 'ADDRESS_SCHEME', ['scheme']],
    ['/empty', 'PAGE_FAILED', []],
  ])('keeps the page when its link to %s ends with %s', async (id, code, what) => {
    await browser.open(`${site.origin}/links`, demonstration);
    await until(() => heard('finished').length > 0);
    await click(id);
    await until(() => heard('stayed').length > 0, 5_000);
    expect(heard('failed')).toMatchObject([{ code }]);
    expect(heard('started')).toHaveLength(2);
    expect(heard('committed')).toHaveLength(1);
    expect(whatWasRefused()).toEqual(what);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await pixels()).filter((value) => value < 60).length).toBeGreaterThan(500);
  });

  it.each([
    ['http://192.168.0.1/', 'private-address'],
    ['mailto:a@b.example', 'scheme'],
    ['tel:123', 'scheme'],
  ])('refuses a page’s link to %s, and starts no visit of it', async (id, what) => {
    await browser.open(`${site.origin}/links`, demonstration);
    await until(() => heard('finished').length > 0);
    await click(id);
    await until(() => whatWasRefused().includes(what), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(heard('failed')).toEqual([]);
    expect(heard('started')).toHaveLength(1);
  });

  it('has the title that a page gives itself at the end of its load', async () => {
    await browser.open(`${site.origin}/hello`, demonstration);
    await until(() => heard('finished').length > 0);
    const end = events.findIndex(({ kind }) => kind === 'finished');
    expect(events.slice(0, end)).toContainEqual({ kind: 'titled', title: 'T' });
    events = [];
    await browser.open(`${site.origin}/late`, demonstration);
    await until(() => heard('titled').length > 0 && heard('finished').length > 0);
    await until(() =>
      heard('titled').some((one) => one.kind === 'titled' && one.title === 'Late title'),
    );
  });

  it('fails a visit to a site that does not answer', async () => {
    await browser.open('http://127.0.0.1:1/', demonstration);
    await until(() => heard('failed').length > 0);
    expect(['PAGE_UNREACHABLE', 'PAGE_FAILED']).toContain(
      (heard('failed')[0] as { code: string }).code,
    );
  });

  it('refuses and reports what a page tries, and posts nothing', async () => {
    await browser.open(`${site.origin}/tries`, demonstration);
    const expected = ['dialogue', 'download', 'pop-up', 'post', 'print', 'private-address'];
    await until(() => expected.every((what) => whatWasRefused().includes(what)));
    expect(seen().filter((one) => one.startsWith('POST'))).toEqual([]);
    expect(seen()).not.toContain('GET /popup');
    // Where the page led to was a visit of its own; the page itself stays.
    await until(() => heard('stayed').length > 0);
    expect(heard('failed')).toMatchObject([
      { address: `${site.origin}/download`, code: 'PAGE_DOWNLOAD' },
    ]);
  });

  it('leaves nothing of ours for a page to find', async () => {
    await browser.open(`${site.origin}/globals`, demonstration);
    await until(() =>
      heard('titled').some((event) => event.kind === 'titled' && event.title.includes('undefined')),
    );
    expect(heard('titled').at(-1)).toEqual({
      kind: 'titled',
      title: 'undefined,undefined,undefined,false',
    });
  });

  it('asks for pictures once both have agreed', async () => {
    await browser.open(`${site.origin}/hello`, { ...demonstration, pictures: true });
    await until(() => heard('finished').length > 0);
    expect(seen()).toContain('GET /cat.png');
    await browser.open(`${site.origin}/marker`, { ...demonstration, pictures: true });
    await until(() => seen().includes('GET /marker.svg'));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(countMarker(await pixels())).toBeGreaterThan(1000);
  });

  it('asks a second time in a fresh session that is never shown, and says nothing of it', async () => {
    await browser.open(`${site.origin}/visits`, { ...demonstration, pictures: true });
    await until(() => heard('finished').length > 0);
    const pagesSeen = (): string[] => seen().filter((one) => !one.includes('favicon'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = events.length;
    const prepared: string[] = [];
    const { signal } = new AbortController();
    const apart = await browser.openApart(`${site.origin}/visits`, {
      ...{ pictures: true, allowLoopback: true, signal },
      prepare: async (devtools) => {
        prepared.push(...pagesSeen());
        await devtools.send('Network.enable');
      },
    });
    expect(prepared).toEqual(['GET /visits']);
    expect(pagesSeen()).toEqual(['GET /visits', 'GET /visits']);
    const words = 'document.body.innerText + " " + document.cookie + " " + innerWidth';
    const expression = { expression: words, returnByValue: true };
    const [first, second] = await Promise.all([
      browser.devtools()?.send('Runtime.evaluate', expression),
      apart.devtools.send('Runtime.evaluate', expression),
    ]);
    expect(first).toMatchObject({ result: { value: expect.stringMatching(/^First visit/u) } });
    expect(second).toEqual(first);
    expect(events.slice(before)).toEqual([]);
    apart.close();
    apart.close();
    // Only what the first session had been given is what it has.
    site.clearLog();
    browser.reload();
    await until(() => seen().includes('GET /visits'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const again = await browser.devtools()?.send('Runtime.evaluate', expression);
    expect(again).toMatchObject({ result: { value: expect.stringMatching(/^Seen before/u) } });
  });

  it('never shows what it asks for a second time', async () => {
    await browser.open(`${site.origin}/hello`, demonstration);
    await until(() => heard('finished').length > 0);
    const { signal } = new AbortController();
    const prepare = (): Promise<void> => Promise.resolve();
    const options = { pictures: true, allowLoopback: true, prepare, signal };
    await browser.openApart(`${site.origin}/marker`, options);
    await until(() => seen().includes('GET /marker.svg'));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(countMarker(await pixels())).toBe(0);
  });

  it.each([
    ['/inside', 'ADDRESS_PRIVATE'],
    ['/download', 'PAGE_DOWNLOAD'],
    ['/empty', 'PAGE_FAILED'],
  ])('fails a second request that ends as %s with %s', async (to, code) => {
    const prepare = (): Promise<void> => Promise.resolve();
    const { signal } = new AbortController();
    const options = { ...demonstration, prepare, signal };
    const asked = browser.openApart(`${site.origin}${to}`, options);
    await expect(asked).rejects.toMatchObject({ code });
  });

  it('takes the second view away with the first, and when it is aborted', async () => {
    for (const end of ['close', 'abort']) {
      await browser.open(`${site.origin}/hello`, demonstration);
      const abort = new AbortController();
      const options = { ...demonstration, signal: abort.signal };
      const prepare = (): Promise<void> => Promise.resolve();
      const asked = browser.openApart(`${site.origin}/never`, { ...options, prepare });
      await until(() => seen().includes('GET /never'));
      if (end === 'close') browser.close();
      else abort.abort();
      await expect(asked).rejects.toMatchObject({ code: 'CAPTURE_STOPPED' });
      site.clearLog();
    }
  });

  it('takes a page in an endless loop away at once, on the key', async () => {
    await browser.open(`${site.origin}/loop`, { ...demonstration, pictures: true });
    await until(() => heard('finished').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startedMs = performance.now();
    browser.close();
    expect(performance.now() - startedMs).toBeLessThan(100);
    expect((await pixels()).every((value) => value > 250)).toBe(true);
  });
});

function redirectTo(location: string): SiteHandler {
  return (_request, response) => {
    response.writeHead(302, { location }).end();
  };
}
