import { concatBytes } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId, newId, type RandomBytes } from '#src/core/ids.ts';
import { newHasher } from '#src/crypto/hash.ts';
import type { ObjectStore, StoredObject } from '#src/ledger/vault-store.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import type { Health } from './health.ts';
import {
  AGE_HEADER,
  listObjects,
  objectFolder,
  objectPath,
  OBJECT_ENDING,
  startsAsAge,
  TEMP_ENDING,
} from './object-files.ts';
import { isNoSuchFile, storeError } from './store-error.ts';

const READ_BYTES = 1 << 18;

/** What the object store needs. */
export interface ObjectStoreOptions {
  /** Absolute path of the `objects` folder. */
  readonly root: string;
  readonly fileSystem: FileSystem;
  readonly health: Health;
  readonly random: RandomBytes;
  /** Objects written by this process that no entry names yet; this store adds to it. */
  readonly pending: Map<string, StoredObject>;
}

/** age files under random names. @see docs/spec/store.md, section 4 */
export class NodeObjectStore implements ObjectStore {
  readonly #options: ObjectStoreOptions;

  /** @param options - folder, ports and what is pending */
  constructor(options: ObjectStoreOptions) {
    this.#options = options;
  }

  /** See {@link ObjectStore.put}. */
  async put(source: ReadableStream<Uint8Array> | Uint8Array): Promise<StoredObject> {
    const { root, fileSystem, health, random, pending } = this.#options;
    health.assertSound();
    const pieces = piecesOf(source);
    const start = await readStart(pieces);
    const objectId = newId(random);
    const path = objectPath(root, objectId);
    const temp = path.slice(0, -OBJECT_ENDING.length) + TEMP_ENDING;
    await this.#disk('object folder', () => this.#makeFolder(objectId));
    const file = await this.#disk('object create', () => fileSystem.open(temp, 'create'));
    let written: { readonly fileDigest: Digest; readonly fileBytes: number };
    try {
      written = await this.#writeAll(file, start, pieces);
      await this.#disk('object rename', () => fileSystem.rename(temp, path));
    } catch (error) {
      await removeQuietly(fileSystem, temp);
      throw error;
    }
    const stored = { objectId, ...written };
    pending.set(objectId, stored);
    await this.#disk('object folder sync', () =>
      fileSystem.syncFolder(objectFolder(root, objectId)),
    );
    return stored;
  }

  /** See {@link ObjectStore.open}. */
  open(objectId: string): ReadableStream<Uint8Array> {
    const { root, fileSystem, health } = this.#options;
    let file: OpenFile | null = null;
    const close = async (): Promise<void> => {
      const open = file;
      file = null;
      await open?.close();
    };
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          health.assertSound();
          if (!isId(objectId)) throw missing(undefined);
          file ??= await fileSystem.open(objectPath(root, objectId), 'read');
          const bytes = await file.read(READ_BYTES);
          if (bytes.length > 0) {
            controller.enqueue(bytes);
            return;
          }
          await close();
          controller.close();
        } catch (error) {
          await close().catch(() => undefined);
          controller.error(isNoSuchFile(error) ? missing(error) : storeError(error, 'object read'));
        }
      },
      cancel: close,
    });
  }

  /** See {@link ObjectStore.stat}. */
  stat(objectId: string): { readonly fileBytes: number } | null {
    const { root, fileSystem, health } = this.#options;
    health.assertSound();
    if (!isId(objectId)) return null;
    try {
      const fileBytes = fileSystem.sizeSync(objectPath(root, objectId));
      return fileBytes === null ? null : { fileBytes };
    } catch (error) {
      throw storeError(error, 'object look-up');
    }
  }

  /** See {@link ObjectStore.list}. */
  list(): Promise<readonly string[]> {
    return this.#disk('object list', () => {
      const { root, fileSystem, health } = this.#options;
      health.assertSound();
      return Promise.resolve(listObjects(root, fileSystem).objectIds);
    });
  }

  /** See {@link ObjectStore.remove}. */
  async remove(objectId: string): Promise<boolean> {
    const { root, fileSystem } = this.#options;
    if (this.stat(objectId) === null) return false;
    await this.#disk('object removal', async () => {
      await fileSystem.remove(objectPath(root, objectId));
      await fileSystem.syncFolder(objectFolder(root, objectId));
    });
    return true;
  }

  #makeFolder(objectId: string): Promise<void> {
    const { root, fileSystem } = this.#options;
    const folder = objectFolder(root, objectId);
    if (fileSystem.listSync(folder) !== null) return Promise.resolve();
    fileSystem.makeFolderSync(folder);
    return fileSystem.syncFolder(root);
  }

  /** Write, sync and close; a failure of the source comes out as it is, one of the disk as a coded error. */
  async #writeAll(
    file: OpenFile,
    start: Uint8Array,
    pieces: AsyncIterator<Uint8Array>,
  ): Promise<{ readonly fileDigest: Digest; readonly fileBytes: number }> {
    const hasher = newHasher();
    let fileBytes = 0;
    let closed = false;
    try {
      for (let piece: Uint8Array | null = start; piece !== null; piece = await next(pieces)) {
        const bytes = piece;
        hasher.update(bytes);
        fileBytes += bytes.length;
        await this.#disk('object write', () => file.write(bytes));
      }
      await this.#disk('object sync', () => file.sync());
      closed = true;
      await this.#disk('object close', () => file.close());
      return { fileDigest: hasher.digest(), fileBytes };
    } catch (error) {
      if (!closed) await file.close().catch(() => undefined);
      await pieces.return?.().catch(() => undefined);
      throw error;
    }
  }

  async #disk<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw this.#options.health.note(storeError(error, what));
    }
  }
}

/** The first bytes, enough to see an age header; nothing is on the disk yet. @throws {TypeError} not an age file */
async function readStart(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let start: Uint8Array = new Uint8Array();
  while (start.length < AGE_HEADER.length) {
    const piece = await next(pieces);
    if (piece === null) break;
    start = concatBytes(start, piece);
  }
  if (startsAsAge(start)) return start;
  await pieces.return?.().catch(() => undefined);
  throw new TypeError('"source" expected an age file');
}

async function* piecesOf(
  source: ReadableStream<Uint8Array> | Uint8Array,
): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}

async function next(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
  const result = await pieces.next();
  return result.done === true ? null : result.value;
}

async function removeQuietly(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.remove(path);
  } catch {
    // The first failure is the one to tell; the next open removes what is left.
  }
}

function missing(cause: unknown): EvidenceError {
  return new EvidenceError('OBJECT_MISSING', 'object expected a file, got none', { cause });
}
