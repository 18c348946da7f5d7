import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app } from './app.ts';
import { HostDebugger } from './debugger.ts';
import { hostEvent } from './event.ts';
import { HostFrame } from './frames.ts';
import { claim } from './owners.ts';
import type { BrowserKind } from './host.ts';
import { insertUserSheet } from './insert-css.ts';
import { receiveFromPreload, toPreload } from './ipc.ts';
import { sendInput } from './send-input.ts';
import type { SentInput } from './send-input.ts';
import { Navigation } from './navigation.ts';
import { History } from './history.ts';
import { loadEnd, loadError } from './load-end.ts';
import { Popups } from './popups.ts';
import type { OpenHandler } from './popups.ts';
import { refusedDownload } from './download-item.ts';
import { Picture } from './picture.ts';
import { printToPDF } from './print-pdf.ts';
import { preloadScripts } from './preload-world.ts';
import type { PreloadScripts } from './preload-world.ts';
import { session } from './session.ts';
import type { HostSession } from './session.ts';
import { openTarget } from './target.ts';
import type { Target } from './target.ts';
import { toBrowserUrl } from './url-map.ts';
import { fields, text } from './values.ts';
import type { Fields } from './values.ts';

/** The preferences the host acts on; Chromium's defaults already give the rest. */
export interface WebPreferences {
  readonly session?: HostSession;
  readonly partition?: string;
  readonly preload?: string;
  readonly images?: boolean;
  readonly javascript?: boolean;
}

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
  readonly navigationHistory: History;
  readonly popups: Popups;
  readonly debugger: HostDebugger;
  readonly picture: Picture;
  readonly target: Promise<Target>;
  readonly ipc = new EventEmitter();
  mainFrame: HostFrame;
  /** Every frame of the page by its token: a page of a thousand frames is asked about each many times. */
  readonly #frames = new Map<string, HostFrame>();
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
  #undo: string | null = null;

  constructor(preferences: WebPreferences) {
    super();
    this.setMaxListeners(50);
    this.session = preferences.session ?? session.fromPartition(preferences.partition ?? '');
    this.browserKind = preferences.images === false ? 'no-pictures' : 'pictures';
    this.javascript = preferences.javascript !== false;
    this.preload =
      preferences.preload === undefined
        ? null
        : preloadScripts(readFileSync(preferences.preload, 'utf8'));
    this.mainFrame = new HostFrame('', null, this.id);
    this.navigation = new Navigation(this);
    this.navigationHistory = new History(this);
    this.popups = new Popups(() => this.#url);
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

  /** The target exists and is about to run. */
  targetOpened(target: Target): void {
    this.opened = target;
    this.mainFrame = new HostFrame(target.targetId, null, this.id);
    this.mainFrame.navigated('about:blank');
    this.#frames.clear();
    this.#frames.set(target.targetId, this.mainFrame);
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
        ({ session: cdp }) => {
          cdp.post(method, params);
        },
        () => {
          /* reported as a crash */
        },
      );
  }

  async loadURL(url: string, options: { readonly httpReferrer?: string } = {}): Promise<void> {
    if (!URL.canParse(url)) throw loadError('ERR_INVALID_URL', url);
    const target = await this.target;
    if (this.#destroyed) throw loadError('ERR_ABORTED', url);
    this.#crashed = false;
    this.navigation.expect(url);
    const finished = loadEnd(this, url);
    const referrer = options.httpReferrer;
    const asked = target.session.send(
      'Page.navigate',
      { url: toBrowserUrl(url), ...(referrer === undefined ? {} : { referrer }) },
      600_000,
    );
    asked.then(
      (answer) => {
        const errorText = text(answer, 'errorText');
        if (errorText !== '')
          setTimeout(() => {
            finished.fail(errorText);
          }, 50);
      },
      () => {
        finished.fail('net::ERR_ABORTED');
      },
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
    this.popups.handler = handler;
  }
  async insertCSS(css: string, options: { readonly cssOrigin?: string } = {}): Promise<string> {
    return insertUserSheet(this, css, options.cssOrigin === 'user');
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const answer = await this.command(
      'Runtime.evaluate',
      { expression: code, awaitPromise: true, returnByValue: true, userGesture },
      60_000,
    );
    const thrown = fields(answer['exceptionDetails']);
    if (answer['exceptionDetails'] !== undefined)
      throw new Error(text(thrown['exception'], 'description', text(thrown, 'text')));
    return fields(answer['result'])['value'];
  }
  printToPDF(options: Fields = {}): Promise<Buffer> {
    return printToPDF(this, options);
  }
  /** A key or mouse action as if from the keyboard or mouse. */
  sendInputEvent(event: SentInput): void {
    sendInput(this, event);
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
    return this.#frames.get(frameId) ?? null;
  }
  /** @returns the frame, noted under its parent when it is new */
  frameArrived(frameId: string, parentId: string): HostFrame {
    const found = this.frameOf(frameId);
    if (found !== null) return found;
    claim(frameId, this);
    const made = (this.frameOf(parentId) ?? this.mainFrame).child(frameId);
    this.#frames.set(frameId, made);
    return made;
  }
  frameLeft(frameId: string): void {
    claim(frameId, null);
    const left = this.frameOf(frameId);
    if (left === null) return;
    for (const frame of left.framesInSubtree) this.#frames.delete(frame.frameToken);
    left.detach();
  }

  addressChanged(url: string): void {
    this.#url = url;
    void this.readHistory();
    if (this.#undo !== null && url === this.#undo) {
      this.#undo = null;
      this.navigationHistory.goBack();
    }
  }
  /** A navigation that was refused may still win the race: then go back from it. */
  undoIfShown(url: string): void {
    this.#undo = url;
  }

  downloadRefused(params: Fields): void {
    this.session.emit('will-download', hostEvent({}), refusedDownload(params), this);
  }

  crashed(status: string, exitCode: number): void {
    if (this.#crashed || this.#destroyed) return;
    this.#crashed = true;
    this.preloadContext = null;
    this.picture.drop();
    this.navigation.stopped();
    const reason =
      status === 'oom' || status === 'killed' || status === 'launch-failed' ? status : 'crashed';
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
  /** Look at the history again, and tell of a new title. */
  async readHistory(): Promise<void> {
    const title = await this.navigationHistory.read();
    if (title === null || title === this.#title) return;
    this.#title = title;
    if (title !== '') this.emit('page-title-updated', hostEvent({}), title, true);
  }
}
