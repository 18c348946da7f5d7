import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const SAMPLE = fileURLToPath(new URL('../samples/vault-v1/vault', import.meta.url));

/** A copy of the sample vault, to be damaged at will. */
export interface VaultCopy {
  readonly folder: string;
  /** Change the database behind the vault's back, its triggers set aside meanwhile. */
  sql(statement: string, ...values: readonly unknown[]): void;
  /** One value. */
  value(statement: string): unknown;
  /** Every file with its digest, but for the holder file and SQLite's own while a process runs. */
  digests(): Readonly<Record<string, string>>;
  /** Every file of a folder of the vault. */
  files(under: string): string[];
  remove(): void;
}

/** Copy the sample vault into a folder of its own. */
export function copyVault(): VaultCopy {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'countersign-sample-'));
  const folder = path.join(parent, 'vault');
  cpSync(SAMPLE, folder, { recursive: true });
  const open = (): Database.Database => new Database(path.join(folder, 'vault.sqlite'));
  const files = (under: string): string[] =>
    globSync('**/*', { cwd: path.join(folder, under) })
      .map((name) => path.join(folder, under, name))
      .filter((name) => statSync(name).isFile())
      .toSorted();
  return {
    folder,
    files,
    sql(statement, ...values) {
      const database = open();
      try {
        database.pragma('foreign_keys = OFF');
        const triggers = database
          .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
          .all() as { name: string; sql: string }[];
        for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
        database.prepare(statement).run(...values);
        for (const trigger of triggers) database.exec(trigger.sql);
      } finally {
        database.close();
      }
    },
    value(statement) {
      const database = open();
      try {
        return database.prepare(statement).pluck().get();
      } finally {
        database.close();
      }
    },
    digests() {
      return Object.fromEntries(
        files('.').map((file) => [
          path.relative(folder, file),
          createHash('sha256').update(readFileSync(file)).digest('hex'),
        ]),
      );
    },
    remove() {
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
