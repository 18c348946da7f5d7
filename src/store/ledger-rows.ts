import { EvidenceError } from '#src/core/errors.ts';
import type { ObjectRef } from '#src/ledger/entry.ts';
import type {
  DataKeyRow,
  EntryRow,
  LedgerStore,
  SittingRow,
  WriteDb,
} from '#src/ledger/store-port.ts';
import type { ObjectStore, StoredObject } from '#src/ledger/vault-store.ts';
import type { Connection } from './connection.ts';
import { bytesOf, bytesOrNull, countOf, flagOf, textOf, textOrNull, type Row } from './rows.ts';
import { hasObjectRow, insertObject } from './tables/objects.ts';

const ENTRY = 'idx, bytes, payload, data_key_id, checkpoint';
const DATA_KEY = 'data_key_id, sitting_id, restricted, file';
const SITTING = 'sitting_id, delegation, ended_checkpoint';
// A payload has at most 1 MiB, so one page of rows stays within 32 MiB.
const PAGE_ROWS = 32;

/** What rows of a ledger rest on. */
export interface LedgerRowsOptions {
  readonly origin: string;
  readonly connection: Connection;
  readonly objects: Pick<ObjectStore, 'stat'>;
  /** Objects written by this process that no entry names yet. */
  readonly pending: Map<string, StoredObject>;
}

/** Rows of one origin. */
export class LedgerRows implements LedgerStore {
  readonly origin: string;
  readonly #connection: Connection;
  readonly #objects: Pick<ObjectStore, 'stat'>;
  readonly #pending: Map<string, StoredObject>;

  /** @param options - origin and what its rows rest on */
  constructor(options: LedgerRowsOptions) {
    this.origin = options.origin;
    this.#connection = options.connection;
    this.#objects = options.objects;
    this.#pending = options.pending;
  }

  /** See {@link LedgerStore.size}. A gap in the middle still counts: opening the ledger finds it. */
  size(): number {
    const row = this.#connection.get(
      'SELECT max(idx) AS last FROM entries WHERE origin = ?',
      this.origin,
    );
    return row === null || row['last'] === null ? 0 : countOf(row, 'last') + 1;
  }

  /** See {@link LedgerStore.row}. */
  row(index: number): EntryRow | null {
    const sql = `SELECT ${ENTRY} FROM entries WHERE origin = ? AND idx = ?`;
    const row = this.#connection.get(sql, this.origin, index);
    return row === null ? null : entryOf(row);
  }

  /** See {@link LedgerStore.rows}; read page by page, so that writing goes on meanwhile. */
  *rows(from = 0, to = Number.MAX_SAFE_INTEGER): Iterable<EntryRow> {
    const sql = `SELECT ${ENTRY} FROM entries WHERE origin = ? AND idx >= ? AND idx < ? ORDER BY idx LIMIT ${PAGE_ROWS}`;
    for (let next = from; next < to;) {
      const page = this.#connection.all(sql, this.origin, next, to).map(entryOf);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_ROWS) return;
      next = last.index + 1;
    }
  }

  /** See {@link LedgerStore.append}. */
  append(db: WriteDb, row: EntryRow, objects: readonly ObjectRef[]): void {
    const size = this.size();
    if (row.index !== size) {
      throw new EvidenceError('LEDGER_INDEX_GAP', `"index" expected ${size}, got ${row.index}`);
    }
    const sql = `INSERT INTO entries (origin, ${ENTRY}) VALUES (?, ?, ?, ?, ?, ?)`;
    const { index, bytes, payload, dataKeyId, checkpoint } = row;
    this.#connection.run(db, sql, this.origin, index, bytes, payload, dataKeyId, checkpoint);
    for (const ref of objects) this.#claim(db, index, ref);
  }

  /** See {@link LedgerStore.dataKey}. */
  dataKey(dataKeyId: string): DataKeyRow | null {
    const sql = `SELECT ${DATA_KEY} FROM data_keys WHERE origin = ? AND data_key_id = ?`;
    const row = this.#connection.get(sql, this.origin, dataKeyId);
    return row === null ? null : dataKeyOf(row);
  }

  /** See {@link LedgerStore.dataKeys}; sorted by id. */
  dataKeys(): readonly DataKeyRow[] {
    const sql = `SELECT ${DATA_KEY} FROM data_keys WHERE origin = ? ORDER BY data_key_id`;
    return this.#connection.all(sql, this.origin).map(dataKeyOf);
  }

  /** See {@link LedgerStore.putDataKey}. @throws {TypeError} when there is one of this id */
  putDataKey(db: WriteDb, row: DataKeyRow): void {
    const sql = `INSERT INTO data_keys (origin, ${DATA_KEY}) VALUES (?, ?, ?, ?, ?)`;
    const { dataKeyId, sittingId, restricted, file } = row;
    this.#connection.run(db, sql, this.origin, dataKeyId, sittingId, restricted ? 1 : 0, file);
  }

  /** See {@link LedgerStore.sitting}. */
  sitting(sittingId: string): SittingRow | null {
    const sql = `SELECT ${SITTING} FROM sittings WHERE origin = ? AND sitting_id = ?`;
    const row = this.#connection.get(sql, this.origin, sittingId);
    return row === null ? null : sittingOf(row);
  }

  /** See {@link LedgerStore.sittings}; sorted by id. */
  sittings(): readonly SittingRow[] {
    const sql = `SELECT ${SITTING} FROM sittings WHERE origin = ? ORDER BY sitting_id`;
    return this.#connection.all(sql, this.origin).map(sittingOf);
  }

  /** See {@link LedgerStore.putSitting}. @throws {TypeError} when there is one of this id */
  putSitting(db: WriteDb, row: SittingRow): void {
    const sql = `INSERT INTO sittings (origin, ${SITTING}) VALUES (?, ?, ?, ?)`;
    this.#connection.run(db, sql, this.origin, row.sittingId, row.delegation, row.endedCheckpoint);
  }

  /** See {@link LedgerStore.endSitting}. */
  endSitting(db: WriteDb, sittingId: string, endedCheckpoint: string): void {
    const sql = 'UPDATE sittings SET ended_checkpoint = ? WHERE origin = ? AND sitting_id = ?';
    if (this.#connection.run(db, sql, endedCheckpoint, this.origin, sittingId) > 0) return;
    throw new EvidenceError(
      'LEDGER_SITTING_UNKNOWN',
      '"sittingId" expected a stored sitting, got none',
    );
  }

  #claim(db: WriteDb, index: number, ref: ObjectRef): void {
    const { objectId, fileDigest, fileBytes } = ref;
    if (hasObjectRow(this.#connection, objectId)) {
      throw new TypeError('"objects" expected ones that no entry names yet');
    }
    const stored = this.#pending.get(objectId);
    if (stored === undefined || this.#objects.stat(objectId)?.fileBytes !== fileBytes) {
      throw new EvidenceError(
        'OBJECT_MISSING',
        '"objects" expected files written before, got none of this size',
      );
    }
    if (stored.fileDigest !== fileDigest) {
      throw new EvidenceError(
        'DIGEST_MISMATCH',
        '"fileDigest" expected that of the file, got another',
      );
    }
    insertObject(this.#connection, db, {
      objectId,
      origin: this.origin,
      index,
      fileDigest,
      fileBytes,
    });
    this.#pending.delete(objectId);
    db.onRollback(() => this.#pending.set(objectId, stored));
  }
}

function entryOf(row: Row): EntryRow {
  return {
    index: countOf(row, 'idx'),
    bytes: bytesOf(row, 'bytes'),
    payload: bytesOrNull(row, 'payload'),
    dataKeyId: textOf(row, 'data_key_id'),
    checkpoint: textOf(row, 'checkpoint'),
  };
}

function dataKeyOf(row: Row): DataKeyRow {
  return {
    dataKeyId: textOf(row, 'data_key_id'),
    sittingId: textOrNull(row, 'sitting_id'),
    restricted: flagOf(row, 'restricted'),
    file: bytesOf(row, 'file'),
  };
}

function sittingOf(row: Row): SittingRow {
  return {
    sittingId: textOf(row, 'sitting_id'),
    delegation: bytesOf(row, 'delegation'),
    endedCheckpoint: textOrNull(row, 'ended_checkpoint'),
  };
}
