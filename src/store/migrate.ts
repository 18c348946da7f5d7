import type Database from 'better-sqlite3';
import { EvidenceError } from '#src/core/errors.ts';
import { first } from './migrations/0001-first.ts';

/** Marks a database as a vault's: `CSNV`. */
export const APPLICATION_ID = 0x43_53_4e_56;

/** SQL that leads to version 1, 2, …; a released one is never changed. */
export const MIGRATIONS: readonly string[] = [first];

/** The version this program writes. */
export const LATEST_VERSION = MIGRATIONS.length;

/** Whether a database is a vault's and how far it was migrated. */
export function versionOf(database: Database.Database): number {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new EvidenceError(
      'STORE_NOT_A_VAULT',
      '"application_id" expected that of a vault, got another',
    );
  }
  const version = database.pragma('user_version', { simple: true });
  if (typeof version !== 'number' || version < 1) {
    throw new EvidenceError('STORE_DAMAGED', '"user_version" expected 1 or more');
  }
  if (version > LATEST_VERSION) {
    throw new EvidenceError(
      'STORE_NEWER_VERSION',
      `"user_version" expected at most ${LATEST_VERSION}, got ${version}`,
      {
        details: { expected: LATEST_VERSION, got: version },
      },
    );
  }
  return version;
}

/**
 * Bring a database from one version to another in one transaction; nothing happens where they are equal.
 * @param from - its version now; 0 for a new one
 * @param to - {@link LATEST_VERSION} but in tests
 */
export function migrate(
  database: Database.Database,
  from: number,
  to: number = LATEST_VERSION,
): void {
  if (from === to) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const sql of MIGRATIONS.slice(from, to)) database.exec(sql);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${to}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Tables, indexes and triggers with their SQL, sorted: two databases of one version say the same. */
export function schemaOf(database: Database.Database): string {
  const rows = database
    .prepare<[], unknown[]>(
      'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name',
    )
    .raw(true)
    .all();
  return JSON.stringify(rows);
}
