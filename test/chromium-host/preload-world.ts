import { randomUUID } from 'node:crypto';
import { makeCodec } from './codec.ts';

/** Name of the isolated world, and of the binding only that world has. */
export const PRELOAD_WORLD = 'countersign-preload';
export const PRELOAD_BINDING = '__hostSend';

/** Two scripts for every new document: the page's half of the bridge, then the preload's world. */
export interface PreloadScripts {
  readonly mainWorld: string;
  readonly isolatedWorld: string;
}

/**
 * @param preload - source text of the built CommonJS preload script
 * @returns the scripts; they meet under a name made for this view only, before any page script runs
 */
export function preloadScripts(preload: string): PreloadScripts {
  const meeting = `host-${randomUUID()}`;
  const name = JSON.stringify(meeting);
  const base64 = '(bytes) => bytes.toBase64(), (source) => Uint8Array.fromBase64(source)';
  return {
    mainWorld: `(() => { if (window !== window.top) return; (${String(pageSide)})(${name}, (${String(makeEnd)})); })();`,
    isolatedWorld: `(() => { if (window !== window.top) return;
const codec = (${String(makeCodec)})(${base64});
const electron = (${String(preloadSide)})(${name}, (${String(makeEnd)}), codec, globalThis[${JSON.stringify(PRELOAD_BINDING)}]);
const process = Object.freeze({ type: 'renderer', sandboxed: true, contextIsolated: true, platform: ${JSON.stringify(process.platform)}, versions: Object.freeze({}), env: Object.freeze({}) });
const module = { exports: {} };
const require = (name) => { if (name === 'electron' || name === 'electron/renderer') return electron; throw new Error('module not found: ' + name); };
(function (require, module, exports, process) {${preload}\n}).call(globalThis, require, module, module.exports, process);
})();`,
  };
}

interface End {
  /** Turn a value into one that can cross: functions and promises become numbers. */
  pack(value: unknown): unknown;
  unpack(value: unknown): unknown;
}

/**
 * One end of the bridge. Both worlds hold the same detached node; events on it carry clones, at once
 * and in order, and no page script can reach it.
 */
function makeEnd(node: EventTarget, mine: string, theirs: string): End {
  const dispatch = node.dispatchEvent.bind(node);
  const Custom = CustomEvent;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: unknown) => void }
  >();
  let next = 1;
  let answer: { ok?: unknown; error?: unknown } | null = null;
  function send(detail: unknown): void {
    dispatch(new Custom(theirs, { detail }));
  }
  function asError(error: unknown): unknown {
    return error instanceof Error
      ? { name: error.name, message: error.message }
      : { name: 'Error', message: String(error) };
  }
  function thrown(error: unknown): Error {
    const found = error as { readonly name: string; readonly message: string };
    return Object.assign(new Error(found.message), { name: found.name });
  }
  function pack(value: unknown): unknown {
    if (typeof value === 'function') {
      const id = next++;
      functions.set(id, value as (...args: unknown[]) => unknown);
      return { $: 'function', id };
    }
    if (value instanceof Promise) {
      const id = next++;
      value.then(
        (result: unknown) => {
          send({ kind: 'settled', id, ok: pack(result) });
        },
        (error: unknown) => {
          send({ kind: 'settled', id, error: asError(error) });
        },
      );
      return { $: 'promise', id };
    }
    if (Array.isArray(value)) return { $: 'list', items: value.map(pack) };
    if (
      typeof value === 'object' &&
      value !== null &&
      !ArrayBuffer.isView(value) &&
      !(value instanceof ArrayBuffer) &&
      !(value instanceof Date)
    )
      return { $: 'object', items: Object.entries(value).map(([key, one]) => [key, pack(one)]) };
    return { $: 'plain', value };
  }
  function unpack(packed: unknown): unknown {
    const box = packed as {
      readonly $: string;
      readonly id: number;
      readonly items: unknown[];
      readonly value: unknown;
    };
    if (box.$ === 'plain') return box.value;
    if (box.$ === 'list') return box.items.map(unpack);
    if (box.$ === 'object')
      return Object.fromEntries(
        box.items.map((item) => {
          const pair = item as [string, unknown];
          return [pair[0], unpack(pair[1])];
        }),
      );
    if (box.$ === 'promise')
      return new Promise((resolve, reject) => {
        promises.set(box.id, { resolve, reject });
      });
    return (...args: unknown[]): unknown => {
      answer = null;
      send({ kind: 'call', id: box.id, args: args.map(pack) });
      const given = answer as { ok?: unknown; error?: unknown } | null;
      answer = null;
      if (given === null) throw new Error('the other side has gone');
      if (given.error !== undefined) throw thrown(given.error);
      return unpack(given.ok);
    };
  }
  node.addEventListener(mine, (event) => {
    const detail = (event as CustomEvent).detail as {
      readonly kind: string;
      readonly id: number;
      readonly args: unknown[];
      readonly ok?: unknown;
      readonly error?: unknown;
    };
    if (detail.kind === 'answer') answer = detail;
    else if (detail.kind === 'settled') {
      const waiting = promises.get(detail.id);
      promises.delete(detail.id);
      if (detail.error === undefined) waiting?.resolve(unpack(detail.ok));
      else waiting?.reject(thrown(detail.error));
    } else {
      try {
        const result = functions.get(detail.id)?.(...detail.args.map(unpack));
        send({ kind: 'answer', ok: pack(result) });
      } catch (error) {
        send({ kind: 'answer', error: asError(error) });
      }
    }
  });
  return { pack, unpack };
}

function pageSide(meeting: string, end: typeof makeEnd): void {
  function freeze(value: unknown): unknown {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      for (const one of Object.values(value)) freeze(one);
      Object.freeze(value);
    }
    return value;
  }
  function meet(event: Event): void {
    const node = (event as FocusEvent).relatedTarget;
    if (node === null) return;
    window.removeEventListener(meeting, meet);
    event.stopImmediatePropagation();
    const bridge = end(node, 'to-page', 'to-preload');
    node.addEventListener('expose', (exposed) => {
      const detail = (exposed as CustomEvent).detail as {
        readonly key: string;
        readonly api: unknown;
      };
      Object.defineProperty(window, detail.key, {
        value: freeze(bridge.unpack(detail.api)),
        enumerable: true,
        configurable: false,
        writable: false,
      });
    });
  }
  window.addEventListener(meeting, meet);
}

function preloadSide(
  meeting: string,
  end: typeof makeEnd,
  codec: ReturnType<typeof makeCodec>,
  post: (payload: string) => void,
): unknown {
  const node = document.createElement('span');
  window.dispatchEvent(new FocusEvent(meeting, { relatedTarget: node }));
  const bridge = end(node, 'to-preload', 'to-page');
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>();
  let next = 1;
  const off = (channel: string, listener: (event: unknown, ...args: unknown[]) => void): void => {
    listeners.get(channel)?.delete(listener);
  };
  const on = (channel: string, listener: (event: unknown, ...args: unknown[]) => void): void => {
    const set = listeners.get(channel) ?? new Set();
    listeners.set(channel, set.add(listener));
  };
  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const id = next++;
      return new Promise((resolve, reject) => {
        const payload = codec.encode({ kind: 'invoke', id, channel, args });
        waiting.set(id, { resolve, reject });
        post(payload);
      });
    },
    send(channel: string, ...args: unknown[]): void {
      post(codec.encode({ kind: 'send', id: 0, channel, args }));
    },
    on(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      on(channel, listener);
      return ipcRenderer;
    },
    once(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      const one = (event: unknown, ...args: unknown[]): void => {
        off(channel, one);
        listener(event, ...args);
      };
      on(channel, one);
      return ipcRenderer;
    },
    off(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      off(channel, listener);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      off(channel, listener);
      return ipcRenderer;
    },
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };
  Object.assign(globalThis, {
    // Called by the host in this world only.
    __hostReceive(source: string): void {
      const message = codec.decode(source) as {
        readonly kind: string;
        readonly id: number;
        readonly channel: string;
        readonly args: unknown[];
        readonly ok?: unknown;
        readonly error?: string;
      };
      if (message.kind === 'reply') {
        const call = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error === undefined) call?.resolve(message.ok);
        else call?.reject(new Error(message.error));
        return;
      }
      for (const listener of [...(listeners.get(message.channel) ?? [])])
        listener({ sender: ipcRenderer }, ...message.args);
    },
  });
  return {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld(key: string, api: unknown): void {
        node.dispatchEvent(new CustomEvent('expose', { detail: { key, api: bridge.pack(api) } }));
      },
    },
  };
}
