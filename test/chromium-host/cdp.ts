import type { Readable, Writable } from 'node:stream';
import type { Fields } from './values.ts';
import { fields, number, text } from './values.ts';

/** A DevTools command that failed, or got no answer in time. */
export class CdpError extends Error {
  readonly method: string;
  readonly timedOut: boolean;
  constructor(method: string, message: string, timedOut = false) {
    super(`${method}: ${message}`);
    this.name = 'CdpError';
    this.method = method;
    this.timedOut = timedOut;
  }
}

export type CdpListener = (params: Fields) => void;
export type AnyListener = (method: string, params: Fields, sessionId: string) => void;

interface Waiting {
  readonly method: string;
  readonly resolve: (result: Fields) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const DEFAULT_DEADLINE_MS = 10_000;

/** One pipe to one browser; carries any number of flat sessions. */
export class Connection {
  readonly root: CdpSession;
  #nextId = 1;
  #chunks: Buffer[] = [];
  #closed = false;
  readonly #write: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, CdpSession>();
  readonly #onClose = new Set<() => void>();

  constructor(read: Readable, write: Writable) {
    this.#write = write;
    this.root = new CdpSession(this, '');
    this.#sessions.set('', this.root);
    read.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    const end = (): void => {
      this.close();
    };
    read.on('end', end).on('close', end).on('error', end);
    write.on('error', end);
  }

  get closed(): boolean {
    return this.#closed;
  }

  onClose(listener: () => void): void {
    this.#onClose.add(listener);
  }

  /** @returns the session of that id, made on first use */
  session(sessionId: string): CdpSession {
    let session = this.#sessions.get(sessionId);
    if (session === undefined) {
      session = new CdpSession(this, sessionId);
      this.#sessions.set(sessionId, session);
    }
    return session;
  }

  drop(sessionId: string): void {
    this.#sessions.get(sessionId)?.end();
    this.#sessions.delete(sessionId);
  }

  request(sessionId: string, method: string, params: Fields, deadlineMs: number): Promise<Fields> {
    if (this.#closed) return Promise.reject(new CdpError(method, 'the browser has gone'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new CdpError(method, `no answer in ${String(deadlineMs)} ms`, true));
      }, deadlineMs);
      this.#waiting.set(id, { method, resolve, reject, timer });
      const message = sessionId === '' ? { id, method, params } : { id, method, params, sessionId };
      this.#write.write(`${JSON.stringify(message)}\0`);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new CdpError(waiting.method, 'the browser has gone'));
    }
    this.#waiting.clear();
    for (const session of this.#sessions.values()) session.end();
    for (const listener of this.#onClose) listener();
  }

  // Messages end with a zero byte; a screenshot spans many chunks, so they are joined only once.
  #take(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      this.#chunks.push(chunk.subarray(start, end));
      const message = Buffer.concat(this.#chunks).toString('utf8');
      this.#chunks = [];
      start = end + 1;
      this.#dispatch(message);
    }
    if (start < chunk.length) this.#chunks.push(chunk.subarray(start));
  }

  #dispatch(source: string): void {
    const message = fields(JSON.parse(source));
    const id = number(message, 'id', -1);
    if (id !== -1) {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) return;
      this.#waiting.delete(id);
      clearTimeout(waiting.timer);
      if (message['error'] === undefined) waiting.resolve(fields(message['result']));
      else waiting.reject(new CdpError(waiting.method, text(message['error'], 'message')));
      return;
    }
    const sessionId = text(message, 'sessionId');
    this.#sessions.get(sessionId)?.emit(text(message, 'method'), fields(message['params']));
  }
}

/** One flat session: a browser, a page, a frame or a worker. */
export class CdpSession {
  readonly connection: Connection;
  readonly id: string;
  #ended = false;
  readonly #listeners = new Map<string, Set<CdpListener>>();
  readonly #any = new Set<AnyListener>();
  readonly #onEnd = new Set<() => void>();

  constructor(connection: Connection, id: string) {
    this.connection = connection;
    this.id = id;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * @param deadlineMs - after this many milliseconds without an answer the call rejects
   * @throws {CdpError} the browser's own error, the deadline, or a browser that has gone
   */
  send(method: string, params: Fields = {}, deadlineMs = DEFAULT_DEADLINE_MS): Promise<Fields> {
    if (this.#ended) return Promise.reject(new CdpError(method, 'the session has ended'));
    return this.connection.request(this.id, method, params, deadlineMs);
  }

  /** Send and never wait: a wedged page can't hold anything up. */
  post(method: string, params: Fields = {}): void {
    this.send(method, params).catch(() => {
      // Posted commands are requests the page may be too far gone to answer.
    });
  }

  on(method: string, listener: CdpListener): () => void {
    const set = this.#listeners.get(method) ?? new Set();
    set.add(listener);
    this.#listeners.set(method, set);
    return () => set.delete(listener);
  }

  onAny(listener: AnyListener): () => void {
    this.#any.add(listener);
    return () => this.#any.delete(listener);
  }

  onEnd(listener: () => void): void {
    this.#onEnd.add(listener);
  }

  emit(method: string, params: Fields): void {
    for (const listener of this.#listeners.get(method) ?? [])
      guard(() => {
        listener(params);
      });
    for (const listener of this.#any)
      guard(() => {
        listener(method, params, this.id);
      });
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const listener of this.#onEnd) listener();
  }
}

// An exception in one listener must surface, but not eat the messages behind it in the same chunk.
function guard(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
