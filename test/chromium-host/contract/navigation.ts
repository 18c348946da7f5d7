import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { ContractCase } from './kit.ts';
import { nextEvent, pause, until } from './kit.ts';

/** What a page may not do by itself: leave, open, save, ask; and what is told of where it goes. */
export const navigationCases: readonly ContractCase[] = [
  {
    name: 'opens no pop-up, and tells the handler each address',
    async run(kit) {
      const site = await kit.site({
        '/': '<a id="a" target="_blank" rel="noopener" href="/linked">x</a>',
        '/popup': 'p',
        '/linked': 'l',
      });
      const page = kit.page();
      const asked: string[] = [];
      page.setWindowOpenHandler(({ url }) => {
        asked.push(url);
        return { action: 'deny' };
      });
      await page.loadURL(`${site.origin}/`);
      for (let n = 0; n < 4; n += 1)
        await page.executeJavaScript(`void window.open('/popup?${String(n)}')`, true);
      await page.executeJavaScript("document.querySelector('#a').click()", true);
      await until(() => asked.length === 5, 'five pop-ups');
      await pause(300);
      assert.deepEqual(
        asked.map((url) => new URL(url).pathname),
        ['/popup', '/popup', '/popup', '/popup', '/linked'],
      );
      assert.deepEqual(
        site.seen.filter((name) => name !== '/' && name !== '/favicon.ico'),
        [],
      );
    },
  },
  {
    name: 'tells of a way to an extension, and stays',
    async run(kit) {
      const site = await kit.site({
        '/': '<a href="chrome-extension://abcdefghijklmnopabcdefghijklmnop/x">x</a>',
      });
      const page = kit.page();
      const asked: string[] = [];
      page.on('will-frame-navigate', (event) => {
        asked.push(new URL(event.url).protocol);
        event.preventDefault();
      });
      await page.loadURL(`${site.origin}/`);
      const before = asked.length;
      await page.executeJavaScript("document.querySelector('a').click()", true);
      await until(() => asked.length > before, 'the question');
      await pause(300);
      assert.equal(asked.at(-1), 'chrome-extension:');
      assert.equal(page.getURL(), `${site.origin}/`);
      assert.equal(await page.executeJavaScript('document.body.innerText'), 'x');
    },
  },
  {
    name: 'asks will-navigate of what the page starts, not of what the program loads, and stays when refused',
    async run(kit) {
      const site = await kit.site({ '/': 'home', '/other': 'other', '/allowed': 'allowed' });
      const page = kit.page();
      const asked: string[] = [];
      page.on('will-navigate', (event) => {
        asked.push(new URL(event.url).pathname);
        if (event.url.endsWith('/other')) event.preventDefault();
      });
      await page.loadURL(`${site.origin}/`);
      await page.executeJavaScript("location.href = '/other'; 0", true);
      await until(() => asked.length === 1, 'the question');
      await pause(200);
      assert.equal(page.getURL(), `${site.origin}/`);
      assert.equal(await page.executeJavaScript('document.body.innerText'), 'home');
      assert.ok(!site.seen.includes('/other'));
      const arrived = nextEvent(page, 'did-navigate');
      await page.executeJavaScript("location.href = '/allowed'; 0", true);
      const [, url, status] = await arrived;
      assert.deepEqual([url, status], [`${site.origin}/allowed`, 200]);
      assert.deepEqual(asked, ['/other', '/allowed']);
    },
  },
  {
    name: 'lets no page reach file:, chrome: or data: at the top',
    async run(kit) {
      const site = await kit.site({ '/': 'home' });
      const page = kit.page();
      page.on('will-navigate', (event) => {
        event.preventDefault();
      });
      await page.loadURL(`${site.origin}/`);
      for (const address of [
        'file:///etc/passwd',
        'chrome://version',
        'data:text/html,x',
        'javascript:document.title',
      ]) {
        await page
          .executeJavaScript(`location.href = '${address}'; 0`, true)
          .catch(() => undefined);
        await pause(150);
        assert.equal(page.getURL(), `${site.origin}/`, address);
      }
    },
  },
  {
    name: 'reports redirects in order and can refuse one',
    async run(kit) {
      const site = await kit.site({
        '/a': (_request, response) => response.writeHead(302, { location: '/b' }).end(),
        '/b': (_request, response) => response.writeHead(301, { location: '/c' }).end(),
        '/c': '<title>c</title>',
      });
      const page = kit.page();
      const seen: string[] = [];
      page.on('did-start-navigation', ({ url }) => seen.push(`start ${new URL(url).pathname}`));
      page.on('will-redirect', ({ url }) => seen.push(`will ${new URL(url).pathname}`));
      page.on('did-redirect-navigation', ({ url }) => seen.push(`did ${new URL(url).pathname}`));
      page.on('did-navigate', (_event, url) => seen.push(`at ${new URL(url).pathname}`));
      await page.loadURL(`${site.origin}/a`);
      assert.deepEqual(seen, ['start /a', 'will /b', 'did /b', 'will /c', 'did /c', 'at /c']);
      page.on('will-redirect', (event) => {
        event.preventDefault();
      });
      await assert.rejects(page.loadURL(`${site.origin}/a?again`), /ERR_ABORTED/);
    },
  },
  {
    name: 'reports in-page navigation and titles',
    async run(kit) {
      const site = await kit.site({ '/': '<title>First title</title>' });
      const page = kit.page();
      const titled = nextEvent(
        page,
        'page-title-updated',
        (_event, title) => title === 'Second title',
      );
      await page.loadURL(`${site.origin}/`);
      const moved = nextEvent(page, 'did-navigate-in-page');
      await page.executeJavaScript(
        "history.pushState(null, '', '/state'); document.title = 'Second title'; 0",
      );
      const [, url, isMainFrame] = await moved;
      assert.deepEqual(
        [url, isMainFrame, page.getURL()],
        [`${site.origin}/state`, true, `${site.origin}/state`],
      );
      await titled;
      assert.equal(page.getTitle(), 'Second title');
    },
  },
  {
    name: 'goes back in its history',
    async run(kit) {
      const site = await kit.site({ '/1': 'one', '/2': 'two' });
      const page = kit.page();
      await page.loadURL(`${site.origin}/1`);
      assert.equal(page.navigationHistory.canGoBack(), false);
      await page.loadURL(`${site.origin}/2`);
      await until(() => page.navigationHistory.canGoBack(), 'a history');
      const arrived = nextEvent(page, 'did-navigate');
      page.navigationHistory.goBack();
      await arrived;
      assert.equal(page.getURL(), `${site.origin}/1`);
    },
  },
  {
    name: 'fails a load with the network error and its number',
    async run(kit) {
      const page = kit.page();
      const failed = nextEvent(page, 'did-fail-load');
      await assert.rejects(
        page.loadURL('http://127.0.0.1:1/'),
        /ERR_UNSAFE_PORT|ERR_CONNECTION_REFUSED/,
      );
      await failed;
      const server = await kit.site({ '/cut': (request) => request.socket.destroy() });
      const again = nextEvent(page, 'did-fail-load');
      await assert.rejects(page.loadURL(`${server.origin}/cut`), /ERR_EMPTY_RESPONSE \(-324\)/);
      const [, code, name, url, isMainFrame] = await again;
      assert.deepEqual(
        [code, name, url, isMainFrame],
        [-324, 'ERR_EMPTY_RESPONSE', `${server.origin}/cut`, true],
      );
    },
  },
  {
    name: 'saves no download, and tells the partition of each',
    async run(kit) {
      const site = await kit.site({
        '/': 'home',
        '/file': (_request, response) =>
          response
            .writeHead(200, { 'content-disposition': 'attachment; filename="plan.bin"' })
            .end('secret bytes'),
      });
      const session = kit.session();
      const page = kit.page({ session });
      const asked: string[] = [];
      session.on('will-download', (event, item, contents) => {
        event.preventDefault();
        asked.push(
          `${item.getFilename()} ${new URL(item.getURL()).pathname} ${String(contents.id === page.id)}`,
        );
      });
      await page.loadURL(`${site.origin}/`);
      await page.executeJavaScript("location.href = '/file'; 0", true);
      await until(() => asked.length === 1, 'the download');
      await pause(300);
      assert.deepEqual(asked, ['plan.bin /file true']);
      assert.equal(page.getURL(), `${site.origin}/`);
      assert.deepEqual(readdirSync(kit.folder), []);
    },
  },
  {
    name: 'answers dialogues by itself, so that a page full of them still loads',
    async run(kit) {
      const site = await kit.site({
        '/': '<script>alert(1); document.title = String(confirm("?")) + String(prompt("?")); onbeforeunload = (e) => e.preventDefault()</script>',
        '/next': 'next',
      });
      const page = kit.page();
      page.on('will-prevent-unload', (event) => {
        event.preventDefault();
      });
      await page.loadURL(`${site.origin}/`);
      assert.equal(await page.executeJavaScript('document.title'), 'falsenull');
      await page.loadURL(`${site.origin}/next`);
      assert.equal(await page.executeJavaScript('document.body.innerText'), 'next');
    },
  },
  {
    name: 'grants no permission, and asks the partition about each prompt',
    async run(kit) {
      const site = await kit.site({ '/': 'home' });
      const session = kit.session();
      const asked = new Set<string>();
      session.setPermissionRequestHandler((_contents, permission, answer) => {
        asked.add(permission);
        answer(false);
      });
      session.setPermissionCheckHandler(() => false);
      const page = kit.page({ session });
      await page.loadURL(`${site.origin}/`);
      const results: unknown = await page.executeJavaScript(PROBES, true);
      assert.deepEqual(results, ['denied', 'refused', 'refused', 'refused']);
      assert.ok(
        asked.has('geolocation') && asked.has('media') && asked.has('notifications'),
        [...asked].join(),
      );
    },
  },
];

const PROBES = `(async () => [
  await Notification.requestPermission(),
  await new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('granted'), () => done('refused'))),
  await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(() => 'granted', () => 'refused'),
  await navigator.clipboard.readText().then(() => 'granted', () => 'refused'),
])()`;
