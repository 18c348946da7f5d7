import { findBrowser } from './browser-path.ts';
import { launchBrowser } from './browser.ts';
import type { BrowserProcess } from './browser.ts';
import type { CdpSession } from './cdp.ts';
import { hostOptions } from './options.ts';
import type { Fields } from './values.ts';
import { fields, list, text } from './values.ts';

/** What a browser process reports about targets and requests; the host's parts listen to it. */
export interface BrowserListener {
  /** A page that the host did not open: a pop-up. It never loads and is closed at once. */
  popup(target: Fields, session: CdpSession): void;
  /** A worker that belongs to a browser context rather than to one page. */
  worker(target: Fields, session: CdpSession): void;
  paused(browser: BrowserHost, params: Fields): void;
  authRequired(browser: BrowserHost, params: Fields): void;
  downloading(params: Fields): void;
  targetCrashed(targetId: string, params: Fields): void;
}

interface Arrived {
  readonly target: Fields;
  readonly session: CdpSession;
}

const PAGE_TYPES = new Set(['page', 'tab']);

/** One browser process: makes targets, stops what was not asked for, passes on every request. */
export class BrowserHost {
  readonly #process: BrowserProcess;
  readonly #listener: BrowserListener;
  readonly #arrived = new Map<string, Arrived>();
  readonly #ours = new Set<string>();
  #creating = 0;

  private constructor(process: BrowserProcess, listener: BrowserListener) {
    this.#process = process;
    this.#listener = listener;
  }

  /**
   * @param flags - further command line switches
   * @throws {Error} no browser is installed, or it did not start
   */
  static async start(flags: readonly string[], listener: BrowserListener): Promise<BrowserHost> {
    const browserPath = hostOptions().browserPath ?? (await findBrowser());
    if (browserPath === null) throw new Error('no Chromium was found: set CHROMIUM_PATH');
    const host = new BrowserHost(await launchBrowser({ browserPath, flags }), listener);
    await host.#listen();
    return host;
  }

  get root(): CdpSession {
    return this.#process.connection.root;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get product(): string {
    return this.#process.product;
  }

  get profileDir(): string {
    return this.#process.profileDir;
  }

  session(sessionId: string): CdpSession {
    return this.#process.connection.session(sessionId);
  }

  drop(sessionId: string): void {
    this.#process.connection.drop(sessionId);
  }

  quit(): Promise<void> {
    return this.#process.quit();
  }

  kill(): void {
    this.#process.kill();
  }

  async newContext(): Promise<string> {
    const answer = await this.root.send('Target.createBrowserContext', { disposeOnDetach: true });
    const browserContextId = text(answer, 'browserContextId');
    await this.root.send('Browser.setDownloadBehavior', {
      behavior: 'deny',
      browserContextId,
      eventsEnabled: true,
    });
    return browserContextId;
  }

  /** Open a blank page; it waits until `Runtime.runIfWaitingForDebugger` is sent. */
  async newPage(browserContextId: string): Promise<{ targetId: string; session: CdpSession }> {
    this.#creating += 1;
    try {
      const answer = await this.root.send(
        'Target.createTarget',
        { url: 'about:blank', browserContextId, newWindow: true, width: 800, height: 600 },
        30_000,
      );
      const targetId = text(answer, 'targetId');
      this.#ours.add(targetId);
      const session = this.#arrived.get(targetId)?.session;
      if (session === undefined) throw new Error('the new page was not attached');
      return { targetId, session };
    } finally {
      this.#creating -= 1;
      this.#sort();
    }
  }

  /** @returns addresses of pages that the host did not open; the browser's own first page is none */
  async strangers(): Promise<readonly string[]> {
    const answer = await this.root.send('Target.getTargets');
    return list(answer, 'targetInfos')
      .filter((one) => PAGE_TYPES.has(text(one, 'type')) && !this.#ours.has(text(one, 'targetId')))
      .map((one) => text(one, 'url'))
      .filter((url) => !url.startsWith('chrome://'));
  }

  async #listen(): Promise<void> {
    const { root } = this;
    root.on('Target.attachedToTarget', (params) => {
      this.#attached(fields(params['targetInfo']), this.session(text(params, 'sessionId')));
    });
    root.on('Target.detachedFromTarget', (params) => {
      this.drop(text(params, 'sessionId'));
    });
    root.on('Target.targetCrashed', (params) => {
      this.#listener.targetCrashed(text(params, 'targetId'), params);
    });
    root.on('Fetch.requestPaused', (params) => {
      this.#listener.paused(this, params);
    });
    root.on('Fetch.authRequired', (params) => {
      this.#listener.authRequired(this, params);
    });
    root.on('Browser.downloadWillBegin', (params) => {
      this.#listener.downloading(params);
    });
    const patterns = [
      { urlPattern: '*', requestStage: 'Request' },
      { urlPattern: '*', requestStage: 'Response' },
    ];
    // On the browser itself, so that frames, workers and pop-ups are covered before they exist.
    await root.send('Fetch.enable', { patterns, handleAuthRequests: true });
    await root.send('Target.setDiscoverTargets', { discover: true });
    await root.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    });
  }

  #attached(target: Fields, session: CdpSession): void {
    const type = text(target, 'type');
    if (type === 'shared_worker' || type === 'service_worker')
      this.#listener.worker(target, session);
    else if (PAGE_TYPES.has(type)) {
      this.#arrived.set(text(target, 'targetId'), { target, session });
      this.#sort();
    } else session.post('Runtime.runIfWaitingForDebugger');
  }

  // A page is ours only once the answer to `createTarget` has named it, which comes after its arrival.
  #sort(): void {
    for (const [targetId, { target, session }] of this.#arrived) {
      if (this.#ours.has(targetId)) this.#arrived.delete(targetId);
      else if (text(target, 'openerId') !== '' || this.#creating === 0) {
        this.#arrived.delete(targetId);
        // The browser's own first page has no partition of ours: left alone, it never loads anything.
        if (text(target, 'url').startsWith('chrome://')) continue;
        this.#listener.popup(target, session);
        this.root.post('Target.closeTarget', { targetId });
      }
    }
  }
}
