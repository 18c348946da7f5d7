import { Worker } from 'node:worker_threads';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Result } from '#src/core/result.ts';
import { DEFAULT_SCRYPT_LOG_N } from './age-file.ts';
import type { OpenedKeyFile } from './key-file.ts';
import type { KeyWorkerAnswer, KeyWorkerRequest } from './key-worker-protocol.ts';
import type { PersonKeys } from './person-keys.ts';

/** The slow work on key files in a thread of its own, so that the main one (STOP) always answers. */
export interface KeyWorker {
  /** As `encodeKeyFile` of key-file.ts; the byte arrays in `keys` stay the caller's. */
  encodeKeyFile(keys: PersonKeys, caFingerprint: Digest, passphrase: string): Promise<Uint8Array>;
  /** As `openKeyFile` of key-file.ts. */
  openKeyFile(file: Uint8Array, passphrase: string): Promise<OpenedKeyFile>;
  /** End the thread at once. What was under way, and every later call, rejects with CRYPTO_FAILED. */
  close(): Promise<void>;
}

interface Pending {
  settle(answer: KeyWorkerAnswer): void;
  reject(error: EvidenceError): void;
}

function ended(cause?: unknown): EvidenceError {
  const options = cause === undefined ? {} : { cause };
  return new EvidenceError('CRYPTO_FAILED', 'key worker expected to answer, got its end', options);
}

function settleWith<T>(
  result: Result<T>,
  resolve: (value: T) => void,
  reject: (error: EvidenceError) => void,
): void {
  if (result.ok) {
    resolve(result.value);
    return;
  }
  const { code, message, details } = result.error;
  reject(new EvidenceError(code, message, { details }));
}

/** One thread at a time; after a crash the next request starts another. */
class WorkerThread {
  readonly #script: URL;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #nextId = 0;
  #closed = false;

  constructor(script: URL) {
    this.#script = script;
    this.#start();
  }

  get nextId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  send(request: KeyWorkerRequest, pending: Pending): void {
    if (this.#closed) {
      pending.reject(ended());
      return;
    }
    const worker = this.#worker ?? this.#start();
    worker.postMessage(request, []);
    this.#pending.set(request.id, pending);
    // Only work under way keeps the process alive.
    worker.ref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(ended());
    await worker?.terminate();
  }

  #start(): Worker {
    // No arguments, environment or standard streams of ours: the thread needs none.
    const worker = new Worker(this.#script, { execArgv: [], env: {}, stdin: false });
    let cause: unknown;
    worker.on('message', (answer: KeyWorkerAnswer) => {
      const pending = this.#pending.get(answer.id);
      this.#pending.delete(answer.id);
      if (this.#pending.size === 0) worker.unref();
      pending?.settle(answer);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#rejectAll(ended(cause));
    });
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #rejectAll(error: EvidenceError): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of all) pending.reject(error);
  }
}

/**
 * Start the key worker. Errors keep their codes, messages and details across the thread's boundary; wrong use
 * (a RangeError there) becomes INTERNAL. If the thread dies, what was pending rejects with CRYPTO_FAILED and
 * the next call starts another.
 * @param options - `script`: key-worker-main as built for the packaged application, by default the source
 * beside this file; `logN`: scrypt's work factor for new key files, 18 by default
 */
export function startKeyWorker(
  options: { readonly script?: URL; readonly logN?: number } = {},
): KeyWorker {
  const thread = new WorkerThread(
    options.script ?? new URL('./key-worker-main.ts', import.meta.url),
  );
  const logN = options.logN ?? DEFAULT_SCRYPT_LOG_N;
  return {
    encodeKeyFile: (keys, caFingerprint, passphrase) =>
      new Promise((resolve, reject) => {
        const request = {
          kind: 'encode',
          id: thread.nextId,
          keys,
          caFingerprint,
          passphrase,
          logN,
        } as const;
        thread.send(request, {
          settle(answer) {
            if (answer.kind === 'encode') settleWith(answer.result, resolve, reject);
          },
          reject,
        });
      }),
    openKeyFile: (file, passphrase) =>
      new Promise((resolve, reject) => {
        thread.send(
          { kind: 'open', id: thread.nextId, file, passphrase },
          {
            settle(answer) {
              if (answer.kind === 'open') settleWith(answer.result, resolve, reject);
            },
            reject,
          },
        );
      }),
    close: () => thread.close(),
  };
}
