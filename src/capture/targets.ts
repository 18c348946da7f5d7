import type { DevTools, JsonObject } from './devtools-port.ts';
import { flagOf, objectOf, textOf } from './read-json.ts';

/** A command that every target gets before its first script runs. */
export interface TargetCommand {
  readonly method: string;
  readonly params: JsonObject;
  /** Kinds of target it is for, as the browser calls them; all where absent. */
  readonly kinds?: readonly string[];
}

/** One child of the page: a frame in another process, or a worker. */
export interface ChildTarget {
  readonly sessionId: string;
  readonly kind: string;
  readonly address: string;
  recorded: boolean;
  lost: boolean;
  /** Its process ended: the browser shows a sign in its place, and nothing can be read from it. */
  crashed: boolean;
}

/** The frames in processes of their own that are still in the page. */
export function framesApart(children: readonly ChildTarget[]): readonly ChildTarget[] {
  return children.filter(({ kind, lost }) => kind === 'iframe' && !lost);
}

const BUFFERS = { maxTotalBufferSize: 256 * 1024 * 1024, maxResourceBufferSize: 64 * 1024 * 1024 };

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };

/**
 * Follows the page's targets: each is told to record before it runs.
 * Nothing here is awaited between commands: waiting for an answer of a service worker that waits for
 * `runIfWaitingForDebugger` would hold the page for ever.
 */
export class TargetTree {
  readonly #devtools: DevTools;
  readonly #commands: readonly TargetCommand[];
  readonly #children = new Map<string, ChildTarget>();

  constructor(devtools: DevTools, commands: readonly TargetCommand[]) {
    this.#devtools = devtools;
    this.#commands = commands;
  }

  /** Every child that was ever attached. */
  get children(): readonly ChildTarget[] {
    return [...this.#children.values()];
  }

  /** What a session is, in the record's words. */
  kindOf(sessionId: string | null): string {
    if (sessionId === null) return 'page';
    const kind = this.#children.get(sessionId)?.kind ?? 'other';
    return kind === 'iframe' ? 'frame' : kind.replaceAll('_', '-');
  }

  /** Start recording the page itself. @returns when the browser has confirmed it */
  async start(): Promise<void> {
    const sent = [
      this.#devtools.send('Network.enable', { ...BUFFERS, maxPostDataSize: 0 }),
      this.#devtools.send('Page.enable'),
      this.#devtools.send('Target.setAutoAttach', AUTO_ATTACH),
    ];
    this.#post('Network.configureDurableMessages', BUFFERS, null);
    await Promise.all(sent);
  }

  /** Take an event about targets; others are ignored. @param sessionId - whose it is, null for the page */
  take(method: string, params: JsonObject, sessionId: string | null): void {
    if (method === 'Target.attachedToTarget') this.#attach(params);
    if (sessionId !== null && method.startsWith('Inspector.target')) {
      const child = this.#children.get(sessionId);
      if (child !== undefined) child.crashed = method === 'Inspector.targetCrashed';
    }
    if (method === 'Target.detachedFromTarget') {
      const child = this.#children.get(textOf(params, 'sessionId'));
      if (child !== undefined) child.lost = true;
    }
  }

  #attach(params: JsonObject): void {
    const info = objectOf(params, 'targetInfo');
    const sessionId = textOf(params, 'sessionId');
    const kind = textOf(info, 'type', 'other');
    const child: ChildTarget = {
      sessionId,
      kind,
      address: textOf(info, 'url'),
      recorded: false,
      lost: false,
      crashed: false,
    };
    this.#children.set(sessionId, child);
    this.#devtools
      .send('Network.enable', { ...BUFFERS, maxPostDataSize: 0 }, { sessionId })
      .then(() => {
        child.recorded = true;
      })
      .catch(() => {
        // It ended first, or can't be recorded: `recorded` stays false and the record says so.
      });
    this.#post('Network.configureDurableMessages', BUFFERS, sessionId);
    this.#post('Inspector.enable', {}, sessionId);
    for (const command of this.#commands) {
      if (command.kinds === undefined || command.kinds.includes(kind)) {
        this.#post(command.method, command.params, sessionId);
      }
    }
    this.#post('Target.setAutoAttach', AUTO_ATTACH, sessionId);
    if (flagOf(params, 'waitingForDebugger')) {
      this.#post('Runtime.runIfWaitingForDebugger', {}, sessionId);
    }
  }

  #post(method: string, params: JsonObject, sessionId: string | null): void {
    this.#devtools.send(method, params, sessionId === null ? {} : { sessionId }).catch(() => {
      // Not every target knows every command.
    });
  }
}
