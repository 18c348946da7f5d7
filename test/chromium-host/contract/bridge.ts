import assert from 'node:assert/strict';
import type { ContractCase } from './kit.ts';
import { nextEvent, until } from './kit.ts';

const PRELOAD = `
const { contextBridge, ipcRenderer } = require('electron');
globalThis.secret = 'preload only';
contextBridge.exposeInMainWorld('api', {
  call: (channel, input) => ipcRenderer.invoke(channel, input),
  onView: (listener) => {
    const heard = (_event, view) => listener(view);
    ipcRenderer.on('view', heard);
    return () => ipcRenderer.off('view', heard);
  },
});`;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'none'";

let nextChannel = 1;

/** Partitions, the app's own scheme, the preload and the messages through it. */
export const bridgeCases: readonly ContractCase[] = [
  {
    name: 'keeps the cookies of two partitions apart',
    async run(kit) {
      const site = await kit.site({
        '/': '<title>a</title>',
        '/echo': (request, response) => response.end(`<p>${request.headers.cookie ?? 'none'}`),
      });
      const [one, two] = [kit.page(), kit.page()];
      await one.loadURL(`${site.origin}/`);
      await one.executeJavaScript("document.cookie = 'who=one'");
      await one.loadURL(`${site.origin}/echo`);
      await two.loadURL(`${site.origin}/echo`);
      assert.equal(await one.executeJavaScript('document.body.innerText'), 'who=one');
      assert.equal(await two.executeJavaScript('document.body.innerText'), 'none');
    },
  },
  {
    name: 'keeps the cookies of a partition for its next view, with pictures or without, until they are cleared',
    async run(kit) {
      const site = await kit.site({
        '/': (_request, response) => {
          response.setHeader('set-cookie', 'who=one; Path=/; HttpOnly').end('<title>a</title>');
        },
        '/echo': (request, response) => response.end(`<p>${request.headers.cookie ?? 'none'}`),
      });
      const session = kit.session();
      const said = async (images: boolean, path: string): Promise<unknown> => {
        const page = kit.page({ session, images });
        await page.loadURL(`${site.origin}${path}`);
        const text = await page.executeJavaScript('document.body.innerText');
        page.close();
        return text;
      };
      await said(false, '/');
      assert.equal(await said(false, '/echo'), 'who=one');
      assert.equal(await said(true, '/echo'), 'who=one');
      await session.clearStorageData();
      assert.equal(await said(true, '/echo'), 'none');
    },
  },
  {
    name: 'serves app: from the partition that handles it, under its content security policy',
    async run(kit) {
      const session = kit.session();
      serve(
        session,
        '<p id="p">page</p><script>document.title = "inline ran"</script><script src="/own.js"></script>',
      );
      const page = kit.page({ session });
      await page.loadURL('app://contract/index.html');
      assert.equal(page.getURL(), 'app://contract/index.html');
      assert.equal(await page.executeJavaScript('document.querySelector("#p").dataset.own'), 'ran');
      assert.notEqual(await page.executeJavaScript('document.title'), 'inline ran');
      assert.equal(
        await page.executeJavaScript("fetch('/own.js').then(() => 'loaded', () => 'refused')"),
        'refused',
      );
      assert.equal(await page.executeJavaScript('isSecureContext'), true);
    },
  },
  {
    name: 'knows app: in no other partition',
    async run(kit) {
      const session = kit.session();
      serve(session, 'own');
      await assert.rejects(kit.page().loadURL('app://contract/index.html'));
    },
  },
  {
    name: 'runs the preload in a world of its own and gives the page what it exposes',
    async run(kit) {
      const page = await bridged(kit, 'page');
      assert.equal(await page.executeJavaScript('typeof secret'), 'undefined');
      assert.equal(await page.executeJavaScript('typeof require'), 'undefined');
      assert.equal(await page.executeJavaScript('Object.keys(window.api).join()'), 'call,onView');
      assert.equal(
        await page.executeJavaScript('try { window.api = 1 } catch {} typeof window.api'),
        'object',
      );
    },
  },
  {
    name: 'carries bytes both ways and names the frame that asked',
    async run(kit) {
      const page = await bridged(kit, 'page');
      const channel = `contract-${String(nextChannel++)}`;
      let sender: readonly unknown[] = [];
      kit.electron.ipcMain.handle(channel, (event, input: { bytes: Uint8Array; text: string }) => {
        sender = [
          event.sender.id,
          event.senderFrame?.url,
          event.senderFrame?.parent,
          input.bytes instanceof Uint8Array,
        ];
        return { bytes: input.bytes.map((one) => one + 1), text: `${input.text}!` };
      });
      const answer: unknown = await page.executeJavaScript(
        `window.api.call('${channel}', { bytes: Uint8Array.of(1, 2, 250), text: 'ß€' }).then((a) => [a.text, a.bytes instanceof Uint8Array, [...a.bytes].join()].join('|'))`,
      );
      kit.electron.ipcMain.removeHandler(channel);
      assert.equal(answer, 'ß€!|true|2,3,251');
      assert.deepEqual(sender, [page.id, 'app://contract/index.html', null, true]);
    },
  },
  {
    name: 'rejects in the page when a handler throws or nobody handles the channel',
    async run(kit) {
      const page = await bridged(kit, 'page');
      const channel = `contract-${String(nextChannel++)}`;
      kit.electron.ipcMain.handle(channel, () => {
        throw new Error('refused here');
      });
      const ask = (name: string): Promise<unknown> =>
        page.executeJavaScript(
          `window.api.call('${name}', null).then(() => 'answered', (error) => error.message)`,
        );
      assert.match(String(await ask(channel)), /refused here/);
      assert.match(String(await ask('contract-nobody')), /No handler registered/);
      kit.electron.ipcMain.removeHandler(channel);
    },
  },
  {
    name: 'sends to the page in order, until the page stops listening',
    async run(kit) {
      const page = await bridged(kit, 'page');
      await page.executeJavaScript(
        "window.heard = []; window.off = window.api.onView((view) => window.heard.push(view.n + ':' + view.bytes?.length)); 0",
      );
      for (let n = 1; n <= 3; n += 1) page.send('view', { n, bytes: new Uint8Array(n) });
      await until(
        async () => (await page.executeJavaScript('window.heard.length')) === 3,
        'three views',
      );
      assert.equal(await page.executeJavaScript('window.heard.join()'), '1:1,2:2,3:3');
      await page.executeJavaScript('window.off(); 0');
      page.send('view', { n: 4 });
      await page.executeJavaScript('new Promise((done) => setTimeout(done, 100))');
      assert.equal(await page.executeJavaScript('window.heard.length'), 3);
    },
  },
  {
    name: 'gives the preload to no frame inside the page',
    async run(kit) {
      const page = await bridged(kit, '<iframe src="/inner.html"></iframe>', "frame-src 'self'");
      await until(
        () => page.mainFrame.frames[0]?.url === 'app://contract/inner.html',
        'the inner frame',
      );
      assert.equal(await page.executeJavaScript('typeof frames[0].api'), 'undefined');
      assert.equal(page.mainFrame.frames[0]?.parent?.url, 'app://contract/index.html');
    },
  },
  {
    name: 'brings the preload back after a reload and after a crash',
    async run(kit) {
      const page = await bridged(kit, 'page');
      page.reload();
      await nextEvent(page, 'did-finish-load');
      assert.equal(await page.executeJavaScript('typeof window.api'), 'object');
      const gone = nextEvent(page, 'render-process-gone');
      page.forcefullyCrashRenderer();
      const [, details] = await gone;
      assert.match((details as { reason: string }).reason, /crashed|killed/);
      await page.loadURL('app://contract/index.html');
      assert.equal(await page.executeJavaScript('typeof window.api'), 'object');
    },
  },
];

type Kit = Parameters<ContractCase['run']>[0];

function serve(session: ReturnType<Kit['session']>, html: string, morePolicy = ''): void {
  session.protocol.handle('app', (request) => {
    const { pathname } = new URL(request.url);
    const headers = { 'content-security-policy': `${POLICY}; ${morePolicy}` };
    if (pathname === '/own.js')
      return new Response("document.querySelector('#p')?.setAttribute('data-own', 'ran')", {
        headers: { ...headers, 'content-type': 'text/javascript' },
      });
    return new Response(pathname === '/inner.html' ? '<p>inner' : html, {
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    });
  });
}

async function bridged(kit: Kit, html: string, morePolicy = ''): Promise<ReturnType<Kit['page']>> {
  const session = kit.session();
  serve(session, html, morePolicy);
  const page = kit.page({ session, preload: kit.preload(PRELOAD) });
  await page.loadURL('app://contract/index.html');
  return page;
}
