import { EventEmitter } from 'node:events';
import { codec } from './codec.ts';
import { hostEvent } from './event.ts';
import type { HostFrame } from './frames.ts';
import { list, number, text } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

type Handler = (event: object, ...args: readonly unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** @throws {Error} nobody handles the channel */
  async invoke(channel: string, event: object, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...args);
  }
}

/** Electron's `ipcMain`. */
export const ipcMain = new IpcMain();

/** Take what a preload script posted; answers an `invoke` in the world that asked. */
export function receiveFromPreload(
  contents: HostWebContents,
  payload: string,
  frame: HostFrame | null,
): void {
  const message = codec.decode(payload);
  const channel = text(message, 'channel');
  const args = list(message, 'args');
  const event = hostEvent({
    type: 'frame',
    sender: contents,
    senderFrame: frame,
    processId: frame?.processId ?? 0,
    frameId: frame?.routingId ?? 0,
    ports: [],
  });
  if (text(message, 'kind') === 'send') {
    ipcMain.emit(channel, event, ...args);
    return;
  }
  const id = number(message, 'id');
  ipcMain.invoke(channel, event, args).then(
    (ok) => {
      toPreload(contents, { kind: 'reply', id, ok });
    },
    (error: unknown) => {
      toPreload(contents, {
        kind: 'reply',
        id,
        error: `Error invoking remote method '${channel}': ${String(error)}`,
      });
    },
  );
}

/** Deliver to the preload world of the main frame, if it has one now. */
export function toPreload(contents: HostWebContents, message: object): void {
  if (contents.preloadContext === null) return;
  contents.post('Runtime.evaluate', {
    expression: `__hostReceive(${JSON.stringify(codec.encode(message))})`,
    contextId: contents.preloadContext,
  });
}
