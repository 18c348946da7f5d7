import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { ContractCase } from './kit.ts';
import { nextEvent, pause, until } from './kit.ts';

const HIDE = 'canvas, video, svg, img { display: none !important; visibility: hidden !important; }';

/** Keys, pictures, styles, paper and processes. */
export const pageCases: readonly ContractCase[] = [
  {
    name: 'gives before-input-event F12 first, and the page never sees a refused key',
    async run(kit) {
      const page = kit.page();
      await page.loadURL(
        "data:text/html,<script>window.keys = []; addEventListener('keydown', (e) => keys.push(e.key))</script>",
      );
      const first: string[] = [];
      page.on('before-input-event', (event, input) => {
        first.push(`${input.type} ${input.key}`);
        if (input.key === 'F12') event.preventDefault();
      });
      page.sendInputEvent({ type: 'keyDown', keyCode: 'F12' });
      page.sendInputEvent({ type: 'keyDown', keyCode: 'a' });
      await until(async () => (await page.executeJavaScript('keys.length')) === 1, 'the other key');
      assert.equal(await page.executeJavaScript('keys.join()'), 'a');
      assert.ok(first[0] === 'keyDown F12' || first[0] === 'rawKeyDown F12');
    },
  },
  {
    name: 'gives before-input-event F12 at once while the page loops for ever',
    async run(kit) {
      const page = kit.page();
      await page.loadURL('data:text/html,x');
      const loops = page.executeJavaScript('setTimeout(() => { while (true); }, 0); 0');
      await loops;
      await pause(100);
      const heard = nextEvent(page, 'before-input-event', () => true, 1000);
      const before = performance.now();
      page.sendInputEvent({ type: 'keyDown', keyCode: 'F12' });
      await heard;
      assert.ok(performance.now() - before < 500);
      page.close();
      assert.equal(page.isDestroyed(), true);
    },
  },
  {
    name: 'zooms a view: fewer CSS px in the same room, and the mouse meets what it points at',
    async run(kit) {
      const window = kit.window(600, 400);
      const view = kit.view();
      window.contentView.addChildView(view);
      view.setBounds({ x: 0, y: 0, width: 600, height: 400 });
      const page = view.webContents;
      await page.loadURL(
        "data:text/html,<script>window.at = ''; addEventListener('mousedown', (e) => { at = e.clientX + ' ' + e.clientY; })</script>",
      );
      page.setZoomFactor(2);
      const width = async (): Promise<unknown> => await page.executeJavaScript('innerWidth');
      await until(async () => (await width()) === 300, 'half the width');
      page.sendInputEvent({ type: 'mouseDown', x: 500, y: 300, button: 'left', clickCount: 1 });
      await until(async () => (await page.executeJavaScript('at')) === '250 150', 'the press');
      page.setZoomFactor(1);
      await until(async () => (await width()) === 600, 'the whole width');
    },
  },
  {
    name: 'reports a crash once, and loads again afterwards',
    async run(kit) {
      const page = kit.page();
      let crashes = 0;
      page.on('render-process-gone', () => (crashes += 1));
      await page.loadURL('data:text/html,<p>before');
      page.forcefullyCrashRenderer();
      await until(() => crashes === 1, 'the crash');
      await pause(200);
      assert.equal(crashes, 1);
      await page.loadURL('data:text/html,<p>after');
      assert.equal(await page.executeJavaScript('document.body.innerText'), 'after');
    },
  },
  {
    name: 'tells nobody that the process of a frame of another site went: the page lives',
    async run(kit) {
      const inner = await kit.site({ '/inner': '<p>inner</p>' });
      const site = await kit.site({
        '/': `<p>outer</p><iframe src="${inner.origin.replace('127.0.0.1', 'localhost')}/inner"></iframe>`,
      });
      const page = kit.page();
      await page.loadURL('about:blank');
      page.debugger.attach();
      let frame = '';
      let crashes = 0;
      page.on('render-process-gone', () => (crashes += 1));
      const ended = new Promise<void>((resolve) => {
        page.debugger.on('message', (_event, method, params: { sessionId?: string }, sessionId) => {
          if (method === 'Target.attachedToTarget') frame = params.sessionId ?? '';
          if (method === 'Inspector.targetCrashed' && sessionId === frame) resolve();
        });
      });
      await page.debugger.sendCommand('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: false,
        flatten: true,
      });
      await page.loadURL(`${site.origin}/`);
      await until(() => frame !== '', 'the frame');
      await page.debugger.sendCommand('Inspector.enable', {}, frame);
      page.debugger.sendCommand('Page.crash', {}, frame).catch(() => undefined);
      await ended;
      await pause(200);
      assert.equal(crashes, 0);
      assert.equal(await page.executeJavaScript('document.body.innerText.trim()'), 'outer');
    },
  },
  {
    name: 'kills the renderer of a page that loops',
    async run(kit) {
      const page = kit.page();
      await page.loadURL('data:text/html,x');
      await page.executeJavaScript('setTimeout(() => { while (true); }, 0); 0');
      const gone = nextEvent(page, 'render-process-gone');
      page.forcefullyCrashRenderer();
      await gone;
    },
  },
  {
    name: 'hides canvas, video and svg with a style of user origin, against inline important styles',
    async run(kit) {
      const page = kit.page();
      await page.loadURL(
        `data:text/html,<canvas style="display:block !important"></canvas><video style="display:block"></video><svg></svg><p>words</p>`,
      );
      await page.insertCSS(HIDE, { cssOrigin: 'user' });
      await page.executeJavaScript("document.body.append(document.createElement('canvas')); 0");
      await page.executeJavaScript(
        "document.querySelector('canvas').style.setProperty('display', 'block', 'important'); 0",
      );
      const shown = (): Promise<unknown> =>
        page.executeJavaScript(
          "[...document.querySelectorAll('canvas, video, svg')].filter((e) => e.getBoundingClientRect().width > 0).length",
        );
      await until(async () => (await shown()) === 0, 'nothing shown');
      assert.ok(
        Number(
          await page.executeJavaScript("document.querySelector('p').getBoundingClientRect().width"),
        ) > 0,
      );
    },
  },
  {
    name: 'prints a PDF of the paper asked for',
    async run(kit) {
      const page = kit.page({ javascript: false });
      await page.loadURL('data:text/html,<html lang=en><title>t</title><h1>Printed</h1>');
      const pdf = await page.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        generateTaggedPDF: true,
      });
      const source = pdf.toString('latin1');
      assert.ok(source.startsWith('%PDF-1.'));
      const box = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(source);
      assert.ok(
        Math.abs(Number(box?.[1]) - 595) < 2 && Math.abs(Number(box?.[2]) - 842) < 2,
        String(box?.[0]),
      );
    },
  },
  {
    name: 'runs no script in a view without JavaScript',
    async run(kit) {
      const site = await kit.site({
        '/': '<title>plain</title><script>document.title = "ran"</script><script src="/x.js"></script>',
        '/x.js': '',
      });
      const page = kit.page({ javascript: false });
      await page.loadURL(`${site.origin}/`);
      await until(() => page.getTitle() === 'plain', 'the title');
      assert.ok(!site.seen.includes('/x.js'));
    },
  },
  {
    name: 'closes at once, with its debugger and its place in the list of pages',
    async run(kit) {
      const page = kit.page();
      await page.loadURL('data:text/html,x');
      page.debugger.attach();
      const detached = nextEvent(page.debugger, 'detach');
      const destroyed = nextEvent(page, 'destroyed');
      const { id } = page;
      page.close();
      await Promise.all([detached, destroyed]);
      assert.equal(page.isDestroyed(), true);
      assert.equal(kit.electron.webContents.fromId(id), undefined);
    },
  },
  {
    name: 'measures its processes',
    async run(kit) {
      const page = kit.page();
      await page.loadURL('data:text/html,x');
      await until(() => page.getOSProcessId() > 0, 'a process id');
      const pid = page.getOSProcessId();
      const metric = kit.electron.app.getAppMetrics().find((one) => one.pid === pid);
      assert.equal(metric?.type, 'Tab');
      assert.ok(metric.memory.workingSetSize > 10_000);
    },
  },
  {
    name: 'composes views at their bounds, in their order, while visible',
    needsPicture: true,
    async run(kit) {
      const picture = kit.adapter.picture;
      assert.ok(picture !== null);
      const window = kit.window(600, 400);
      const [back, front] = [kit.view(), kit.view()];
      window.contentView.addChildView(back);
      window.contentView.addChildView(front);
      back.setBounds({ x: 0, y: 0, width: 600, height: 400 });
      front.setBounds({ x: 300, y: 100, width: 200, height: 200 });
      await back.webContents.loadURL('data:text/html,<body style="background:rgb(0,0,255)">');
      await front.webContents.loadURL('data:text/html,<body style="background:rgb(255,0,0)">');
      const at = async (x: number, y: number): Promise<string> => {
        const { data, info } = await sharp(await picture(window))
          .raw()
          .toBuffer({ resolveWithObject: true });
        const offset = (y * info.width + x) * info.channels;
        return [...data.subarray(offset, offset + 3)].join();
      };
      await until(async () => (await at(400, 200)) === '255,0,0', 'the front view');
      assert.equal(await at(100, 200), '0,0,255');
      assert.equal(await at(299, 200), '0,0,255');
      assert.equal(await at(400, 301), '0,0,255');
      front.setVisible(false);
      assert.equal(await at(400, 200), '0,0,255');
      front.setVisible(true);
      window.contentView.addChildView(back);
      assert.equal(await at(400, 200), '0,0,255');
      window.contentView.addChildView(front);
      assert.equal(await at(400, 200), '255,0,0');
      front.webContents.close();
      assert.equal(await at(400, 200), '0,0,255');
    },
  },
  {
    name: 'keeps composing, from the last frame, while a page loops',
    needsPicture: true,
    async run(kit) {
      const picture = kit.adapter.picture;
      assert.ok(picture !== null);
      const window = kit.window(300, 200);
      const view = kit.view();
      window.contentView.addChildView(view);
      view.setBounds({ x: 0, y: 0, width: 300, height: 200 });
      await view.webContents.loadURL('data:text/html,<body style="background:rgb(0,200,0)">');
      await pause(500);
      await view.webContents.executeJavaScript('setTimeout(() => { while (true); }, 0); 0');
      await pause(100);
      const { dominant } = await sharp(await picture(window)).stats();
      assert.ok(dominant.g > 150 && dominant.r < 80 && dominant.b < 80, JSON.stringify(dominant));
    },
  },
];
