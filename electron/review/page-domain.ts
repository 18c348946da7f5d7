import type { DevToolsListener, JsonObject } from '#src/capture/devtools-port.ts';
import type { RefusedByBrowser } from '#src/app/ports.ts';
import type { ElectronDevTools } from './devtools.ts';

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
/** How long the page's own set-up may take before the page is loaded without waiting any longer, ms. */
const PREPARE_DEADLINE_MS = 5_000;
const MAX_WORDS = 2_000;
const SHIMMED_KINDS = new Set(['page', 'iframe']);

/** What is heard from a page through DevTools. */
export interface PageDomain {
  readonly devtools: ElectronDevTools;
  /** Send what must be in force before the first navigation. @returns when the browser has confirmed it */
  prepare(): Promise<void>;
}

/**
 * What DevTools is used for besides captures: the declared shims in every frame, no file chooser, and
 * dialogues that end themselves and are reported.
 * @param attach - makes the adapter with our listeners first and last in line
 * @param shim - source of the declared script
 * @param refused - hears what a page tried; with a dialogue, the words that it would have shown
 */
export function attachPageDomain(
  attach: (hooks: {
    readonly first: DevToolsListener;
    readonly last: DevToolsListener;
  }) => ElectronDevTools,
  shim: string,
  refused: (what: RefusedByBrowser, words: string | null) => void,
): PageDomain {
  const post = (method: string, params: JsonObject, sessionId: string | null): Promise<unknown> =>
    devtools
      .send(method, params, sessionId === null ? {} : { sessionId })
      .catch(
        () => undefined /* Not every target knows every command, and it may be gone already. */,
      );
  const devtools = attach({
    first(method, params, sessionId) {
      // Before the network record lets the frame run, so that no script of its own comes first.
      if (method === 'Target.attachedToTarget' && isFrame(params)) void dress(sessionOf(params));
      else if (method === 'Page.javascriptDialogOpening') {
        refused('dialogue', wordsOf(params));
        const accept = params['type'] === 'beforeunload';
        void post('Page.handleJavaScriptDialog', { accept }, sessionId);
      } else if (method === 'Page.fileChooserOpened') refused('file-chooser', null);
    },
    last(method, params) {
      // After the network record: it resumes the target itself, but may not be there.
      if (method !== 'Target.attachedToTarget') return;
      const sessionId = sessionOf(params);
      void post('Target.setAutoAttach', AUTO_ATTACH, sessionId);
      void post('Runtime.runIfWaitingForDebugger', {}, sessionId);
    },
  });
  const dress = (sessionId: string | null): Promise<unknown> =>
    Promise.all([
      post('Page.enable', {}, sessionId),
      post('Page.setInterceptFileChooserDialog', { enabled: true, cancel: true }, sessionId),
      post('Page.addScriptToEvaluateOnNewDocument', { source: shim }, sessionId),
    ]);
  return {
    devtools,
    async prepare() {
      const sent = [dress(null), post('Target.setAutoAttach', AUTO_ATTACH, null)];
      await Promise.race([Promise.all(sent), delay(PREPARE_DEADLINE_MS)]);
    },
  };
}

/** What a dialogue would have said; null where it says nothing. */
function wordsOf(params: JsonObject): string | null {
  const words = params['message'];
  return typeof words === 'string' && words.trim() !== '' ? words.slice(0, MAX_WORDS) : null;
}

function isFrame(params: JsonObject): boolean {
  const info = params['targetInfo'];
  if (info === null || typeof info !== 'object' || !('type' in info)) return false;
  return typeof info.type === 'string' && SHIMMED_KINDS.has(info.type);
}

function sessionOf(params: JsonObject): string | null {
  const id = params['sessionId'];
  return typeof id === 'string' && id !== '' ? id : null;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
