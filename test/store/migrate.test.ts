import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { expectedSchema } from '#src/store/database.ts';
import {
  APPLICATION_ID,
  LATEST_VERSION,
  migrate,
  MIGRATIONS,
  schemaOf,
  versionOf,
} from '#src/store/migrate.ts';
import { closedAtEnd, thrownBy } from './support.ts';

describe('migrate', () => {
  it('brings a new database to the latest version and marks it as a vault', () => {
    const database = closedAtEnd(new Database(':memory:'));
    migrate(database, 0);
    expect(versionOf(database)).toBe(LATEST_VERSION);
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(schemaOf(database)).toBe(expectedSchema());
  });

  it('changes nothing when a migration fails', () => {
    const database = closedAtEnd(new Database(':memory:'));
    database.exec('CREATE TABLE kv (a)');
    const before = schemaOf(database);
    expect(() => {
      migrate(database, 0);
    }).toThrow('table kv already exists');
    expect(schemaOf(database)).toBe(before);
    expect(database.pragma('user_version', { simple: true })).toBe(0);
  });

  it('has one migration a version', () => {
    expect(MIGRATIONS).toHaveLength(LATEST_VERSION);
  });
});

describe('versionOf', () => {
  it('throws STORE_DAMAGED for a vault without a version', () => {
    const database = closedAtEnd(new Database(':memory:'));
    database.pragma(`application_id = ${APPLICATION_ID}`);
    expect(thrownBy(() => versionOf(database))).toMatchObject({
      code: 'STORE_DAMAGED',
      message: '"user_version" expected 1 or more',
    });
  });
});
