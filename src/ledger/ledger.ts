import { equalBytes } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { RandomBytes } from '#src/core/ids.ts';
import { encodeCheckpoint, parseCheckpoint, type CheckpointSigner } from './checkpoint.ts';
import { readClock, type ClockReading } from './clock-reading.ts';
import { assertCommitment, commit, commitmentText, SALT_BYTES } from './commitment.ts';
import type { DataKey, DataKeyRing } from './data-key.ts';
import type { Disclosure, EntryProof } from './disclosure.ts';
import { encodeEntry, parseEntry, type Entry, type ObjectRef } from './entry.ts';
import { Frontier } from './frontier.ts';
import { decryptPayload, encryptPayload, MAX_PAYLOAD_BYTES } from './payload.ts';
import type { EntryRow, LedgerStore, WriteDb } from './store-port.ts';
import { consistencyProof, inclusionProof, leafHash } from './tree.ts';

/** In whose name entries are added: the open sitting's key, or the computer's outside one. */
export interface LedgerWriter {
  readonly signer: CheckpointSigner;
  /** Null outside a sitting. */
  readonly sittingId: string | null;
  readonly dataKey: DataKey;
  /** For restricted payloads; null where this writer may not add any. */
  readonly restrictedDataKey: DataKey | null;
}

/** One entry to add. */
export interface AppendInput {
  /** kebab-case. */
  readonly kind: string;
  /** Plain I-JSON; at most 1 MiB as RFC 8785 bytes. */
  readonly payload: JsonValue;
  /** Files already durable in the object store. */
  readonly objects?: readonly ObjectRef[];
  /** Encrypt the payload for those entitled to restricted payloads only. */
  readonly restricted?: boolean;
}

/** Where the ledger stands. */
export interface LedgerHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Signed note; null while there is no entry. */
  readonly checkpoint: string | null;
}

/** A payload that opened and matches its entry's commitment. */
export interface ReadPayload {
  readonly payload: JsonValue;
  /** RFC 8785 bytes. */
  readonly payloadBytes: Uint8Array;
  readonly salt: Uint8Array;
}

/**
 * Open a ledger over its rows: every entry is parsed, the tree rebuilt and compared with the last
 * checkpoint. Signatures are `fsck`'s work.
 * @throws {EvidenceError} LEDGER_INDEX_GAP, LEDGER_ORIGIN_MISMATCH, LEDGER_ENTRY_MALFORMED - a row is wrong
 * @throws {EvidenceError} LEDGER_ROOT_MISMATCH, LEDGER_CHECKPOINT_INVALID - the last checkpoint is not this tree's
 * @see docs/spec/ledger.md
 */
export function openLedger(options: {
  readonly store: LedgerStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
}): Ledger {
  return new Ledger(options.store, options.clock, options.random);
}

/** One append-only ledger; {@link openLedger} makes it. Keeps 32 bytes an entry in memory. */
export class Ledger {
  readonly #store: LedgerStore;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  #leaves: Uint8Array[] = [];
  #frontier = Frontier.empty();
  #checkpoint: string | null = null;
  #last: ClockReading | null = null;

  /** @param store - rows of one origin @param clock - time of entries @param random - source of salts */
  constructor(store: LedgerStore, clock: Clock, random: RandomBytes) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
    this.reload();
  }

  /** The ledger's unique name. */
  get origin(): string {
    return this.#store.origin;
  }

  /** Size, root and last checkpoint. */
  head(): LedgerHead {
    return { size: this.#frontier.size, root: this.#frontier.root(), checkpoint: this.#checkpoint };
  }

  /** Read the rows again, after LEDGER_HEAD_MOVED. Throws as {@link openLedger} does. */
  reload(): void {
    const leaves: Uint8Array[] = [];
    let frontier = Frontier.empty();
    let last: EntryRow | null = null;
    let reading: ClockReading | null = null;
    for (const row of this.#store.rows()) {
      reading = this.#assertRow(row, leaves.length);
      const leaf = leafHash(row.bytes);
      leaves.push(leaf);
      frontier = frontier.append(leaf);
      last = row;
    }
    if (last !== null) assertHead(this.origin, frontier, last.checkpoint);
    this.#leaves = leaves;
    this.#frontier = frontier;
    this.#checkpoint = last?.checkpoint ?? null;
    this.#last = reading;
  }

  /**
   * Add one entry after the current head, inside the caller's transaction: entry, payload,
   * checkpoint and whatever else `db` writes commit together.
   * @param db - the running transaction; if it does not commit, this ledger forgets the entry too
   * @returns the new entry's index and the 32-byte root after it
   * @throws {EvidenceError} LEDGER_HEAD_MOVED - another writer appended first; `reload` and retry
   * @throws {EvidenceError} LEDGER_ENTRY_TOO_LARGE, LEDGER_ENTRY_MALFORMED, JSON_UNSUPPORTED_VALUE - bad input
   * @throws {EvidenceError} OBJECT_MISSING - an object is not durable yet
   */
  append(
    db: WriteDb,
    writer: LedgerWriter,
    input: AppendInput,
  ): { index: number; rootHash: Uint8Array } {
    this.#assertHeadUnmoved();
    const before = { frontier: this.#frontier, checkpoint: this.#checkpoint, last: this.#last };
    const dataKey = chooseDataKey(writer, input.restricted ?? false);
    const objects = input.objects ?? [];
    const reading = readClock(this.#clock);
    const { row, frontier } = this.#seal(writer, dataKey, input, objects, reading);
    if (this.#store.dataKey(row.dataKeyId) === null) this.#store.putDataKey(db, dataKey.row);
    this.#store.append(db, row, objects);
    db.onRollback(() => {
      this.#leaves.length = before.frontier.size;
      this.#frontier = before.frontier;
      this.#checkpoint = before.checkpoint;
      this.#last = before.last;
    });
    this.#leaves.push(leafHash(row.bytes));
    this.#frontier = frontier;
    this.#checkpoint = row.checkpoint;
    this.#last = reading;
    return { index: row.index, rootHash: frontier.root() };
  }

  /** Entries in order, from `from` (default 0) up to but not including `to` (default the end). */
  *readEntries(from = 0, to = this.#frontier.size): Iterable<Entry> {
    for (const row of this.#store.rows(from, to)) yield parseEntry(row.bytes);
  }

  /**
   * Open one payload and verify it against its entry.
   * @param ring - from `openDataKeys`
   * @throws {EvidenceError} LEDGER_PAYLOAD_WITHHELD - no key for it in the ring, or it was disposed of
   * @throws {EvidenceError} LEDGER_PAYLOAD_DAMAGED, LEDGER_COMMITMENT_MISMATCH - it was changed
   * @throws {RangeError} when there is no such entry
   */
  readPayload(index: number, ring: DataKeyRing): ReadPayload {
    const row = this.#row(index);
    return openPayload(parseEntry(row.bytes), row, ring);
  }

  /**
   * An entry with the proof that it is in the tree, its payload withheld.
   * @param size - tree to prove it in, `index + 1` to the current size (default)
   */
  proofFor(index: number, size = this.#frontier.size): EntryProof {
    const { bytes } = this.#row(index);
    return { entryBytes: bytes, size, proof: inclusionProof(this.#leaves.slice(0, size), index) };
  }

  /** An entry, its proof, and its payload with salt. Throws as {@link Ledger.readPayload} does. */
  disclose(index: number, ring: DataKeyRing): Disclosure {
    const { salt, payloadBytes } = this.readPayload(index, ring);
    return { ...this.proofFor(index), salt, payloadBytes };
  }

  /** Proof that the tree of `oldSize` is a prefix of the current one. @throws {RangeError} `oldSize` outside 1 to size */
  consistencyFrom(oldSize: number): Uint8Array[] {
    return consistencyProof(this.#leaves, oldSize);
  }

  /** Root of the tree of the first `size` entries. @throws {RangeError} `size` outside 0 to the current size */
  rootAt(size: number): Uint8Array {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.#leaves.length) {
      throw new RangeError(`"size" expected 0 to ${this.#leaves.length}, got ${size}`);
    }
    return this.#leaves
      .slice(0, size)
      .reduce((tree, leaf) => tree.append(leaf), Frontier.empty())
      .root();
  }

  #seal(
    writer: LedgerWriter,
    dataKey: DataKey,
    input: AppendInput,
    objects: readonly ObjectRef[],
    reading: ClockReading,
  ): { row: EntryRow; frontier: Frontier } {
    const { kind } = input;
    const index = this.#frontier.size;
    const payloadBytes = canonicalBytes(input.payload);
    const salt = this.#random(SALT_BYTES);
    const commitment = commitmentText(commit(payloadBytes, salt));
    const stepped = reading.isBehind(this.#last) ? { clockSteppedBack: true as const } : {};
    const { recordedAt, monotonicMs, bootId } = reading;
    const place = { origin: this.origin, index, kind };
    const bytes = encodeEntry({
      ...{ v: 1, ...place, recordedAt, monotonicMs, bootId, ...stepped },
      ...{ sitting: writer.sittingId, objects, commitment },
    });
    const payload = encryptPayload(dataKey.key, place, salt, payloadBytes);
    const frontier = this.#frontier.append(leafHash(bytes));
    const text = encodeCheckpoint({ origin: this.origin, size: index + 1, root: frontier.root() });
    const checkpoint = writer.signer.sign(text);
    return {
      row: { index, bytes, payload, dataKeyId: dataKey.row.dataKeyId, checkpoint },
      frontier,
    };
  }

  #assertHeadUnmoved(): void {
    const size = this.#store.size();
    const last = size === 0 ? null : this.#store.row(size - 1);
    if (size === this.#frontier.size && (last?.checkpoint ?? null) === this.#checkpoint) return;
    throw new EvidenceError(
      'LEDGER_HEAD_MOVED',
      `"size" expected ${this.#frontier.size}, got ${size} or another head`,
    );
  }

  #assertRow(row: EntryRow, index: number): ClockReading {
    if (row.index !== index) {
      throw new EvidenceError('LEDGER_INDEX_GAP', `"index" expected ${index}, got ${row.index}`);
    }
    const entry = parseEntry(row.bytes);
    if (entry.index !== index) {
      throw new EvidenceError(
        'LEDGER_INDEX_GAP',
        `"index" of entry expected ${index}, got ${entry.index}`,
      );
    }
    if (entry.origin !== this.origin) {
      throw new EvidenceError(
        'LEDGER_ORIGIN_MISMATCH',
        '"origin" expected that of the ledger, got another',
      );
    }
    return readClock(entry);
  }

  #row(index: number): EntryRow {
    const row = this.#store.row(index);
    if (row === null)
      throw new RangeError(`"index" expected 0 to ${this.#frontier.size - 1}, got ${index}`);
    return row;
  }
}

/**
 * Open a row's payload and verify it against its entry.
 * @throws {EvidenceError} LEDGER_PAYLOAD_WITHHELD, LEDGER_PAYLOAD_DAMAGED, LEDGER_COMMITMENT_MISMATCH
 */
export function openPayload(entry: Entry, row: EntryRow, ring: DataKeyRing): ReadPayload {
  const key = ring.get(row.dataKeyId);
  if (key === undefined || row.payload === null) {
    throw new EvidenceError(
      'LEDGER_PAYLOAD_WITHHELD',
      'payload expected a key that opens it, got none',
    );
  }
  const { salt, payloadBytes } = decryptPayload(key, entry, row.payload);
  assertCommitment(entry.commitment, payloadBytes, salt);
  return { payload: parseCanonical(payloadBytes, MAX_PAYLOAD_BYTES), payloadBytes, salt };
}

function chooseDataKey(writer: LedgerWriter, restricted: boolean): DataKey {
  const dataKey = restricted ? writer.restrictedDataKey : writer.dataKey;
  if (dataKey === null)
    throw new TypeError('"restrictedDataKey" expected for a restricted payload, got null');
  if (dataKey.row.restricted !== restricted)
    throw new TypeError('"dataKey" expected of the kind it is used for');
  return dataKey;
}

function assertHead(origin: string, frontier: Frontier, note: string): void {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint.origin !== origin) {
    throw new EvidenceError(
      'LEDGER_ORIGIN_MISMATCH',
      '"origin" of checkpoint expected that of the ledger, got another',
    );
  }
  if (checkpoint.size !== frontier.size || !equalBytes(checkpoint.root, frontier.root())) {
    throw new EvidenceError(
      'LEDGER_ROOT_MISMATCH',
      '"root" expected that of the last checkpoint, got another',
    );
  }
}
