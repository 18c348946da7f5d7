import { isEvidenceError } from '#src/core/errors.ts';
import type { ObjectRow } from '#src/ledger/store-port.ts';
import type { SlotStore, VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from './connection.ts';
import type { FileSystem } from './file-system.ts';
import { abandonedSlots } from './fsck-reader.ts';
import { digestFileSync, listObjects, objectPath } from './object-files.ts';
import { removeSlotLeftovers } from './slot-store.ts';
import { insertObject } from './tables/objects.ts';

/** What {@link recover} works on. */
export interface RecoverOptions {
  readonly connection: Connection;
  readonly tables: VaultTables;
  readonly slots: SlotStore;
  readonly fileSystem: FileSystem;
  readonly objectRoot: string;
  readonly slotFolder: string;
}

/**
 * Tidy up after a crash, once the vault is held. Files still being written go. Whole objects and slots
 * that no row names were never acknowledged to anyone who could use them: their keys were in memory
 * only. They stay, and a row says that they are abandoned; nothing that was ever whole is deleted.
 * @returns whether there was room for those rows; without, the next open tries again
 */
export function recover(options: RecoverOptions): boolean {
  const { connection, fileSystem, objectRoot, slotFolder } = options;
  removeSlotLeftovers(slotFolder, fileSystem);
  const listing = listObjects(objectRoot, fileSystem);
  for (const path of listing.temps) fileSystem.removeSync(path);
  const objects = abandonedObjects(options, listing.objectIds);
  const slots = straySlots(options);
  if (objects.length === 0 && slots.length === 0) return true;
  try {
    connection.write((db) => {
      for (const row of objects) insertObject(connection, db, row);
      for (const slotId of slots)
        connection.run(db, 'INSERT INTO abandoned_slots (slot_id) VALUES (?)', slotId);
    });
    return true;
  } catch (error) {
    if (isEvidenceError(error, 'STORE_DISK_FULL')) return false;
    throw error;
  }
}

function abandonedObjects(
  options: RecoverOptions,
  objectIds: readonly string[],
): readonly ObjectRow[] {
  const { connection, tables, fileSystem, objectRoot } = options;
  const known = new Set(tables.objects.list(connection.read).map(({ objectId }) => objectId));
  return objectIds.flatMap((objectId) => {
    if (known.has(objectId)) return [];
    const file = digestFileSync(objectPath(objectRoot, objectId), fileSystem);
    // Not an age file: not ours, so `fsck` goes on calling it stray.
    return file === null ? [] : [{ objectId, origin: null, index: null, ...file }];
  });
}

function straySlots({ connection, tables, slots }: RecoverOptions): readonly string[] {
  const known = new Set<unknown>(abandonedSlots(connection));
  for (const { slotId } of tables.investigations.list(connection.read)) known.add(slotId);
  return slots.list().filter((slotId) => !known.has(slotId));
}
