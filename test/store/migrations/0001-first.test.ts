import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate } from '#src/store/migrate.ts';
import { closedAtEnd } from '../support.ts';

function atVersion1(): Database.Database {
  const database = closedAtEnd(new Database(':memory:'));
  migrate(database, 0, 1);
  database.pragma('foreign_keys = ON');
  database.exec(`
    INSERT INTO data_keys VALUES ('o', 'k', NULL, 0, x'00');
    INSERT INTO entries VALUES ('o', 0, x'01', x'02', 'k', 'note');
    INSERT INTO objects VALUES ('f', 'o', 0, 'sha256:…', 5);
  `);
  return database;
}

describe('first', () => {
  it.each([
    ['deleting an entry', 'DELETE FROM entries', 'an entry is never deleted'],
    ['changing an entry', "UPDATE entries SET bytes = x'ff'", 'an entry is never changed'],
    [
      'changing a checkpoint',
      "UPDATE entries SET checkpoint = 'other'",
      'an entry is never changed',
    ],
    ['changing a payload', "UPDATE entries SET payload = x'ff'", 'an entry is never changed'],
    ['moving an entry', 'UPDATE entries SET idx = 1', 'an entry is never changed'],
    [
      'an entry without its data key',
      "INSERT INTO entries VALUES ('o', 1, x'01', NULL, 'none', 'n')",
      'FOREIGN KEY',
    ],
    ['removing a data key in use', 'DELETE FROM data_keys', 'FOREIGN KEY'],
    ['an object of no entry', "INSERT INTO objects VALUES ('g', 'o', 7, 'd', 5)", 'FOREIGN KEY'],
    ['half a claim', "INSERT INTO objects VALUES ('g', 'o', NULL, 'd', 5)", 'CHECK'],
    [
      'text for bytes',
      "INSERT INTO kv VALUES ('a', 'text')",
      'cannot store TEXT value in BLOB column',
    ],
    [
      'two entries at one index',
      "INSERT INTO entries VALUES ('o', 0, x'01', NULL, 'k', 'n')",
      'UNIQUE',
    ],
  ])('refuses %s', (_name, sql, message) => {
    expect(() => atVersion1().exec(sql)).toThrow(message);
  });

  it('lets a payload be removed, for disposal', () => {
    const database = atVersion1();
    database.exec('UPDATE entries SET payload = NULL');
    expect(database.prepare('SELECT payload FROM entries').pluck().get()).toBeNull();
  });
});
