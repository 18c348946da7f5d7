import { EventEmitter } from 'node:events';
import type { BrowserHost } from './browser-host.ts';
import { resolveHost } from './host-rules.ts';
import { resolveProxy } from './proxy-rules.ts';
import { HostWebRequest } from './web-request.ts';
import { serveScheme } from './url-map.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
/** A handler of any of Electron's permission or device hooks. */
export type Hook = (...args: never[]) => unknown;

/** Names the browser's permission table accepts; all of them are denied in every partition. */
const PERMISSIONS = [
  'geolocation',
  'notifications',
  'midi',
  'camera',
  'microphone',
  'clipboard-read',
  'clipboard-write',
  'background-sync',
  'background-fetch',
  'persistent-storage',
  'display-capture',
  'idle-detection',
  'storage-access',
  'top-level-storage-access',
  'local-fonts',
  'window-management',
  'payment-handler',
  'screen-wake-lock',
  'accelerometer',
  'gyroscope',
  'magnetometer',
  'ambient-light-sensor',
  'nfc',
  'captured-surface-control',
  'speaker-selection',
  'keyboard-lock',
  'pointer-lock',
  'local-network-access',
  'local-network',
  'loopback-network',
  'periodic-background-sync',
  'web-app-installation',
] as const;

class HostProtocol {
  readonly #handlers = new Map<string, ProtocolHandler>();

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`"scheme" ${scheme} is already handled`);
    serveScheme(scheme);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** @returns the handler of the address's scheme */
  handlerOf(url: string): ProtocolHandler | undefined {
    return this.#handlers.get(url.slice(0, Math.max(0, url.indexOf(':'))));
  }
}

/** One partition: a browser context in each browser process that a view of it needs. */
export class HostSession extends EventEmitter {
  readonly partition: string;
  readonly protocol = new HostProtocol();
  readonly webRequest = new HostWebRequest();
  readonly #contexts = new Map<BrowserHost, Promise<string>>();
  readonly #ready = new Map<BrowserHost, string>();
  readonly #hooks = new Map<string, Hook>();
  #latest: BrowserHost | null = null;
  #userAgent = '';

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  /**
   * Call it for each new view. Electron has one process for all views of a partition; here views without pictures
   * have one of their own, so the cookies go with the partition.
   * @returns the browser context, made on first use, with every permission denied
   */
  async contextIn(browser: BrowserHost): Promise<string> {
    let found = this.#contexts.get(browser);
    if (found === undefined) {
      found = this.#make(browser);
      this.#contexts.set(browser, found);
    }
    const context = await found;
    await this.#bringCookies(browser, context);
    this.#latest = browser;
    return context;
  }

  owns(browser: BrowserHost, browserContextId: string): boolean {
    return this.#ready.get(browser) === browserContextId;
  }

  /** @returns the handler set under that name, or undefined */
  hook(name: string): Hook | undefined {
    return this.#hooks.get(name);
  }

  setPermissionRequestHandler(handler: Hook | null): void {
    this.#hookUp('permission-request', handler);
  }
  setPermissionCheckHandler(handler: Hook | null): void {
    this.#hookUp('permission-check', handler);
  }
  setDevicePermissionHandler(handler: Hook | null): void {
    this.#hookUp('device-permission', handler);
  }
  setUSBProtectedClassesHandler(handler: Hook | null): void {
    this.#hookUp('usb-protected-classes', handler);
  }
  setDisplayMediaRequestHandler(handler: Hook | null): void {
    this.#hookUp('display-media', handler);
  }
  setBluetoothPairingHandler(handler: Hook | null): void {
    this.#hookUp('bluetooth-pairing', handler);
  }
  setCertificateVerifyProc(handler: Hook | null): void {
    this.#hookUp('certificate-verify', handler);
  }

  setSpellCheckerEnabled(): void {
    // The browser is started without a spelling service.
  }
  setSpellCheckerLanguages(): void {
    // As above.
  }
  setPreloads(): void {
    throw new Error('the host supports preload scripts of views only');
  }
  setUserAgent(userAgent: string): void {
    this.#userAgent = userAgent;
  }
  getUserAgent(): string {
    return this.#userAgent;
  }
  isPersistent(): boolean {
    return false;
  }
  getStoragePath(): null {
    return null;
  }

  resolveHost(host: string): ReturnType<typeof resolveHost> {
    return resolveHost(host);
  }

  resolveProxy(url: string): Promise<string> {
    return resolveProxy(url);
  }

  async closeAllConnections(): Promise<void> {
    // A context's sockets end with its pages; there is no finer command.
    await Promise.resolve();
  }

  async clearCache(): Promise<void> {
    await this.clearStorageData();
  }
  async clearAuthCache(): Promise<void> {
    await Promise.resolve();
  }
  async clearData(): Promise<void> {
    await this.clearStorageData();
  }

  async clearStorageData(): Promise<void> {
    for (const [browser, browserContextId] of this.#ready) {
      await browser.root.send('Storage.clearCookies', { browserContextId });
    }
  }

  /** Cookies of the browser that had the partition's last view; its other storage stays where it is. */
  async #bringCookies(browser: BrowserHost, browserContextId: string): Promise<void> {
    const from = this.#latest;
    const source = from === null ? undefined : this.#ready.get(from);
    if (from === null || from === browser || source === undefined) return;
    const { cookies } = await from.root.send('Storage.getCookies', { browserContextId: source });
    await browser.root.send('Storage.clearCookies', { browserContextId });
    if (Array.isArray(cookies) && cookies.length > 0)
      await browser.root.send('Storage.setCookies', { cookies, browserContextId });
  }

  async #make(browser: BrowserHost): Promise<string> {
    const browserContextId = await browser.newContext();
    this.#ready.set(browser, browserContextId);
    await Promise.all(
      PERMISSIONS.map((name) =>
        browser.root
          .send('Browser.setPermission', {
            permission: { name },
            setting: 'denied',
            browserContextId,
          })
          .catch(() => {
            // An older browser does not know the name, so it can't grant it either.
          }),
      ),
    );
    return browserContextId;
  }

  #hookUp(name: string, handler: Hook | null): void {
    if (handler === null) this.#hooks.delete(name);
    else this.#hooks.set(name, handler);
  }
}

const sessions = new Map<string, HostSession>();

/** Electron's `session` module. */
export const session = {
  fromPartition(partition: string): HostSession {
    let found = sessions.get(partition);
    if (found === undefined) {
      found = new HostSession(partition);
      sessions.set(partition, found);
    }
    return found;
  },
  get defaultSession(): HostSession {
    return session.fromPartition('');
  },
};

/** @returns the session whose context it is, or undefined for the browser's own pages */
export function sessionOf(browser: BrowserHost, browserContextId: string): HostSession | undefined {
  return [...sessions.values()].find((one) => one.owns(browser, browserContextId));
}
