import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app } from './app.ts';
import { HostDebugger } from './debugger.ts';
import { hostEvent } from './event.ts';
import { HostFrame } from './frames.ts';
import { claim } from './host.ts';
import type { BrowserKind } from './host.ts';
import { insertUserSheet } from './insert-css.ts';
import { receiveFromPreload, toPreload } from './ipc.ts';
import { Navigation } from './navigation.ts';
import { netError } from './net-errors.ts';
import { Picture } from './picture.ts';
import { printToPDF } from './print-pdf.ts';
import { preloadScripts } from './preload-world.ts';
import type { PreloadScripts } from './preload-world.ts';
import { session } from './session.ts';
import type { HostSession } from './session.ts';
import { openTarget } from './target.ts';
import type { Target } from './target.ts';
import { toAppUrl, toBrowserUrl } from './url-map.ts';
import { fields, list, number, text } from './values.ts';
import type { Fields } from './values.ts';

/** The preferences the host acts on; Chromium's defaults already give the rest. */
export interface WebPreferences {
  readonly session?: HostSession;
  readonly partition?: string;
  readonly preload?: string;
  readonly images?: boolean;
  readonly javascript?: boolean;
}

type OpenHandler = (details: Fields) => { readonly action: string };

let nextId = 1;
const all = new Map<number, HostWebContents>();

/** @returns every page that is open */
export function allWebContents(): HostWebContents[] {
  return [...all.values()];
}

/** One page, as Electron's `webContents`. Commands queue until its target exists. */
export class HostWebContents extends EventEmitter {
  readonly id = nextId++;
  readonly session: HostSession;
  readonly browserKind: BrowserKind;
  readonly javascript: boolean;
  readonly preload: PreloadScripts | null;
  readonly navigation: Navigation;
  readonly debugger: HostDebugger;
  readonly picture: Picture;
  readonly target: Promise<Target>;
  readonly ipc = new EventEmitter();
  mainFrame: HostFrame;
  /** The preload world's context in the main frame, while it has one. */
  preloadContext: number | null = null;
  audioMuted = false;
  /** Set by the window: puts the keyboard on this page. */
  takeFocus: (() => void) | null = null;
  opened: Target | null = null;
  #destroyed = false;
  #crashed = false;
  #url = '';
  #title = '';
  #openHandler: OpenHandler | null = null;
  readonly #openCalls: Fields[] = [];
  #undo: string | null = null;

  constructor(preferences: WebPreferences) {
    super();
    this.setMaxListeners(50);
    this.session = preferences.session ?? session.fromPartition(preferences.partition ?? '');
    this.browserKind = preferences.images === false ? 'no-pictures' : 'pictures';
    this.javascript = preferences.javascript !== false;
    this.preload = preferences.preload === undefined ? null : preloadScripts(readFileSync(preferences.preload, 'utf8'));
    this.mainFrame = new HostFrame('', null, this.id);
    this.navigation = new Navigation(this);
    this.debugger = new HostDebugger(this);
    this.picture = new Picture(this);
    all.set(this.id, this);
    this.target = openTarget(this);
    // Every command awaits it, so a browser that will not start is reported where it is asked for.
    this.target.catch(() => {
      this.crashed('launch-failed', 0);
    });
    app.emit('web-contents-created', hostEvent({}), this);
  }

  get navigationHistory() {
    return {
      canGoBack: () => this.#historyIndex > 0,
      canGoForward: () => this.#historyIndex < this.#historyIds.length - 1,
      goBack: () => { this.#step(-1); },
      goForward: () => { this.#step(1); },
      clear: () => { this.post('Page.resetNavigationHistory'); },
      length: () => this.#historyIds.length,
      getActiveIndex: () => this.#historyIndex,
    };
  }
  #historyIds: number[] = [];
  #historyIndex = 0;

  /** The target exists and is about to run. */
  targetOpened(target: Target): void {
    this.opened = target;
    this.mainFrame = new HostFrame(target.targetId, null, this.id);
    this.mainFrame.navigated('about:blank');
    claim(target.targetId, this);
    if (this.#destroyed) this.#closeTarget(target);
  }

  async command(method: string, params: Fields = {}, deadlineMs = 10_000): Promise<Fields> {
    const { session: cdp } = await this.target;
    return cdp.send(method, params, deadlineMs);
  }

  /** Send in order, never wait. */
  post(method: string, params: Fields = {}): void {
    if (this.opened !== null) this.opened.session.post(method, params);
    else
      void this.target.then(
        ({ session: cdp }) => { cdp.post(method, params); },
        () => { /* reported as a crash */ },
      );
  }

  async loadURL(url: string, options: { readonly httpReferrer?: string } = {}): Promise<void> {
    if (!URL.canParse(url)) throw loadError('ERR_INVALID_URL', url);
    const target = await this.target;
    if (this.#destroyed) throw loadError('ERR_ABORTED', url);
    this.#crashed = false;
    this.navigation.expect(url);
    const finished = this.#loadEnd(url);
    const referrer = options.httpReferrer;
    const asked = target.session.send(
      'Page.navigate',
      { url: toBrowserUrl(url), ...(referrer === undefined ? {} : { referrer }) },
      600_000,
    );
    asked.then(
      (answer) => {
        const errorText = text(answer, 'errorText');
        if (errorText !== '') setTimeout(() => { finished.fail(errorText); }, 50);
      },
      () => { finished.fail('net::ERR_ABORTED'); },
    );
    await finished.promise;
  }

  getURL(): string {
    return this.#url;
  }
  getTitle(): string {
    return this.#title;
  }
  isLoading(): boolean {
    return this.navigation.loading;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }
  isFocused(): boolean {
    return this.#focused;
  }
  #focused = false;

  reload(): void {
    this.#crashed = false;
    this.navigation.expect('*');
    this.post('Page.reload');
  }
  reloadIgnoringCache(): void {
    this.navigation.expect('*');
    this.post('Page.reload', { ignoreCache: true });
  }
  stop(): void {
    this.post('Page.stopLoading');
  }
  focus(): void {
    this.takeFocus?.();
  }
  /** The window moved the keyboard to or from this page. */
  focusChanged(focused: boolean): void {
    if (this.#focused === focused) return;
    this.#focused = focused;
    this.emit(focused ? 'focus' : 'blur');
  }
  send(channel: string, ...args: readonly unknown[]): void {
    toPreload(this, { kind: 'message', channel, args });
  }

  close(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.id);
    this.picture.drop();
    this.debugger.closed();
    for (const frame of this.mainFrame.framesInSubtree) claim(frame.frameToken, null);
    if (this.opened !== null) this.#closeTarget(this.opened);
    this.emit('destroyed');
  }
  destroy(): void {
    this.close();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  async insertCSS(css: string, options: { readonly cssOrigin?: string } = {}): Promise<string> {
    return insertUserSheet(this, css, options.cssOrigin === 'user');
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const answer = await this.command('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture }, 60_000);
    const thrown = fields(answer['exceptionDetails']);
    if (answer['exceptionDetails'] !== undefined)
      throw new Error(text(thrown['exception'], 'description', text(thrown, 'text')));
    return fields(answer['result'])['value'];
  }
  printToPDF(options: Fields = {}): Promise<Buffer> {
    return printToPDF(this, options);
  }
  setAudioMuted(muted: boolean): void {
    // Every browser is started with `--mute-audio`.
    this.audioMuted = muted;
  }
  isAudioMuted(): boolean {
    return this.audioMuted;
  }
  setWebRTCIPHandlingPolicy(): void {
    // Camera, microphone and local addresses are refused by the partition's permissions.
  }
  async setVisualZoomLevelLimits(): Promise<void> {
    await Promise.resolve();
  }
  setZoomFactor(factor: number): void {
    this.picture.zoom(factor);
  }
  setBackgroundThrottling(): void {
    // Throttling is off for the whole browser.
  }
  setUserAgent(userAgent: string): void {
    this.post('Emulation.setUserAgentOverride', { userAgent });
  }
  getUserAgent(): string {
    return this.session.getUserAgent();
  }
  forcefullyCrashRenderer(): void {
    this.post('Page.crash');
  }
  /** The renderer's process id, 0 while it is unknown. */
  getOSProcessId(): number {
    return this.opened?.rendererPid() ?? 0;
  }
  getProcessId(): number {
    return this.mainFrame.processId;
  }
  openDevTools(): void {
    // The host has no developer tools to open.
  }
  isDevToolsOpened(): boolean {
    return false;
  }

  /** Emit here, then on `app` with this page in between, as Electron does for these events. */
  emitWithApp(name: string, event: object, ...args: readonly unknown[]): void {
    this.emit(name, event, ...args);
    app.emit(name, event, this, ...args);
  }

  isMainFrame(frameId: string): boolean {
    return frameId === this.mainFrame.frameToken;
  }
  frameOf(frameId: string): HostFrame | null {
    return this.mainFrame.framesInSubtree.find((frame) => frame.frameToken === frameId) ?? null;
  }
  /** @returns the frame, noted under its parent when it is new */
  frameArrived(frameId: string, parentId: string): HostFrame {
    const found = this.frameOf(frameId);
    if (found !== null) return found;
    claim(frameId, this);
    return (this.frameOf(parentId) ?? this.mainFrame).child(frameId);
  }
  frameLeft(frameId: string): void {
    claim(frameId, null);
    this.frameOf(frameId)?.detach();
  }

  addressChanged(url: string): void {
    this.#url = url;
    void this.#readHistory();
    if (this.#undo !== null && url === this.#undo) {
      this.#undo = null;
      this.#step(-1);
    }
  }
  /** A navigation that was refused may still win the race: then go back from it. */
  undoIfShown(url: string): void {
    this.#undo = url;
  }

  targetChanged(target: Fields): void {
    const title = text(target, 'title');
    if (title === this.#title || title === '' || toAppUrl(text(target, 'url')).replace(/^https?:\/\//, '').startsWith(title)) return;
    this.#title = title;
    this.emit('page-title-updated', hostEvent({}), title, true);
  }
  /** `Page.windowOpen` names the address, and always comes before the target does. */
  windowOpenAsked(params: Fields): void {
    const call = {
      url: toAppUrl(text(params, 'url')),
      frameName: text(params, 'windowName'),
      features: list(params, 'windowFeatures').join(','),
      disposition: list(params, 'windowFeatures').length > 0 ? 'new-window' : 'foreground-tab',
      referrer: { url: this.#url, policy: 'strict-origin-when-cross-origin' },
    };
    this.#openCalls.push(call);
    this.#askOpen(call);
  }
  popupOpened(target: Fields): void {
    if (this.#openCalls.shift() !== undefined) return;
    this.#askOpen({ url: toAppUrl(text(target, 'url')), frameName: '', features: '', disposition: 'background-tab', referrer: { url: this.#url, policy: 'default' } });
  }
  #askOpen(details: Fields): void {
    // Whatever it answers, the host opens no window; the program's answer is heard all the same.
    this.#openHandler?.(details);
  }

  downloadRefused(params: Fields): void {
    const item = Object.assign(new EventEmitter(), {
      getURL: () => toAppUrl(text(params, 'url')),
      getFilename: () => text(params, 'suggestedFilename'),
      getURLChain: () => [toAppUrl(text(params, 'url'))],
      getMimeType: () => '',
      getTotalBytes: () => 0,
      getReceivedBytes: () => 0,
      getState: () => 'cancelled',
      cancel: () => undefined,
      setSavePath: () => undefined,
    });
    this.session.emit('will-download', hostEvent({}), item, this);
  }

  crashed(status: string, exitCode: number): void {
    if (this.#crashed || this.#destroyed) return;
    this.#crashed = true;
    this.preloadContext = null;
    this.picture.drop();
    this.navigation.stopped();
    const reason = status === 'oom' || status === 'killed' || status === 'launch-failed' ? status : 'crashed';
    this.emitWithApp('render-process-gone', hostEvent({}), { reason, exitCode });
  }

  /** Electron's `unresponsive` and `responsive`: whether input is still taken. */
  answersInput(answers: boolean): void {
    if (this.#answersInput === answers || this.#destroyed) return;
    this.#answersInput = answers;
    this.emit(answers ? 'responsive' : 'unresponsive');
  }
  #answersInput = true;

  preloadCalled(payload: string, frame: HostFrame | null): void {
    receiveFromPreload(this, payload, frame);
  }

  #closeTarget(target: Target): void {
    target.browser.root.post('Target.closeTarget', { targetId: target.targetId });
  }
  async #readHistory(): Promise<void> {
    const history = await this.command('Page.getNavigationHistory').catch(() => null);
    if (history === null) return;
    this.#historyIds = list(history, 'entries').map((entry) => number(entry, 'id'));
    this.#historyIndex = number(history, 'currentIndex');
  }
  #step(by: number): void {
    const entryId = this.#historyIds[this.#historyIndex + by];
    if (entryId === undefined) return;
    this.navigation.expect('*');
    this.post('Page.navigateToHistoryEntry', { entryId });
  }

  #loadEnd(url: string): { promise: Promise<void>; fail: (errorText: string) => void } {
    let settle: (errorText: string | null) => void = () => undefined;
    const promise = new Promise<void>((resolve, reject) => {
      const failed = (_event: unknown, _code: number, name: string, _url: string, isMain: boolean): void => {
        if (isMain) settle(name);
      };
      const done = (): void => { settle(null); };
      const gone = (): void => { settle('ERR_FAILED'); };
      settle = (errorText) => {
        this.off('did-finish-load', done).off('did-fail-provisional-load', failed).off('destroyed', gone).off('render-process-gone', gone);
        if (errorText === null) resolve();
        else reject(loadError(errorText, url));
      };
      this.on('did-finish-load', done).on('did-fail-provisional-load', failed).on('destroyed', gone).on('render-process-gone', gone);
    });
    return { promise, fail: (errorText) => { settle(errorText); } };
  }
}

function loadError(errorText: string, url: string): Error {
  const { name, code } = netError(errorText);
  return Object.assign(new Error(`${name} (${String(code)}) loading '${url}'`), { code: name, errno: code, url });
}
