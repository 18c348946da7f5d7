import { EventEmitter } from 'node:events';

/** Stands in for the `electron` module in tests of our own wiring: it records what it is told. */

type Handler = (...args: unknown[]) => unknown;

let nextId = 1;

export class FakeSession extends EventEmitter {
  readonly partition: string;
  readonly handlers = new Map<string, Handler>();
  readonly resolved = new Map<string, readonly string[]>();
  readonly protocol = {
    handle: (scheme: string, handler: Handler) => this.handlers.set(`protocol:${scheme}`, handler),
  };
  readonly webRequest = Object.fromEntries(
    [
      'onBeforeRequest',
      'onHeadersReceived',
      'onResponseStarted',
      'onBeforeRedirect',
      'onCompleted',
      'onErrorOccurred',
    ].map((name) => [name, (handler: Handler) => this.handlers.set(name, handler)]),
  );

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: Handler): void {
    this.handlers.set('permission-request', handler);
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.handlers.set('permission-check', handler);
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.handlers.set('device-permission', handler);
  }
  setUSBProtectedClassesHandler(handler: Handler): void {
    this.handlers.set('usb-classes', handler);
  }
  setDisplayMediaRequestHandler(handler: Handler): void {
    this.handlers.set('display-media', handler);
  }
  setBluetoothPairingHandler(handler: Handler): void {
    this.handlers.set('bluetooth-pairing', handler);
  }
  setCertificateVerifyProc(handler: Handler): void {
    this.handlers.set('certificate-verify', handler);
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.handlers.set('spell-checker', () => enable);
  }
  async resolveHost(host: string): Promise<unknown> {
    const ips = this.resolved.get(host);
    if (ips === undefined) throw new Error('net::ERR_NAME_NOT_RESOLVED');
    return { endpoints: ips.map((address) => ({ address, family: 'ipv4' })) };
  }
  /** As the system's settings would answer. */
  way = 'DIRECT';
  readonly waysAsked: string[] = [];
  async resolveProxy(url: string): Promise<string> {
    this.waysAsked.push(url);
    return this.way;
  }
  authCacheCleared = 0;
  async clearAuthCache(): Promise<void> {
    this.authCacheCleared += 1;
  }
  async closeAllConnections(): Promise<void> {}
  cleared = 0;
  async clearStorageData(): Promise<void> {
    this.cleared += 1;
    await Promise.resolve();
  }
  async clearCache(): Promise<void> {}

  /** Call a handler that was set, and collect what it answers by callback. */
  ask(name: string, ...args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(name);
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    return new Promise((resolve) => {
      handler(...args, resolve);
    });
  }

  tell(name: string, details: unknown): void {
    this.handlers.get(name)?.(details);
  }
}

const sessions = new Map<string, FakeSession>();

export const session = {
  fromPartition(partition: string): FakeSession {
    const known = sessions.get(partition) ?? new FakeSession(partition);
    sessions.set(partition, known);
    return known;
  },
};

/** Sessions that were made so far, newest last. */
export function allSessions(): FakeSession[] {
  return [...sessions.values()];
}

class FakeDebugger extends EventEmitter {
  readonly sent: {
    readonly method: string;
    readonly params: unknown;
    readonly sessionId: string | undefined;
  }[] = [];
  attached = false;
  /** How commands are answered; by default with nothing in particular. */
  answer: (method: string) => Promise<unknown> = async () => ({});

  attach(): void {
    this.attached = true;
  }
  async sendCommand(method: string, params: unknown, sessionId?: string): Promise<unknown> {
    this.sent.push({ method, params, sessionId });
    return this.answer(method);
  }
}

export class FakeWebContents extends EventEmitter {
  readonly id = nextId++;
  readonly session: FakeSession;
  readonly debugger = new FakeDebugger();
  readonly loaded: string[] = [];
  readonly styles: {
    readonly css: string;
    readonly options: unknown;
    readonly resolve: () => void;
  }[] = [];
  readonly calls: string[] = [];
  readonly sent: unknown[][] = [];
  windowOpen: Handler | null = null;
  destroyed = false;
  history = 0;
  failLoads = false;
  readonly navigationHistory = {
    canGoBack: () => this.history > 0,
    goBack: () => this.calls.push('goBack'),
    clear: () => {
      this.history = 0;
      this.calls.push('clearHistory');
    },
  };

  constructor(own: FakeSession) {
    super();
    this.session = own;
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    if (this.failLoads && url !== 'about:blank') throw new Error('net::ERR_FAILED');
  }
  isLoading(): boolean {
    return false;
  }
  getURL(): string {
    return this.loaded.at(-1) ?? '';
  }
  insertCSS(css: string, options: unknown): Promise<string> {
    return new Promise((resolve) => {
      this.styles.push({ css, options, resolve: () => resolve('key') });
    });
  }
  send(...args: unknown[]): void {
    this.sent.push(args);
  }
  setWindowOpenHandler(handler: Handler): void {
    this.windowOpen = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.calls.push(`webrtc:${policy}`);
  }
  setAudioMuted(muted: boolean): void {
    this.calls.push(`muted:${muted}`);
  }
  async setVisualZoomLevelLimits(): Promise<void> {}
  setZoomFactor(factor: number): void {
    this.calls.push(`zoom:${factor}`);
  }
  async printToPDF(options: unknown): Promise<Uint8Array> {
    this.sent.push([options]);
    return new TextEncoder().encode('%PDF-1.7');
  }
  forcefullyCrashRenderer(): void {
    this.calls.push('crash');
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 1 });
  }
  getOSProcessId(): number {
    return 1000 + this.id;
  }
  reload(): void {
    this.calls.push('reload');
  }
  stop(): void {
    this.calls.push('stop');
  }
  focus(): void {
    this.calls.push('focus');
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  close(): void {
    this.destroyed = true;
    this.emit('destroyed');
  }
}

export class WebContentsView {
  static made: WebContentsView[] = [];
  readonly webContents: FakeWebContents;
  readonly webPreferences: Readonly<Record<string, unknown>>;
  visible = true;
  bounds = { x: 0, y: 0, width: 0, height: 0 };

  constructor(options: { readonly webPreferences: Readonly<Record<string, unknown>> }) {
    this.webPreferences = options.webPreferences;
    this.webContents = new FakeWebContents(options.webPreferences['session'] as FakeSession);
    WebContentsView.made.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  setVisible(visible: boolean): void {
    this.visible = visible;
  }
  background = '';
  setBackgroundColor(color: string): void {
    this.background = color;
  }
  getVisible(): boolean {
    return this.visible;
  }

  setBounds(bounds: typeof this.bounds): void {
    this.bounds = bounds;
  }
}

export class BaseWindow extends EventEmitter {
  static made: BaseWindow[] = [];
  readonly options: unknown;
  readonly children: unknown[] = [];
  protectedContent = false;
  destroyed = false;
  shown = false;
  size = { x: 0, y: 0, width: 1440, height: 900 };
  readonly contentView = {
    addChildView: (view: unknown, index = this.children.length) =>
      this.children.splice(index, 0, view),
    removeChildView: (view: unknown) => this.children.splice(this.children.indexOf(view), 1),
  };

  constructor(options: unknown) {
    super();
    this.options = options;
    BaseWindow.made.push(this);
  }
  setContentProtection(enable: boolean): void {
    this.protectedContent = enable;
  }
  getContentBounds(): typeof this.size {
    return this.size;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {}
}

class FakeApp extends EventEmitter {
  metrics: unknown[] = [];
  readonly calls: string[] = [];
  getAppMetrics(): unknown[] {
    return this.metrics;
  }
  getName(): string {
    return 'Countersign';
  }
  getVersion(): string {
    return '0.1.0';
  }
}

export const app = new FakeApp();

class FakeIpcMain {
  readonly handlers = new Map<string, Handler>();
  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`second handler for ${channel}`);
    this.handlers.set(channel, handler);
  }
}

export const ipcMain = new FakeIpcMain();

export const dialog = {
  answer: { canceled: true, filePath: '' },
  asked: [] as unknown[],
  async showSaveDialog(
    _window: unknown,
    options: unknown,
  ): Promise<{ canceled: boolean; filePath: string }> {
    dialog.asked.push(options);
    return dialog.answer;
  },
  showErrorBox(): void {},
};

export const safeStorage = {
  available: true,
  backend: 'gnome_libsecret',
  isEncryptionAvailable: () => safeStorage.available,
  getSelectedStorageBackend: () => safeStorage.backend,
  encryptStringAsync: async (text: string) => Buffer.from(`sealed:${text}`),
  decryptStringAsync: async (bytes: Buffer) => {
    const text = bytes.toString();
    if (!text.startsWith('sealed:')) throw new Error('foreign');
    return { result: text.slice(7), shouldReEncrypt: false };
  },
};

/** An event as Electron gives it, with fields of its own. */
export function fakeEvent(fields: Readonly<Record<string, unknown>> = {}): {
  prevented: boolean;
  preventDefault(): void;
} {
  const event = {
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
    ...fields,
  };
  return event;
}

/** Let everything that is ready to run, run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
}
