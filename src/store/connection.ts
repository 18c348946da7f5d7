import type Database from 'better-sqlite3';
import type { ReadDb, WriteDb } from '#src/ledger/store-port.ts';
import { assertDurable } from './database.ts';
import type { Health } from './health.ts';
import type { Row } from './rows.ts';
import { storeError } from './store-error.ts';

type Value = string | number | Uint8Array | null;

/** One running transaction: what its handle can be checked against, and what to undo. */
interface Transaction {
  readonly handle: WriteDb;
  readonly undos: (() => void)[];
}

/**
 * The one connection to the database: prepared statements, one synchronous transaction at a time,
 * every failure coded and noted in the store's health.
 */
export class Connection {
  readonly #database: Database.Database;
  readonly #health: Health;
  readonly #statements = new Map<string, Database.Statement<Value[], Row>>();
  #transaction: Transaction | null = null;

  /** A handle that may read. */
  readonly read: ReadDb;

  /** @param database - from `openDatabase` @param health - the store's */
  constructor(database: Database.Database, health: Health) {
    this.#database = database;
    this.#health = health;
    // The brand exists in types only; nothing is ever read from a handle, it is compared by identity.
    this.read = Object.freeze({}) as ReadDb;
  }

  /** All rows of a statement: never an open cursor, so that a caller may write while it walks over them. */
  all(sql: string, ...values: Value[]): Row[] {
    return this.#run('database read', () => this.#prepare(sql).all(...values));
  }

  /** The first row, or null. */
  get(sql: string, ...values: Value[]): Row | null {
    return this.#run('database read', () => this.#prepare(sql).get(...values) ?? null);
  }

  /**
   * Change rows inside the running transaction.
   * @param db - the running transaction's handle
   * @returns how many rows changed
   * @throws {TypeError} when `db` is not the running transaction, or the row breaks a rule of its table
   */
  run(db: WriteDb, sql: string, ...values: Value[]): number {
    if (this.#transaction?.handle !== db)
      throw new TypeError('"db" expected the running transaction');
    return this.#run('database write', () => this.#prepare(sql).run(...values).changes);
  }

  /** One synchronous transaction; see `VaultStore.write`. */
  write<T>(fn: (db: WriteDb) => T): T {
    this.#health.assertSound();
    if (this.#transaction !== null) throw new TypeError('write expected outside another write');
    const undos: (() => void)[] = [];
    const handle = Object.freeze({
      onRollback: (undo: () => void) => void undos.push(undo),
    }) as WriteDb;
    this.#run('database begin', () => this.#database.exec('BEGIN IMMEDIATE'));
    this.#transaction = { handle, undos };
    try {
      const result = fn(handle);
      if (isThenable(result)) throw new TypeError('write expected a synchronous function');
      // A statement that failed inside may have been caught by the caller: nothing half-done commits.
      this.#health.assertSound();
      this.#run('database commit', () => this.#database.exec('COMMIT'));
      this.#transaction = null;
      this.#run('database commit', () => {
        assertDurable(this.#database);
      });
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Move the WAL into the database and cut it. @returns whether SQLite says that all of it was moved */
  checkpointTruncate(): boolean {
    const row: unknown = this.#run('WAL checkpoint', () =>
      this.#database.pragma('wal_checkpoint(TRUNCATE)'),
    );
    const result: unknown = Array.isArray(row) ? row[0] : null;
    return (
      typeof result === 'object' &&
      result !== null &&
      'busy' in result &&
      'log' in result &&
      result.busy === 0 &&
      result.log === 0
    );
  }

  /** Close the connection; the file lock goes with it. */
  close(): void {
    this.#database.close();
  }

  #rollBack(): void {
    const transaction = this.#transaction;
    if (transaction === null) return;
    this.#transaction = null;
    try {
      // After some failures SQLite has rolled back already.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    } catch (error) {
      this.#health.note(storeError(error, 'database rollback'));
    }
    for (const undo of transaction.undos.toReversed()) undo();
  }

  #prepare(sql: string): Database.Statement<Value[], Row> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare<Value[], Row>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run<T>(what: string, action: () => T): T {
    this.#health.assertSound();
    try {
      return action();
    } catch (error) {
      throw this.#health.note(storeError(error, what));
    }
  }
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
