import { EventEmitter } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { commandLine } from './command-line.ts';
import { hostEvent } from './event.ts';
import { browserOf } from './host.ts';
import { SingleInstance } from './instance-lock.ts';
import { hostOptions } from './options.ts';
import { appMetrics } from './processes.ts';

interface Closable {
  close(): void;
  isDestroyed(): boolean;
}

const windows = new Set<Closable>();

/** Electron's `app`. */
class HostApp extends EventEmitter {
  readonly commandLine = commandLine;
  readonly isPackaged = false;
  #name: string | null = null;
  #ready = false;
  #quitting = false;
  readonly #paths = new Map<string, string>();
  #lock: SingleInstance | null = null;

  get name(): string {
    return this.getName();
  }
  getName(): string {
    return this.#name ?? hostOptions().appName;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getVersion(): string {
    return hostOptions().appVersion;
  }
  getAppPath(): string {
    return process.cwd();
  }
  getLocale(): string {
    return 'en-GB';
  }
  isReady(): boolean {
    return this.#ready;
  }

  /** Ready is when the browser runs: what the command line says is settled by then, as in Electron. */
  whenReady(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }
  #starting: Promise<void> | null = null;
  async #start(): Promise<void> {
    const { product } = await browserOf('pictures');
    const versions = { ...process.versions, chrome: product.replace(/^[^/]*\//, '') };
    Object.defineProperty(process, 'versions', {
      value: Object.freeze(versions),
      configurable: true,
      enumerable: true,
    });
    this.#ready = true;
    this.emit('ready', hostEvent({}), {});
  }

  requestSingleInstanceLock(additionalData: object = {}): boolean {
    this.#lock ??= SingleInstance.take(
      this.getPath('userData'),
      additionalData,
      (argv, folder, data) => {
        this.emit('second-instance', hostEvent({}), argv, folder, data);
      },
    );
    return this.#lock.held;
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.held === true;
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const home = os.homedir();
    const known: Readonly<Record<string, string>> = {
      home,
      userData: hostOptions().userDataDir,
      sessionData: hostOptions().userDataDir,
      appData: path.dirname(hostOptions().userDataDir),
      temp: os.tmpdir(),
      exe: process.execPath,
      documents: path.join(home, 'Documents'),
      downloads: path.join(home, 'Downloads'),
      desktop: path.join(home, 'Desktop'),
      logs: path.join(hostOptions().userDataDir, 'logs'),
      crashDumps: path.join(hostOptions().userDataDir, 'Crashpad'),
    };
    const found = known[name];
    if (found === undefined) throw new Error(`Failed to get '${name}' path`);
    return found;
  }
  setPath(name: string, folder: string): void {
    this.#paths.set(name, folder);
  }
  setAppLogsPath(folder: string): void {
    this.setPath('logs', folder);
  }

  /** Ask everything to close, then end; any handler may object. */
  quit(): void {
    if (this.#quitting) return;
    const before = hostEvent({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#quitting = true;
    for (const window of windows) window.close();
    if ([...windows].some((window) => !window.isDestroyed())) {
      this.#quitting = false;
      return;
    }
    const will = hostEvent({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }

  /** End now, asking nobody. */
  exit(code = 0): void {
    this.emit('quit', hostEvent({}), code);
    this.releaseSingleInstanceLock();
    hostOptions().exit(code);
  }
  relaunch(): void {
    throw new Error('the host does not start a second process');
  }
  focus(): void {
    // There is no window manager to ask.
  }

  enableSandbox(): void {
    // Chromium's own sandbox is always on, except as root on Linux.
  }
  disableHardwareAcceleration(): void {
    // The host always starts its browsers with `--disable-gpu`.
  }
  setAppUserModelId(): void {
    // Windows' task bar only.
  }
  setAsDefaultProtocolClient(): boolean {
    return false;
  }
  setLoginItemSettings(): void {
    // Nothing of the host outlives its process.
  }
  getAppMetrics(): ReturnType<typeof appMetrics> {
    return appMetrics();
  }

  /** A window has been made. */
  windowOpened(window: Closable): void {
    windows.add(window);
  }
  /** A window has gone. */
  windowClosed(window: Closable): void {
    windows.delete(window);
    if (windows.size > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
}

/** The one app of this process. */
export const app = new HostApp();
