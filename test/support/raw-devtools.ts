import { EvidenceError } from '#src/core/errors.ts';
import {
  DEFAULT_SEND_DEADLINE_MS,
  type DevTools,
  type DevToolsListener,
  type JsonObject,
} from '#src/capture/devtools-port.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { launchBrowser, type BrowserProcess } from '#test/chromium-host/browser.ts';
import { CdpError, type CdpSession, type Connection } from '#test/chromium-host/cdp.ts';
import { text } from '#test/chromium-host/values.ts';

/** One page of a real browser with its DevTools, for tests of capture. */
export interface RawPage {
  readonly devtools: DevTools;
  readonly session: CdpSession;
  /** Open an address; resolves when the browser has committed or refused it, or after the deadline. */
  navigate(address: string, deadlineMs?: number): Promise<string>;
  close(): Promise<void>;
}

/** How a page is opened. */
export interface PageOptions {
  readonly widthCss?: number;
  readonly heightCss?: number;
  readonly dpr?: number;
  /** Runs before the first navigation, with the page's DevTools. */
  readonly before?: (devtools: DevTools, session: CdpSession) => Promise<void> | void;
}

/** A browser started for one test file. */
export interface RawBrowser {
  readonly process: BrowserProcess;
  open(options?: PageOptions): Promise<RawPage>;
  quit(): Promise<void>;
}

/**
 * Start the installed Chromium.
 * @param flags - further command line flags
 * @throws {Error} when no browser is found
 */
export async function startRawBrowser(flags: readonly string[] = []): Promise<RawBrowser> {
  const browserPath = await findBrowser();
  if (browserPath === null) throw new Error('no Chromium found');
  const browser = await launchBrowser({
    browserPath,
    flags: ['--ignore-certificate-errors-spki-list=', ...flags],
  });
  return {
    process: browser,
    open: (options = {}) => openPage(browser.connection, options),
    quit: () => browser.quit(),
  };
}

async function openPage(connection: Connection, options: PageOptions): Promise<RawPage> {
  const root = connection.root;
  const { browserContextId } = await root.send('Target.createBrowserContext', {
    disposeOnDetach: true,
  });
  const { targetId } = await root.send('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
    width: options.widthCss ?? 1280,
    height: options.heightCss ?? 800,
  });
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: true });
  if (typeof sessionId !== 'string') throw new TypeError('no session');
  const session = connection.session(sessionId);
  const devtools = rawDevTools(connection, session);
  await session.send('Page.enable');
  await session.send('Inspector.enable');
  session.on('Page.javascriptDialogOpening', () => {
    session.post('Page.handleJavaScriptDialog', { accept: false });
  });
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: options.widthCss ?? 1280,
    height: options.heightCss ?? 800,
    deviceScaleFactor: options.dpr ?? 1,
    mobile: false,
  });
  await options.before?.(devtools, session);
  return {
    devtools,
    session,
    navigate: (address, deadlineMs = 10_000) => navigate(session, address, deadlineMs),
    async close() {
      session.post('Target.closeTarget', { targetId });
      await root
        .send('Target.disposeBrowserContext', { browserContextId }, 5_000)
        .catch(() => undefined);
      connection.drop(sessionId);
    },
  };
}

// The load event, or the deadline: a page that never finishes is a page to capture too.
async function navigate(session: CdpSession, address: string, deadlineMs: number): Promise<string> {
  const loaded = new Promise<void>((resolve) => {
    const off = session.on('Page.loadEventFired', () => {
      off();
      resolve();
    });
    setTimeout(resolve, deadlineMs);
  });
  try {
    const answer = await session.send('Page.navigate', { url: address }, deadlineMs);
    const error = text(answer, 'errorText');
    if (error !== '') return error;
  } catch (error) {
    if (error instanceof CdpError) return error.message;
    throw error;
  }
  await loaded;
  return '';
}

/** The DevTools port over a raw flat session and whatever child sessions it attaches. */
export function rawDevTools(connection: Connection, session: CdpSession): DevTools {
  const listeners = new Set<DevToolsListener>();
  const gone = new Set<(error: EvidenceError) => void>();
  let crashed = false;
  const tell = (method: string, params: JsonObject, sessionId: string): void => {
    if (method === 'Target.attachedToTarget') listen(text(params, 'sessionId'));
    if (method === 'Inspector.targetCrashed' && sessionId === session.id) {
      crashed = true;
      for (const reject of gone) reject(crashError());
    }
    if (method === 'Inspector.targetReloadedAfterCrash') crashed = false;
    for (const listener of listeners)
      listener(method, params, sessionId === session.id ? null : sessionId);
  };
  const listen = (id: string): void => {
    connection.session(id).onAny(tell);
  };
  session.onAny(tell);
  return {
    send(method, params = {}, options = {}) {
      if (crashed) return Promise.reject(crashError());
      const target =
        options.sessionId === undefined ? session : connection.session(options.sessionId);
      const answer = target.send(method, params, options.deadlineMs ?? DEFAULT_SEND_DEADLINE_MS);
      return new Promise((resolve, reject) => {
        gone.add(reject);
        answer
          .then(resolve, (error: unknown) => {
            reject(translate(method, error));
          })
          .finally(() => gone.delete(reject));
      });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    crash() {
      session.post('Page.crash');
    },
  };
}

function crashError(): EvidenceError {
  return new EvidenceError('PAGE_CRASHED', 'page expected a running renderer, got a crash');
}

function translate(method: string, error: unknown): EvidenceError {
  const timedOut = error instanceof CdpError && error.timedOut;
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  return timedOut
    ? new EvidenceError(
        'CAPTURE_STEP_TIMEOUT',
        `"${method}" expected an answer, got none in time`,
        {
          details: { method },
        },
      )
    : new EvidenceError('CAPTURE_STEP_FAILED', `"${method}" expected a result, got a refusal`, {
        cause: error,
        details: { method, reason },
      });
}
