import { EvidenceError } from '#src/core/errors.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import type { InvestigationRow, VaultStore } from '#src/ledger/vault-store.ts';

/**
 * Investigations' rows as they stand on disk, untrusted, with what has to be known apart from the database:
 * slots and locks, so that STOP works when the database doesn't.
 */
export class InvestigationRows {
  readonly #store: VaultStore;
  readonly #slots = new Map<string, string>();
  readonly #prepared = new Map<string, InvestigationRow>();
  readonly #lockedNow = new Set<string>();

  constructor(store: VaultStore) {
    this.#store = store;
    for (const { investigationId, slotId } of this.list()) {
      if (slotId !== null) this.#slots.set(investigationId, slotId);
    }
  }

  /** All rows, by id. */
  list(): readonly InvestigationRow[] {
    return this.#store.tables.investigations.list(this.#store.read);
  }

  /** One row, committed or prepared; null when there is none. */
  find(investigationId: string): InvestigationRow | null {
    const { tables, read } = this.#store;
    return (
      tables.investigations.get(read, investigationId) ??
      this.#prepared.get(investigationId) ??
      null
    );
  }

  /** One row. @throws {EvidenceError} INVESTIGATION_UNKNOWN */
  get(investigationId: string): InvestigationRow {
    const row = this.find(investigationId);
    if (row !== null) return row;
    throw new EvidenceError(
      'INVESTIGATION_UNKNOWN',
      'investigation expected to be known, got another',
    );
  }

  /** Write a row and know its slot. @param db - undone in memory, too, if it does not commit */
  put(db: WriteDb, row: InvestigationRow): void {
    const { investigationId, slotId } = row;
    const before = this.slotOf(investigationId);
    this.#store.tables.investigations.put(db, row);
    if (slotId === before || slotId === null) return;
    this.#slots.set(investigationId, slotId);
    db.onRollback(() => {
      if (before === null) this.#slots.delete(investigationId);
      else this.#slots.set(investigationId, before);
    });
  }

  /** Let a row be used before it is committed. */
  prepare(row: InvestigationRow): void {
    this.#prepared.set(row.investigationId, row);
  }

  /** Forget a prepared row that was given up. */
  unprepare(investigationId: string): void {
    this.#prepared.delete(investigationId);
  }

  /** The lock slot of an investigation, from memory; null when it has none. */
  slotOf(investigationId: string): string | null {
    return this.#slots.get(investigationId) ?? null;
  }

  /** Whether an investigation was locked in this process: true from the moment before its slot is overwritten. */
  isLockedNow(investigationId: string): boolean {
    return this.#lockedNow.has(investigationId);
  }

  /** Remember a lock, or its release. */
  setLockedNow(investigationId: string, locked: boolean): void {
    if (locked) this.#lockedNow.add(investigationId);
    else this.#lockedNow.delete(investigationId);
  }
}
