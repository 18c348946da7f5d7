import type { Digest } from '#src/core/digest.ts';
import type { ObjectRef } from './entry.ts';

declare const readBrand: unique symbol;
declare const writeBrand: unique symbol;

/** A handle that may read the vault's database. Only `src/store` makes one. */
export interface ReadDb {
  readonly [readBrand]: true;
}

/** A handle that may write, alive only inside one `write(…)` transaction. Only `src/store` makes one. */
export interface WriteDb extends ReadDb {
  readonly [writeBrand]: true;
  /**
   * Register what must be undone in memory if this transaction does not commit.
   * @param undo - called once, newest first, after the rollback; must not throw
   */
  onRollback(undo: () => void): void;
}

/** One entry as stored; every field is untrusted until parsed. */
export interface EntryRow {
  /** 0-based, no gaps. */
  readonly index: number;
  /** RFC 8785 bytes of the entry, the Merkle leaf. */
  readonly bytes: Uint8Array;
  /** Sealed salt and payload; null where the payload was removed by disposal. */
  readonly payload: Uint8Array | null;
  /** Which data key opens `payload`. */
  readonly dataKeyId: string;
  /** Signed note of the tree of size `index + 1`. */
  readonly checkpoint: string;
}

/** One data key as stored. */
export interface DataKeyRow {
  readonly dataKeyId: string;
  /** The sitting it was made for; null for entries outside a sitting. */
  readonly sittingId: string | null;
  /** True when only the people entitled to restricted payloads are recipients. */
  readonly restricted: boolean;
  /** age file holding the 32-byte key. */
  readonly file: Uint8Array;
}

/** One sitting as stored. */
export interface SittingRow {
  readonly sittingId: string;
  /** Delegation signed by both people; opaque here. */
  readonly delegation: Uint8Array;
  /** Checkpoint note cosigned by both at the end; null while it has not been cosigned. */
  readonly endedCheckpoint: string | null;
}

/** What the ledger needs from the store for one origin. Synchronous; writes only inside a transaction. */
export interface LedgerStore {
  readonly origin: string;
  /** Number of entries. */
  size(): number;
  /** One row, or null when there is none. */
  row(index: number): EntryRow | null;
  /** Rows from `from` (default 0) up to but not including `to` (default the end), in order. */
  rows(from?: number, to?: number): Iterable<EntryRow>;
  /**
   * Insert the next row and claim its objects.
   * @throws {EvidenceError} LEDGER_INDEX_GAP - `row.index` is not the number of entries
   * @throws {EvidenceError} OBJECT_MISSING - an object's file is absent or has another size
   */
  append(db: WriteDb, row: EntryRow, objects: readonly ObjectRef[]): void;
  dataKey(dataKeyId: string): DataKeyRow | null;
  dataKeys(): readonly DataKeyRow[];
  putDataKey(db: WriteDb, row: DataKeyRow): void;
  sitting(sittingId: string): SittingRow | null;
  sittings(): readonly SittingRow[];
  putSitting(db: WriteDb, row: SittingRow): void;
  /** @throws {EvidenceError} LEDGER_SITTING_UNKNOWN - no such sitting under this origin */
  endSitting(db: WriteDb, sittingId: string, endedCheckpoint: string): void;
}

/** An object file claimed by an entry, or abandoned by a capture that was never accepted. */
export interface ObjectRow {
  readonly objectId: string;
  /** Origin of the entry that names it; null for an abandoned one. */
  readonly origin: string | null;
  /** Index of the entry that names it; null for an abandoned one. */
  readonly index: number | null;
  readonly fileDigest: Digest;
  readonly fileBytes: number;
}
