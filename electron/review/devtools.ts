import type { WebContents } from 'electron';
import {
  DEFAULT_SEND_DEADLINE_MS,
  type DevTools,
  type DevToolsListener,
  type JsonObject,
  type SendOptions,
} from '#src/capture/devtools-port.ts';
import { EvidenceError } from '#src/core/errors.ts';

/** Hears every event before, or after, everyone who subscribed: for what must come first or last. */
export interface DevToolsHooks {
  readonly first?: DevToolsListener;
  readonly last?: DevToolsListener;
}

interface Waiting {
  readonly method: string;
  readonly fail: (error: EvidenceError) => void;
}

/** DevTools protocol version that Electron knows. */
const PROTOCOL_VERSION = '1.3';

/**
 * The DevTools protocol of one view, over `webContents.debugger`. Every command has a deadline, since a
 * wedged page answers nothing; once the renderer is gone or the debugger detached, all of them fail.
 */
export class ElectronDevTools implements DevTools {
  readonly #contents: WebContents;
  readonly #hooks: DevToolsHooks;
  readonly #listeners = new Set<DevToolsListener>();
  readonly #waiting = new Set<Waiting>();
  #gone: EvidenceError | null = null;

  /**
   * Attach to a view, before its first navigation.
   * @param contents - not attached to by anyone else
   */
  constructor(contents: WebContents, hooks: DevToolsHooks = {}) {
    this.#contents = contents;
    this.#hooks = hooks;
    contents.debugger.attach(PROTOCOL_VERSION);
    contents.debugger.on(
      'message',
      (_event, method: string, params: unknown, sessionId: string) => {
        this.#heard(method, objectOf(params), sessionId === '' ? null : (sessionId ?? null));
      },
    );
    contents.debugger.on('detach', (_event, reason) => {
      this.#end(failed('(all)', `detached: ${reason}`));
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      this.#end(crashed(reason));
    });
    contents.on('destroyed', () => {
      this.#end(crashed('closed'));
    });
  }

  send(method: string, params: JsonObject = {}, options: SendOptions = {}): Promise<JsonObject> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    const { deadlineMs = DEFAULT_SEND_DEADLINE_MS, sessionId } = options;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        act();
      };
      const fail = (error: EvidenceError): void => {
        settle(() => {
          reject(error);
        });
      };
      const waiting: Waiting = { method, fail };
      const timer = setTimeout(() => {
        fail(late(method, deadlineMs));
      }, deadlineMs);
      this.#waiting.add(waiting);
      this.#command(method, params, sessionId).then(
        (result: unknown) => {
          settle(() => {
            resolve(objectOf(result));
          });
        },
        (thrown: unknown) => {
          fail(
            failed(method, thrown instanceof Error ? thrown.message : 'no reason given', thrown),
          );
        },
      );
    });
  }

  onEvent(listener: DevToolsListener): () => void {
    // A wrapper of its own, so that two subscriptions of one function end one by one.
    const own: DevToolsListener = (...event) => {
      listener(...event);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  crash(): void {
    if (!this.#contents.isDestroyed()) this.#contents.forcefullyCrashRenderer();
    this.#end(crashed('killed'));
  }

  /** Forget the page: nothing is heard or answered any more. Safe to call twice. */
  close(): void {
    this.#listeners.clear();
    this.#end(crashed('closed'));
  }

  async #command(
    method: string,
    params: JsonObject,
    sessionId: string | undefined,
  ): Promise<unknown> {
    const { debugger: bridge } = this.#contents;
    // Electron takes an absent session for the page itself, but not `undefined` spelled out everywhere.
    return (await (sessionId === undefined
      ? bridge.sendCommand(method, params)
      : bridge.sendCommand(method, params, sessionId))) as unknown;
  }

  #heard(method: string, params: JsonObject, sessionId: string | null): void {
    this.#hooks.first?.(method, params, sessionId);
    for (const listener of [...this.#listeners]) listener(method, params, sessionId);
    this.#hooks.last?.(method, params, sessionId);
    if (method === 'Inspector.targetCrashed' && sessionId === null) this.#end(crashed('crashed'));
  }

  #end(why: EvidenceError): void {
    this.#gone ??= why;
    for (const waiting of [...this.#waiting]) waiting.fail(why);
  }
}

function objectOf(value: unknown): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

function late(method: string, deadlineMs: number): EvidenceError {
  return new EvidenceError(
    'CAPTURE_STEP_TIMEOUT',
    `${method} expected an answer in ${deadlineMs} ms, got none`,
    {
      details: { method },
    },
  );
}

function failed(method: string, reason: string, cause?: unknown): EvidenceError {
  return new EvidenceError('CAPTURE_STEP_FAILED', `${method} was refused by the browser`, {
    cause,
    details: { method, reason },
  });
}

function crashed(reason: string): EvidenceError {
  return new EvidenceError('PAGE_CRASHED', 'renderer expected to run, got none', {
    details: { reason },
  });
}
