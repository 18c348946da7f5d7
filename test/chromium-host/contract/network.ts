import assert from 'node:assert/strict';
import type { ContractCase } from './kit.ts';
import { until } from './kit.ts';

const PIXEL =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';

/** Seeing, changing and stopping what a page asks for. */
export const networkCases: readonly ContractCase[] = [
  {
    name: 'shows webRequest every request, of frames of other origins and workers too',
    async run(kit) {
      const inner = await kit.site({ '/inner': '<script>fetch("/deep")</script>', '/deep': 'x' });
      const site = await kit.site({
        '/': `<link rel="stylesheet" href="/s.css"><img src="/i.svg"><iframe src="${inner.origin.replace('127.0.0.1', 'localhost')}/inner"></iframe>
          <script>new Worker('/w.js'); new SharedWorker('/sw.js'); navigator.serviceWorker.register('/svc.js'); fetch('/f')</script>`,
        '/s.css': 'p{}',
        '/i.svg': PIXEL,
        '/f': 'x',
        '/from': 'x',
        '/w.js': 'fetch("/from?w")',
        '/sw.js': 'fetch("/from?sw")',
        '/svc.js': 'fetch("/from?svc")',
      });
      const session = kit.session();
      const asked = new Set<string>();
      const ended = new Set<string>();
      session.webRequest.onBeforeRequest((details, answer) => {
        asked.add(pathOf(details.url));
        answer({});
      });
      session.webRequest.onCompleted((details) => {
        if (details.statusCode === 200) ended.add(pathOf(details.url));
      });
      await kit.page({ session }).loadURL(`${site.origin}/`);
      const expected = [
        '/',
        '/s.css',
        '/i.svg',
        '/inner',
        '/deep',
        '/w.js',
        '/f',
        '/from?w',
        '/sw.js',
        '/from?sw',
        '/svc.js',
        '/from?svc',
      ];
      await until(
        () => expected.every((one) => asked.has(one)),
        `all of them, got ${[...asked].join()}`,
      ).catch((error: unknown) => {
        throw new Error(`missed ${expected.filter((one) => !asked.has(one)).join()}`, {
          cause: error,
        });
      });
      const sure = ['/', '/s.css', '/i.svg', '/inner', '/deep', '/f'];
      await until(() => sure.every((one) => ended.has(one)), 'their ends').catch(() => {
        throw new Error(`no end of ${sure.filter((one) => !ended.has(one)).join()}`);
      });
    },
  },
  {
    name: 'stops a request before it leaves, and says who and what it was',
    async run(kit) {
      const site = await kit.site({
        '/': '<img src="/blocked.svg"><script src="/ok.js"></script>',
        '/ok.js': '',
        '/blocked.svg': PIXEL,
      });
      const session = kit.session();
      const page = kit.page({ session });
      const kinds: string[] = [];
      const errors: string[] = [];
      session.webRequest.onBeforeRequest((details, answer) => {
        kinds.push(
          `${details.resourceType} ${String(details.webContentsId === page.id)} ${details.method}`,
        );
        answer({ cancel: details.resourceType === 'image' });
      });
      session.webRequest.onErrorOccurred((details) =>
        errors.push(`${pathOf(details.url)} ${details.error}`),
      );
      await page.loadURL(`${site.origin}/`);
      await until(() => errors.some((one) => one.startsWith('/blocked')), 'the error');
      assert.ok(errors.includes('/blocked.svg net::ERR_BLOCKED_BY_CLIENT'));
      assert.ok(!site.seen.includes('/blocked.svg'));
      for (const kind of ['mainFrame true GET', 'image true GET', 'script true GET'])
        assert.ok(kinds.includes(kind), kind);
    },
  },
  {
    name: 'stops the page itself with ERR_BLOCKED_BY_CLIENT',
    async run(kit) {
      const site = await kit.site({ '/': 'home' });
      const session = kit.session();
      session.webRequest.onBeforeRequest((_details, answer) => {
        answer({ cancel: true });
      });
      await assert.rejects(
        kit.page({ session }).loadURL(`${site.origin}/`),
        /ERR_BLOCKED_BY_CLIENT \(-20\)/,
      );
      assert.deepEqual(site.seen, []);
    },
  },
  {
    name: 'adds a content security policy on the way in, and the page is under it',
    async run(kit) {
      const site = await kit.site({
        '/': '<img src="/i.svg"><script>document.title = "script ran"</script>',
        '/i.svg': PIXEL,
      });
      const session = kit.session();
      session.webRequest.onHeadersReceived((details, answer) => {
        answer({
          responseHeaders: {
            ...details.responseHeaders,
            'Content-Security-Policy': ["img-src 'none'"],
          },
        });
      });
      const page = kit.page({ session });
      await page.loadURL(`${site.origin}/`);
      assert.equal(await page.executeJavaScript('document.title'), 'script ran');
      assert.ok(!site.seen.includes('/i.svg'));
    },
  },
  {
    name: 'tells redirects, statuses and the server’s address',
    async run(kit) {
      const site = await kit.site({
        '/a': (_request, response) => response.writeHead(302, { location: '/b' }).end(),
        '/b': 'b',
      });
      const session = kit.session();
      const told: string[] = [];
      session.webRequest.onBeforeRedirect((details) =>
        told.push(
          `redirect ${pathOf(details.url)} ${pathOf(details.redirectURL)} ${String(details.statusCode)}`,
        ),
      );
      session.webRequest.onResponseStarted((details) =>
        told.push(
          `response ${pathOf(details.url)} ${String(details.statusCode)} ${'ip' in details ? String(details.ip) : ''}`,
        ),
      );
      await kit.page({ session }).loadURL(`${site.origin}/a`);
      assert.deepEqual(told.slice(0, 2), ['redirect /a /b 302', 'response /b 200 127.0.0.1']);
    },
  },
  {
    name: 'requests no picture at all in a view with pictures off',
    async run(kit) {
      const site = await kit.site({
        '/': '<img src="/i.svg"><picture><source srcset="/j.svg"><img></picture><div style="width:9px;height:9px;background:url(/k.svg)"></div><script>new Image().src = "/l.svg"</script>',
        '/i.svg': PIXEL,
        '/j.svg': PIXEL,
        '/k.svg': PIXEL,
        '/l.svg': PIXEL,
      });
      await kit.page({ images: false }).loadURL(`${site.origin}/`);
      assert.deepEqual(
        site.seen.filter((name) => name.endsWith('.svg')),
        [],
      );
      await kit.page().loadURL(`${site.origin}/`);
      await until(
        () => ['/i.svg', '/j.svg', '/k.svg', '/l.svg'].every((name) => site.seen.includes(name)),
        'the same page with pictures on',
      );
    },
  },
  {
    name: 'asks for log-in through the event, and gives up without an answer',
    async run(kit) {
      const site = await kit.site({
        '/': (_request, response) =>
          response.writeHead(401, { 'www-authenticate': 'Basic realm="staff"' }).end('no'),
      });
      const page = kit.page();
      const asked: string[] = [];
      page.on('login', (event, _details, info, answer) => {
        event.preventDefault();
        asked.push(`${info.scheme} ${info.realm}`);
        answer();
      });
      await page.loadURL(`${site.origin}/`);
      assert.deepEqual(asked, ['basic staff']);
      assert.equal(await page.executeJavaScript('document.body.innerText'), 'no');
    },
  },
  {
    name: 'says of a log-in whether this very request was answered before, and knows no proxy where none is set',
    async run(kit) {
      const site = await kit.site({
        '/': (request, response) => {
          const given = request.headers.authorization ?? '';
          const isRight = given.endsWith(Buffer.from('newt:pond').toString('base64'));
          if (isRight) response.end('in');
          else response.writeHead(401, { 'www-authenticate': 'Basic realm="staff"' }).end('no');
        },
      });
      const page = kit.page();
      const asked: boolean[] = [];
      page.on('login', (event, details, info, answer) => {
        event.preventDefault();
        assert.equal(info.isProxy, false);
        asked.push(details.firstAuthAttempt);
        answer('newt', asked.length === 1 ? 'puddle' : 'pond');
      });
      await page.loadURL(`${site.origin}/`);
      assert.deepEqual(asked, [true, false]);
      assert.equal(await page.executeJavaScript('document.body.innerText'), 'in');
      assert.equal(await page.session.resolveProxy(`${site.origin}/`), 'DIRECT');
    },
  },
  {
    name: 'passes DevTools commands and events, and reports requests of a new document after navigation',
    async run(kit) {
      const site = await kit.site({
        '/1': '<script>fetch("/in1")</script>',
        '/2': '<script>fetch("/in2")</script>',
        '/in1': '',
        '/in2': '',
      });
      const page = kit.page();
      await page.loadURL(`${site.origin}/1`);
      page.debugger.attach('1.3');
      assert.equal(page.debugger.isAttached(), true);
      const seen: string[] = [];
      page.debugger.on(
        'message',
        (_event, method, params: { request?: { url: string } }, sessionId) => {
          if (method === 'Network.requestWillBeSent')
            seen.push(`${pathOf(params.request?.url ?? '')}${sessionId}`);
        },
      );
      await page.debugger.sendCommand('Network.enable');
      await page.loadURL(`${site.origin}/2`);
      await page.loadURL(`${site.origin.replace('127.0.0.1', 'localhost')}/1`);
      await until(() => seen.includes('/in1'), 'requests after a second navigation');
      for (const name of ['/2', '/in2', '/1', '/in1'])
        assert.ok(seen.includes(name), `${name} of ${seen.join()}`);
      const value = (await page.debugger.sendCommand('Runtime.evaluate', {
        expression: '1 + 1',
      })) as { result: { value: number } };
      assert.equal(value.result.value, 2);
      await assert.rejects(page.debugger.sendCommand('No.such'), /wasn't found|not found/i);
      page.debugger.detach();
      assert.equal(page.debugger.isAttached(), false);
    },
  },
  {
    name: 'gives child sessions of the debugger their own events',
    async run(kit) {
      const inner = await kit.site({ '/inner': '<script>fetch("/deep")</script>', '/deep': 'x' });
      const site = await kit.site({
        '/': `<iframe src="${inner.origin.replace('127.0.0.1', 'localhost')}/inner"></iframe>`,
      });
      const page = kit.page();
      await page.loadURL('about:blank');
      page.debugger.attach();
      const seen: string[] = [];
      page.debugger.on(
        'message',
        (_event, method, params: { sessionId?: string; request?: { url: string } }, sessionId) => {
          if (method === 'Target.attachedToTarget' && params.sessionId !== undefined) {
            const child = params.sessionId;
            void page.debugger.sendCommand('Network.enable', {}, child);
            void page.debugger.sendCommand('Runtime.runIfWaitingForDebugger', {}, child);
          }
          if (method === 'Network.requestWillBeSent' && sessionId !== '')
            seen.push(pathOf(params.request?.url ?? ''));
        },
      );
      await page.debugger.sendCommand('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
      });
      await page.loadURL(`${site.origin}/`);
      await until(() => seen.includes('/deep'), 'the inner frame’s request');
    },
  },
];

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
