import type { BrowserHost } from './browser-host.ts';
import type { CdpSession } from './cdp.ts';
import { watchFor } from './network-watch.ts';
import { browserOf } from './host.ts';
import { hostOptions } from './options.ts';
import { watchPermissions } from './permission-probe.ts';
import { PRELOAD_BINDING, PRELOAD_WORLD } from './preload-world.ts';
import { rendererOf } from './processes.ts';
import { hostEvent } from './event.ts';
import { fields, number, text } from './values.ts';
import type { Fields } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

const TITLE_EVERY_MS = 500;

/** One open page of a browser. */
export interface Target {
  readonly browser: BrowserHost;
  readonly targetId: string;
  readonly session: CdpSession;
  rendererPid(): number;
}

/**
 * Open a page and set everything up before its first script can run.
 * @throws {Error} the browser did not start
 */
export async function openTarget(contents: HostWebContents): Promise<Target> {
  const browser = await browserOf(contents.browserKind);
  const context = await contents.session.contextIn(browser);
  const { targetId, session } = await browser.newPage(context);
  const target: Target = { browser, targetId, session, rendererPid: rendererOf(session) };
  contents.targetOpened(target);
  listen(contents, session);
  prepare(contents, session);
  session.post('Runtime.runIfWaitingForDebugger');
  // One answered command: all those posted before it have been taken.
  await session.send('Page.getFrameTree', {}, 30_000);
  watchTitle(contents, session);
  return target;
}

// DevTools tells of no change of title or history.
function watchTitle(contents: HostWebContents, session: CdpSession): void {
  const timer = setInterval(() => {
    void contents.readHistory();
  }, TITLE_EVERY_MS).unref();
  session.onEnd(() => {
    clearInterval(timer);
  });
  contents.on('destroyed', () => {
    clearInterval(timer);
  });
  for (const name of ['dom-ready', 'did-stop-loading', 'did-navigate-in-page']) {
    contents.on(name, () => {
      void contents.readHistory();
    });
  }
}

/**
 * What the system tells a page of how it looks.
 * @param isOurs - our own screens also get the motion that this run asks for
 */
export function mediaFeatures(
  scheme: 'light' | 'dark',
  isOurs: boolean,
): readonly { readonly name: string; readonly value: string }[] {
  const { forcedColors, reducedMotion } = hostOptions();
  return [
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'forced-colors', value: forcedColors ? 'active' : 'none' },
    ...(reducedMotion && isOurs ? [{ name: 'prefers-reduced-motion', value: 'reduce' }] : []),
  ];
}

function prepare(contents: HostWebContents, session: CdpSession): void {
  session.post('Page.enable');
  session.post('Runtime.enable');
  session.post('Inspector.enable');
  watchFor(session, { session: contents.session, contents });
  session.post('Emulation.setFocusEmulationEnabled', { enabled: true });
  session.post('Emulation.setEmulatedMedia', {
    features: mediaFeatures(hostOptions().colorScheme, contents.preload !== null),
  });
  if (!contents.javascript) session.post('Emulation.setScriptExecutionDisabled', { value: true });
  session.post('Page.setInterceptFileChooserDialog', { enabled: true });
  contents.picture.prepare(session);
  if (contents.preload !== null) {
    session.post('Runtime.addBinding', {
      name: PRELOAD_BINDING,
      executionContextName: PRELOAD_WORLD,
    });
    session.post('Page.addScriptToEvaluateOnNewDocument', { source: contents.preload.mainWorld });
    session.post('Page.addScriptToEvaluateOnNewDocument', {
      source: contents.preload.isolatedWorld,
      worldName: PRELOAD_WORLD,
    });
  }
  watchPermissions(contents, session);
  session.post('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  });
}

function listen(contents: HostWebContents, session: CdpSession): void {
  contents.navigation.listen(session);
  listenToFrames(contents, session);
  session.on('Page.javascriptDialogOpening', (params) => {
    answerDialog(contents, session, params);
  });
  session.on('Page.windowOpen', (params) => {
    contents.popups.announced(params);
  });
  session.on('Runtime.executionContextCreated', (params) => {
    const context = fields(params['context']);
    if (text(context, 'name') !== PRELOAD_WORLD) return;
    if (contents.isMainFrame(text(context['auxData'], 'frameId')))
      contents.preloadContext = number(context, 'id');
  });
  session.on('Runtime.executionContextDestroyed', (params) => {
    if (number(params, 'executionContextId') === contents.preloadContext)
      contents.preloadContext = null;
  });
  session.on('Runtime.executionContextsCleared', () => {
    contents.preloadContext = null;
  });
  session.on('Runtime.bindingCalled', (params) => {
    if (text(params, 'name') !== PRELOAD_BINDING) return;
    const current = number(params, 'executionContextId') === contents.preloadContext;
    contents.preloadCalled(text(params, 'payload'), current ? contents.mainFrame : null);
  });
  session.onEnd(() => {
    // The browser closed the page by itself.
    if (!contents.isDestroyed()) contents.close();
  });
}

function listenToFrames(contents: HostWebContents, session: CdpSession): void {
  session.on('Page.frameAttached', (params) => {
    contents.frameArrived(text(params, 'frameId'), text(params, 'parentFrameId'));
  });
  session.on('Page.frameDetached', (params) => {
    if (text(params, 'reason') !== 'swap') contents.frameLeft(text(params, 'frameId'));
  });
  session.on('Target.attachedToTarget', (params) => {
    attachChild(contents, session, params);
  });
}

// Nothing is awaited between these: a worker that waits for its debugger would wait for ever.
function attachChild(contents: HostWebContents, parent: CdpSession, params: Fields): void {
  const target = fields(params['targetInfo']);
  const child = parent.connection.session(text(params, 'sessionId'));
  const type = text(target, 'type');
  if (type === 'service_worker' || type === 'shared_worker') {
    // The browser's own session watches it; here it is only let go.
    child.post('Runtime.runIfWaitingForDebugger');
    return;
  }
  if (type === 'iframe') {
    contents.frameArrived(text(target, 'targetId'), text(target, 'parentFrameId'));
    listenToFrames(contents, child);
    contents.navigation.listen(child);
    child.on('Page.windowOpen', (opened) => {
      contents.popups.announced(opened);
    });
    child.post('Page.enable');
    child.post('Runtime.enable');
    watchPermissions(contents, child);
  }
  watchFor(child, { session: contents.session, contents });
  child.post('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  });
  child.post('Runtime.runIfWaitingForDebugger');
}

function answerDialog(contents: HostWebContents, session: CdpSession, params: Fields): void {
  if (text(params, 'type') !== 'beforeunload') {
    session.post('Page.handleJavaScriptDialog', { accept: false });
    return;
  }
  const event = hostEvent({});
  contents.emit('will-prevent-unload', event);
  session.post('Page.handleJavaScriptDialog', { accept: event.defaultPrevented });
}
