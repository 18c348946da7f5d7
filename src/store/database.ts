import Database from 'better-sqlite3';
import { EvidenceError } from '#src/core/errors.ts';
import { LATEST_VERSION, migrate, schemaOf, versionOf } from './migrate.ts';
import { assertNodeVersion } from './node-version.ts';
import { storeError } from './store-error.ts';

/** A pragma with the value it must read back as. */
type Setting = readonly [name: string, value: string, expected: number];

const FULL = 2;
const SETTINGS: readonly Setting[] = [
  ['synchronous', 'FULL', FULL],
  // macOS: a plain fsync leaves data in the drive's cache.
  ['fullfsync', 'ON', 1],
  ['checkpoint_fullfsync', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['foreign_keys', 'ON', 1],
  ['cell_size_check', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
];
// A process that is just closing gets this long before the vault counts as busy.
const BUSY_TIMEOUT_MS = 250;

/** How {@link openDatabase} opens. */
export interface DatabaseOptions {
  /** For `fsck`: pages and schema are not looked at first, so that it can list what is wrong with them. */
  readonly tolerateDamage?: boolean;
}

/**
 * Open a vault's database, alone: no other process, and no other connection of this one, can open it
 * until this connection closes or its process ends. Migrates older versions.
 * @param file - absolute path; must exist
 * @throws {EvidenceError} STORE_NODE_TOO_OLD, STORE_BUSY, STORE_NOT_A_VAULT, STORE_NEWER_VERSION, STORE_DAMAGED,
 * STORE_DURABILITY_OFF, STORE_DISK_FULL, STORE_IO_FAILED
 */
export function openDatabase(file: string, options: DatabaseOptions = {}): Database.Database {
  assertNodeVersion();
  return connect(file, true, (database) => {
    const version = versionOf(database);
    harden(database);
    if (options.tolerateDamage === true) return;
    assertPages(database);
    migrate(database, version);
    assertSchema(database);
  });
}

/** Make a new database of the latest version, whole and durable when this returns. @param file - must not exist */
export function createDatabase(file: string): void {
  assertNodeVersion();
  connect(file, false, (database) => {
    database.pragma('page_size = 4096');
    harden(database);
    migrate(database, 0);
    assertDurable(database);
    assertSchema(database);
  }).close();
}

/** @throws {EvidenceError} STORE_DURABILITY_OFF - commits would not wait for the disk (SQLite falls back silently) */
export function assertDurable(database: Database.Database): void {
  const got = database.pragma('synchronous', { simple: true });
  if (got !== FULL) throw notDurable('synchronous', FULL, got);
}

let latestSchema: string | null = null;

/** Schema of the latest version; made once, since it depends on the migrations alone. */
export function expectedSchema(): string {
  latestSchema ??= makeSchema();
  return latestSchema;
}

function makeSchema(): string {
  const database = new Database(':memory:');
  try {
    migrate(database, 0, LATEST_VERSION);
    return schemaOf(database);
  } finally {
    database.close();
  }
}

function connect(
  file: string,
  fileMustExist: boolean,
  prepare: (database: Database.Database) => void,
): Database.Database {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { fileMustExist, timeout: BUSY_TIMEOUT_MS });
    // Before anything is read: the wal-index then lives in this process's memory, and the file lock stays.
    database.pragma('locking_mode = EXCLUSIVE');
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw storeError(error, 'database open');
  }
}

function harden(database: Database.Database): void {
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') throw notDurable('journal_mode', 'wal', mode);
  for (const [name, value, expected] of SETTINGS) {
    database.pragma(`${name} = ${value}`);
    const got = database.pragma(name, { simple: true });
    if (got !== expected) throw notDurable(name, expected, got);
  }
}

function assertPages(database: Database.Database): void {
  const got = database.pragma('quick_check(1)', { simple: true });
  if (got === 'ok') return;
  throw new EvidenceError('STORE_DAMAGED', 'database pages expected whole, got damaged ones');
}

// A planted trigger or view would change what our statements do.
function assertSchema(database: Database.Database): void {
  if (schemaOf(database) === expectedSchema()) return;
  throw new EvidenceError(
    'STORE_DAMAGED',
    'database schema expected that of its version, got another',
  );
}

function notDurable(name: string, expected: unknown, got: unknown): EvidenceError {
  return new EvidenceError(
    'STORE_DURABILITY_OFF',
    `"${name}" expected ${String(expected)}, got ${String(got)}`,
    { details: { setting: name } },
  );
}
