import type { Digest } from '#src/core/digest.ts';
import type { LedgerStore, ObjectRow, ReadDb, WriteDb } from './store-port.ts';

/** A person's row: plain public facts, the encrypted key file, the certificate. Values are opaque to the store. */
export interface PersonRow {
  readonly personId: string;
  /** Public facts as canonical JSON bytes. */
  readonly publicRecord: Uint8Array;
  readonly keyFile: Uint8Array;
  /** DER; null until issued. */
  readonly certificate: Uint8Array | null;
}

/** An investigation's row: what stands plain on disk, no more. */
export interface InvestigationRow {
  readonly investigationId: string;
  /** Neutral reference, e.g. `NHS-2026-014`. */
  readonly reference: string;
  /** Origin of its ledger. */
  readonly origin: string;
  /** Short plain state, e.g. `open`, `locked`. */
  readonly state: string;
  /** Its lock slot; null before its keys are made. */
  readonly slotId: string | null;
  /** RFC 3339 UTC; null when never opened. */
  readonly lastOpenedAt: string | null;
  /** RFC 3339 UTC; null when no sitting ended yet. */
  readonly lastSittingEndedAt: string | null;
  /** Further plain facts as canonical JSON bytes. */
  readonly facts: Uint8Array;
}

/** A secret encrypted for somebody: key (kind, investigationId, personId); '' stands for "none". */
export interface EnvelopeRow {
  /** E.g. `record`, `restricted`, `content-share`, `release`, `list`, `ca-share`. */
  readonly kind: string;
  readonly investigationId: string;
  readonly personId: string;
  readonly box: Uint8Array;
}

/** Selects envelopes; a field left out matches all. */
export interface EnvelopeFilter {
  readonly kind?: string;
  readonly investigationId?: string;
  readonly personId?: string;
}

/** An accepted capture's identity, wrapped for the content recipient. */
export interface ExhibitKeyRow {
  readonly investigationId: string;
  readonly captureId: string;
  readonly box: Uint8Array;
}

/** `put` inserts or replaces by key; lists are in key order; a missing row is null. */
export interface VaultTables {
  readonly people: {
    put(db: WriteDb, row: PersonRow): void;
    get(db: ReadDb, personId: string): PersonRow | null;
    list(db: ReadDb): readonly PersonRow[];
    /** @returns whether there was one */
    remove(db: WriteDb, personId: string): boolean;
  };
  readonly investigations: {
    put(db: WriteDb, row: InvestigationRow): void;
    get(db: ReadDb, investigationId: string): InvestigationRow | null;
    list(db: ReadDb): readonly InvestigationRow[];
  };
  readonly envelopes: {
    put(db: WriteDb, row: EnvelopeRow): void;
    get(db: ReadDb, kind: string, investigationId: string, personId: string): EnvelopeRow | null;
    list(db: ReadDb, filter: EnvelopeFilter): readonly EnvelopeRow[];
    /** Remove all that match; an empty filter is refused with `RangeError`. @returns how many */
    remove(db: WriteDb, filter: EnvelopeFilter): number;
  };
  readonly exhibitKeys: {
    put(db: WriteDb, row: ExhibitKeyRow): void;
    get(db: ReadDb, investigationId: string, captureId: string): ExhibitKeyRow | null;
    list(db: ReadDb, investigationId: string): readonly ExhibitKeyRow[];
    /** Remove all of one investigation (disposal). @returns how many */
    removeAll(db: WriteDb, investigationId: string): number;
  };
  readonly objects: {
    list(db: ReadDb, origin?: string): readonly ObjectRow[];
  };
  readonly kv: {
    put(db: WriteDb, key: string, value: Uint8Array): void;
    get(db: ReadDb, key: string): Uint8Array | null;
    /** Keys that start with `prefix`, in order. */
    keys(db: ReadDb, prefix: string): readonly string[];
    /** @returns whether there was one */
    remove(db: WriteDb, key: string): boolean;
  };
}

/** A finished object file. */
export interface StoredObject {
  readonly objectId: string;
  readonly fileDigest: Digest;
  readonly fileBytes: number;
}

/** age files under random names. */
export interface ObjectStore {
  /**
   * Write one age file durably: temp, fsync, rename, fsync directory.
   * @param source - bytes of an age file, streamed in bounded memory or whole
   * @throws {TypeError} when the bytes do not start as an age file does: plaintext never reaches the disk
   * @throws {EvidenceError} STORE_DISK_FULL, STORE_IO_FAILED - nothing was kept
   */
  put(source: ReadableStream<Uint8Array> | Uint8Array): Promise<StoredObject>;
  /** The file's bytes. @throws {EvidenceError} OBJECT_MISSING - at the first read, when there is none */
  open(objectId: string): ReadableStream<Uint8Array>;
  /** Size, or null when there is none. */
  stat(objectId: string): { readonly fileBytes: number } | null;
  /** Ids of all files, sorted. */
  list(): Promise<readonly string[]>;
  /** Remove one file; only for disposal of accepted ones. @returns whether there was one */
  remove(objectId: string): Promise<boolean>;
}

/** What a lock slot holds. */
export type SlotState = Uint8Array | 'empty';

/** Lock slots: one preallocated file of 4,096 bytes each, in no backup. Work also on a suspect store. */
export interface SlotStore {
  /** Make a slot holding 32 secret bytes, durable on return. @throws {RangeError} not 32 bytes, or it exists */
  create(slotId: string, key: Uint8Array): void;
  /**
   * @returns the 32 bytes, or 'empty' once overwritten, wholly or in part
   * @throws {EvidenceError} VAULT_SLOT_MISSING, VAULT_SLOT_DAMAGED
   */
  read(slotId: string): SlotState;
  /** Overwrite in place and fsync; needs no free space. @throws {EvidenceError} VAULT_SLOT_MISSING, STORE_IO_FAILED */
  overwrite(slotId: string): void;
  /**
   * Remove the file of a slot that no investigation names any more (a crash while keys were made, a release);
   * it is overwritten first, and its removal durable on return. @returns whether there was one
   */
  remove(slotId: string): boolean;
  /** Ids of all slot files, sorted. */
  list(): readonly string[];
}

/** The open vault folder as `src/vault` and `src/app` see it; `src/store/store.ts` makes it. */
export interface VaultStore {
  /** Absolute path of the vault folder. */
  readonly path: string;
  readonly read: ReadDb;
  readonly tables: VaultTables;
  readonly objects: ObjectStore;
  readonly slots: SlotStore;
  /** True after a failed write or fsync: everything but slots answers STORE_SUSPECT until reopened. */
  readonly suspect: boolean;
  /** Origins that have at least one entry, data key or sitting, sorted. */
  origins(): readonly string[];
  /** The ledger port of one origin; an origin without entries has size 0. */
  ledgerStore(origin: string): LedgerStore;
  /**
   * Run one synchronous transaction; durable when it returns, undone when `fn` throws.
   * @throws {EvidenceError} STORE_DISK_FULL, STORE_IO_FAILED, STORE_SUSPECT, STORE_DAMAGED
   * @throws {TypeError} when called inside another write, or when `fn` returns a promise
   */
  write<T>(fn: (db: WriteDb) => T): T;
  /**
   * Record every object that was written here and that no entry names as abandoned: a capture that was
   * dropped, whose key was in memory only. The files stay.
   */
  abandonPending(db: WriteDb): void;
  /** Move the WAL into the database and cut it to nothing. @throws {EvidenceError} STORE_IO_FAILED - it could not */
  checkpointTruncate(): void;
  close(): void;
}
