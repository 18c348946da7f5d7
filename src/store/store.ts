import { join, resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { EvidenceError, isEvidenceError } from '#src/core/errors.ts';
import { randomBytes } from '#src/crypto/random.ts';
import type { FsckReader } from '#src/ledger/fsck.ts';
import type { LedgerStore } from '#src/ledger/store-port.ts';
import type { StoredObject, VaultStore, VaultTables } from '#src/ledger/vault-store.ts';
import { Connection } from './connection.ts';
import { createDatabase, openDatabase } from './database.ts';
import type { FileSystem } from './file-system.ts';
import { fsckReader } from './fsck-reader.ts';
import { Health } from './health.ts';
import { busyError, removeHolder, writeHolder } from './holder.ts';
import { LedgerRows } from './ledger-rows.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { NodeObjectStore } from './object-store.ts';
import { recover } from './recover.ts';
import { slotStore } from './slot-store.ts';
import { storeError } from './store-error.ts';
import { textOf } from './rows.ts';
import { envelopesTable } from './tables/envelopes.ts';
import { exhibitKeysTable } from './tables/exhibit-keys.ts';
import { investigationsTable } from './tables/investigations.ts';
import { kvTable } from './tables/kv.ts';
import { insertObject, objectsTable } from './tables/objects.ts';
import { peopleTable } from './tables/people.ts';

/** How a store is opened. */
export interface StoreOptions {
  /** Who says that it holds the vault, e.g. `Countersign, process 1234`; the second to come is told. */
  readonly holder: string;
  /** Fault injection; the real file system by default. */
  readonly fileSystem?: FileSystem;
}

/** An open vault folder. */
export interface OpenStore extends VaultStore {
  /** What `fsck` reads; only while the store is open. */
  fsckReader(): FsckReader;
}

/** A vault folder opened to be looked through, changed by nobody. */
export interface StoreForFsck extends FsckReader, Pick<VaultStore, 'tables' | 'read'> {
  close(): void;
}

const DATABASE = 'vault.sqlite';
const UNFINISHED = 'vault.sqlite.new';
const OBJECTS = 'objects';
const SLOTS = 'slots';

/**
 * Whether a folder holds a vault, open or not. Looks at names only: opening and closing the database's
 * file by any other way than SQLite would drop this process's lock on it (POSIX).
 */
export function isVault(path: string): boolean {
  return nodeFileSystem().sizeSync(join(resolve(path), DATABASE)) !== null;
}

/**
 * Make a new vault and open it. A crash before it returns leaves no vault, and the folder can be used again.
 * @param path - a folder that does not exist or is empty
 * @throws {EvidenceError} VAULT_ALREADY_SET_UP - there is a vault
 * @throws {EvidenceError} STORE_FOLDER_NOT_EMPTY - there is something else; further as {@link openStore}
 */
export function createStore(path: string, options: StoreOptions): OpenStore {
  const folder = resolve(path);
  const fileSystem = options.fileSystem ?? nodeFileSystem();
  try {
    if (fileSystem.sizeSync(join(folder, DATABASE)) !== null) {
      throw new EvidenceError('VAULT_ALREADY_SET_UP', 'folder expected no vault, got one');
    }
    clear(folder, fileSystem);
    for (const name of ['', OBJECTS, SLOTS]) fileSystem.makeFolderSync(join(folder, name));
    createDatabase(join(folder, UNFINISHED));
    fileSystem.renameSync(join(folder, UNFINISHED), join(folder, DATABASE));
    fileSystem.syncFolderSync(folder);
    fileSystem.syncFolderSync(resolve(folder, '..'));
  } catch (error) {
    throw storeError(error, 'vault creation');
  }
  return openStore(folder, options);
}

/**
 * Open a vault, alone. Tidies up after a crash first: see `recover.ts`.
 * @throws {EvidenceError} STORE_NOT_A_VAULT, STORE_NEWER_VERSION, STORE_DAMAGED, STORE_DURABILITY_OFF,
 * STORE_NODE_TOO_OLD, STORE_DISK_FULL, STORE_IO_FAILED
 * @throws {EvidenceError} STORE_BUSY - with details `{ holder }`
 */
export function openStore(path: string, options: StoreOptions): OpenStore {
  const parts = hold(path, options, false);
  try {
    if (recover({ ...parts, tables: parts.store.tables, slots: parts.store.slots }))
      return parts.store;
  } catch (error) {
    parts.store.close();
    throw storeError(error, 'vault recovery');
  }
  // The disk is full: open again without tidying up, so that STOP works and locks can be finished.
  parts.store.close();
  return hold(path, options, false).store;
}

/**
 * Open a vault for `fsck` alone: nothing is tidied up, and damage that {@link openStore} refuses is left for
 * the findings. Throws as {@link openStore} does where not even the first page can be read.
 */
export function openForFsck(path: string, options: StoreOptions): StoreForFsck {
  const { store } = hold(path, options, true);
  return {
    ...store.fsckReader(),
    tables: store.tables,
    read: store.read,
    close() {
      store.close();
    },
  };
}

interface Parts {
  readonly store: OpenStore;
  readonly connection: Connection;
  readonly fileSystem: FileSystem;
  readonly objectRoot: string;
  readonly slotFolder: string;
}

function hold(path: string, options: StoreOptions, tolerateDamage: boolean): Parts {
  const folder = resolve(path);
  const fileSystem = options.fileSystem ?? nodeFileSystem();
  const file = join(folder, DATABASE);
  if (sizeOf(file, fileSystem) === null) {
    throw new EvidenceError('STORE_NOT_A_VAULT', `folder expected "${DATABASE}", got none`);
  }
  let database: Database.Database;
  try {
    database = openDatabase(file, { tolerateDamage });
  } catch (error) {
    throw isEvidenceError(error, 'STORE_BUSY') ? busyError(folder, fileSystem, error) : error;
  }
  writeHolder(folder, options.holder, fileSystem);
  return assemble(folder, database, fileSystem, new Health(tolerateDamage));
}

function assemble(
  path: string,
  database: Database.Database,
  fileSystem: FileSystem,
  health: Health,
): Parts {
  const connection = new Connection(database, health);
  const pending = new Map<string, StoredObject>();
  const objectRoot = join(path, OBJECTS);
  const slotFolder = join(path, SLOTS);
  const objects = new NodeObjectStore({
    root: objectRoot,
    fileSystem,
    health,
    random: randomBytes,
    pending,
  });
  const slots = slotStore({ folder: slotFolder, fileSystem, note: (error) => health.note(error) });
  const tables = tablesOf(connection);
  const store: OpenStore = {
    ...{ path, read: connection.read, tables, objects, slots },
    get suspect() {
      return health.suspect;
    },
    origins: () => originsOf(connection),
    ledgerStore: (origin): LedgerStore => new LedgerRows({ origin, connection, objects, pending }),
    write: (fn) => connection.write(fn),
    abandonPending(db) {
      const abandoned = [...pending.values()];
      for (const { objectId, fileDigest, fileBytes } of abandoned) {
        insertObject(connection, db, {
          objectId,
          origin: null,
          index: null,
          fileDigest,
          fileBytes,
        });
      }
      pending.clear();
      db.onRollback(() => {
        for (const stored of abandoned) pending.set(stored.objectId, stored);
      });
    },
    checkpointTruncate() {
      const moved = connection.checkpointTruncate();
      // Looked at, not opened: see isVault.
      const rest = sizeOf(join(path, `${DATABASE}-wal`), fileSystem) ?? 0;
      if (moved && rest === 0) return;
      throw health.note(
        new EvidenceError('STORE_IO_FAILED', `WAL expected 0 bytes left, got ${rest}`),
      );
    },
    close() {
      if (health.closed) return;
      noteAbandoned(store, pending);
      health.close();
      removeHolder(path, fileSystem);
      connection.close();
    },
    fsckReader: () => fsckReader({ store, database, connection, fileSystem, objectRoot, pending }),
  };
  return { store, connection, fileSystem, objectRoot, slotFolder };
}

/** What was dropped since is on record before the store closes; where that fails, the next open does it. */
function noteAbandoned(store: OpenStore, pending: ReadonlyMap<string, unknown>): void {
  if (store.suspect || pending.size === 0) return;
  try {
    store.write((db) => {
      store.abandonPending(db);
    });
  } catch (error) {
    if (!isEvidenceError(error)) throw error;
  }
}

function sizeOf(file: string, fileSystem: FileSystem): number | null {
  try {
    return fileSystem.sizeSync(file);
  } catch (error) {
    throw storeError(error, 'file look-up');
  }
}

function tablesOf(connection: Connection): VaultTables {
  return {
    people: peopleTable(connection),
    investigations: investigationsTable(connection),
    envelopes: envelopesTable(connection),
    exhibitKeys: exhibitKeysTable(connection),
    objects: objectsTable(connection),
    kv: kvTable(connection),
  };
}

function originsOf(connection: Connection): readonly string[] {
  const sql = `SELECT origin FROM entries UNION SELECT origin FROM data_keys UNION SELECT origin FROM sittings
    ORDER BY origin`;
  return connection.all(sql).map((row) => textOf(row, 'origin'));
}

/** Remove what a creation that did not finish left; anything else in the folder stays and is refused. */
function clear(folder: string, fileSystem: FileSystem): void {
  const items = fileSystem.listSync(folder) ?? [];
  const ours = items.every(({ name, kind }) =>
    kind === 'folder'
      ? [OBJECTS, SLOTS].includes(name) && fileSystem.listSync(join(folder, name))?.length === 0
      : kind === 'file' && name.startsWith(UNFINISHED),
  );
  if (!ours) throw new EvidenceError('STORE_FOLDER_NOT_EMPTY', 'folder expected to be empty');
  for (const { name, kind } of items)
    if (kind === 'file') fileSystem.removeSync(join(folder, name));
}
