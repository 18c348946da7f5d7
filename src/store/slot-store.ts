import { join } from 'node:path';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import type { SlotStore } from '#src/ledger/vault-store.ts';
import type { FileSystem } from './file-system.ts';
import { emptySlot, encodeSlot, parseSlot, SLOT_BYTES } from './slot-file.ts';
import { isNoSuchFile, storeError } from './store-error.ts';

const TEMP_ENDING = '.tmp';

/** Where and through what slots are kept. */
export interface SlotStoreOptions {
  /** Absolute path of the `slots` folder. */
  readonly folder: string;
  readonly fileSystem: FileSystem;
  /** Called with every failed write, so that the store turns suspect; slots themselves go on working. */
  readonly note: (error: Error) => Error;
}

/** Lock slots on disk; needs no database, and works on a suspect store. @see docs/spec/lock.md, section 2 */
export function slotStore(options: SlotStoreOptions): SlotStore {
  const { folder, fileSystem, note } = options;
  const pathOf = (slotId: string): string => join(folder, slotId);
  const exists = (slotId: string): boolean =>
    guard('slot look-up', asIs, () => fileSystem.sizeSync(pathOf(slotId)) !== null);
  return {
    create(slotId, key) {
      const bytes = encodeSlot(slotId, key);
      if (!isId(slotId) || exists(slotId)) {
        throw new RangeError('"slotId" expected a new identifier');
      }
      guard('slot write', note, () => {
        createDurably(fileSystem, folder, slotId, bytes);
      });
      bytes.fill(0);
    },
    read(slotId) {
      const bytes = guard('slot read', asIs, () =>
        readAll(fileSystem, pathOf(assertSlotId(slotId))),
      );
      const slot = parseSlot(slotId, bytes);
      bytes.fill(0);
      if (slot.kind === 'full') return slot.key;
      if (slot.kind === 'empty') return 'empty';
      throw new EvidenceError(
        'VAULT_SLOT_DAMAGED',
        'slot expected whole or overwritten, got another content',
      );
    },
    overwrite(slotId) {
      guard('slot overwrite', note, () => {
        overwrite(fileSystem, pathOf(assertSlotId(slotId)));
      });
    },
    remove(slotId) {
      if (!isId(slotId) || !exists(slotId)) return false;
      guard('slot removal', note, () => {
        overwrite(fileSystem, pathOf(slotId));
        fileSystem.removeSync(pathOf(slotId));
        fileSystem.syncFolderSync(folder);
      });
      return true;
    },
    list: () =>
      guard('slot list', asIs, () =>
        (fileSystem.listSync(folder) ?? []).map(({ name }) => name).filter((name) => isId(name)),
      ),
  };
}

/** Remove what a crash while making a slot left: a key that nothing was encrypted under. */
export function removeSlotLeftovers(folder: string, fileSystem: FileSystem): void {
  for (const { name, kind } of fileSystem.listSync(folder) ?? []) {
    if (kind === 'file' && name.endsWith(TEMP_ENDING)) fileSystem.removeSync(join(folder, name));
  }
}

function createDurably(
  fileSystem: FileSystem,
  folder: string,
  slotId: string,
  bytes: Uint8Array,
): void {
  const temp = join(folder, slotId + TEMP_ENDING);
  const file = fileSystem.openSync(temp, 'create');
  try {
    try {
      file.write(bytes, 0);
      file.sync();
    } finally {
      file.close();
    }
    fileSystem.renameSync(temp, join(folder, slotId));
  } catch (error) {
    removeQuietly(fileSystem, temp);
    throw error;
  }
  fileSystem.syncFolderSync(folder);
}

function overwrite(fileSystem: FileSystem, path: string): void {
  const file = fileSystem.openSync(path, 'overwrite');
  try {
    file.write(emptySlot(), 0);
    file.sync();
  } finally {
    file.close();
  }
}

function removeQuietly(fileSystem: FileSystem, path: string): void {
  try {
    fileSystem.removeSync(path);
  } catch {
    // The first failure is the one to tell; the next open removes what is left.
  }
}

function readAll(fileSystem: FileSystem, path: string): Uint8Array {
  const file = fileSystem.openSync(path, 'read');
  try {
    return file.read(SLOT_BYTES + 1, 0);
  } finally {
    file.close();
  }
}

// An id comes from a row of the database, which may be damaged: it must never become another path.
function assertSlotId(slotId: string): string {
  if (isId(slotId)) return slotId;
  throw missing(undefined);
}

function missing(cause: unknown): EvidenceError {
  return new EvidenceError('VAULT_SLOT_MISSING', 'slot expected a file, got none', { cause });
}

// A read that fails changed nothing on the disk, so it does not make the store suspect.
function asIs(error: Error): Error {
  return error;
}

function guard<T>(what: string, note: (error: Error) => Error, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw isNoSuchFile(error) ? missing(error) : note(storeError(error, what));
  }
}
