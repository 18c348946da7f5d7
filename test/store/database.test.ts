import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  assertDurable,
  createDatabase,
  expectedSchema,
  openDatabase,
} from '#src/store/database.ts';
import { schemaOf } from '#src/store/migrate.ts';
import { closedAtEnd, temporaryFolder, thrownBy } from './support.ts';

function newDatabase(): string {
  const file = join(temporaryFolder(), 'vault.sqlite');
  createDatabase(file);
  return file;
}

describe('openDatabase', () => {
  it('sets and keeps every setting that durability and secrecy rest on', () => {
    const database = closedAtEnd(openDatabase(newDatabase()));
    const read = (name: string): unknown => database.pragma(name, { simple: true });
    const settings = [
      'journal_mode',
      'synchronous',
      'secure_delete',
      'trusted_schema',
      'foreign_keys',
      'locking_mode',
    ];
    const expected = ['wal', 2, 1, 0, 1, 'exclusive'];
    expect(settings.map(read)).toEqual(expected);
    expect(
      ['fullfsync', 'checkpoint_fullfsync', 'cell_size_check', 'temp_store'].map(read),
    ).toEqual([1, 1, 1, 2]);
    database.exec("INSERT INTO kv (key, value) VALUES ('a', x'01')");
    expect(settings.map(read)).toEqual(expected);
  });

  it('has to ask for FULL: without, the library falls back to NORMAL', () => {
    const database = closedAtEnd(new Database(newDatabase()));
    database.pragma('journal_mode = WAL');
    database.exec("INSERT INTO kv (key, value) VALUES ('a', x'01')");
    expect(database.pragma('synchronous', { simple: true })).toBe(1);
    expect(
      thrownBy(() => {
        assertDurable(database);
      }),
    ).toMatchObject({
      code: 'STORE_DURABILITY_OFF',
      message: '"synchronous" expected 2, got 1',
      details: { setting: 'synchronous' },
    });
  });

  it('throws STORE_DAMAGED for a file that is no database', () => {
    const file = join(temporaryFolder(), 'vault.sqlite');
    writeFileSync(file, 'x'.repeat(8192));
    expect(thrownBy(() => openDatabase(file))).toMatchObject({
      code: 'STORE_DAMAGED',
      details: { reason: 'SQLITE_NOTADB' },
    });
  });
});

describe('createDatabase', () => {
  it('makes the schema of the latest version, all tables strict', () => {
    const database = closedAtEnd(openDatabase(newDatabase()));
    expect(schemaOf(database)).toBe(expectedSchema());
    const tables = database
      .prepare<[], { strict: number }>(
        "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(tables.length).toBe(10);
    expect(tables.every(({ strict }) => strict === 1)).toBe(true);
  });
});
