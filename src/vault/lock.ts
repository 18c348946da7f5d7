import type { JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError, isEvidenceError } from '#src/core/errors.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import type { InvestigationRow } from '#src/ledger/vault-store.ts';
import { CONTENT_SHARE } from './content-keys.ts';
import type { Vault } from './vault.ts';

/** Kind of the entry that locks an investigation. */
const LOCKED_ENTRY = 'locked';
/** Kind of the entry that undoes it. */
export const RELEASED_ENTRY = 'released';

/**
 * First act of STOP: destroy the slot's key, durably. Needs no database, no free space, no other person;
 * what it leaves undone, `commitLock` or the next start completes. A second time changes nothing.
 * @throws {EvidenceError} STORE_IO_FAILED - the disk refused; the investigation counts as locked in memory
 * @throws {EvidenceError} INVESTIGATION_UNKNOWN - it has no slot
 */
export function overwriteSlot(vault: Vault, investigationId: string): void {
  const slotId = vault.rows.slotOf(investigationId);
  if (slotId === null) {
    throw new EvidenceError(
      'INVESTIGATION_UNKNOWN',
      'investigation expected a lock slot, got none',
    );
  }
  vault.rows.setLockedNow(investigationId, true);
  try {
    vault.ports.store.slots.overwrite(slotId);
  } catch (error) {
    // No file, no key in it: the shares still go, and what was found is for `fsck` to say.
    if (!isEvidenceError(error, 'VAULT_SLOT_MISSING')) throw error;
  }
}

/**
 * Second and third act of STOP: one transaction (shares deleted, entry `locked`, row), then the WAL moved
 * into the database and cut to nothing. Call `overwriteSlot` first. Already locked: only the WAL is cut; locked
 * without an entry (it failed before): the entry is added, so it may be tried again with another writer.
 * @param writer - the sitting's, the computer's or two people's, prepared before
 * @param payload - of the `locked` entry
 * @param also - further writes of the same transaction, e.g. the head in the installation's ledger
 * @throws {EvidenceError} STORE_… - the database refused; locked all the same, the next start finishes it
 * @throws {EvidenceError} LEDGER_…, SITTING_… - the entry could not be written, but the shares are deleted
 */
export function commitLock(
  vault: Vault,
  investigationId: string,
  writer: LedgerWriter,
  payload: JsonValue,
  also?: (db: WriteDb) => void,
): void {
  const { store } = vault.ports;
  const row = vault.rows.get(investigationId);
  vault.rows.setLockedNow(investigationId, true);
  // The ledger is only searched where the shares went without an entry before: a stop must not wait for it.
  if (row.state !== 'locked' || !hasLockEntry(vault, investigationId)) {
    const ledger = vault.ledger(vault.originOf(investigationId));
    try {
      store.write((db) => {
        deleteShares(vault, db, row);
        ledger.append(db, writer, { kind: LOCKED_ENTRY, payload });
        also?.(db);
      });
    } catch (error) {
      // An entry that can't be written must not keep the shares: the caller or the next start adds it.
      if (!store.suspect) {
        store.write((db) => {
          deleteShares(vault, db, row);
        });
        store.checkpointTruncate();
      }
      throw error;
    }
  }
  store.checkpointTruncate();
}

function deleteShares(vault: Vault, db: WriteDb, row: InvestigationRow): void {
  const { investigationId } = row;
  const { store, clock } = vault.ports;
  store.tables.envelopes.remove(db, { kind: CONTENT_SHARE, investigationId });
  // A capture that was under way: its key is gone from memory, its files are nobody's.
  store.abandonPending(db);
  vault.rows.put(db, { ...row, state: 'locked', lastSittingEndedAt: clock.now() });
}

/** What is unfinished about an investigation's lock. */
interface Unfinished {
  readonly row: InvestigationRow;
  /** Why it counts as locked: goes into the entry. */
  readonly found: readonly string[];
  readonly slotFull: boolean;
  readonly entryMissing: boolean;
  readonly sharesLeft: boolean;
}

/**
 * Finish every lock that a crash cut short, whichever of its acts was the last: an empty, missing or damaged
 * slot, a `locked` entry, a locked row, or shares that are gone each lock the investigation wholly. Run at
 * every start before anything else; a second run changes nothing.
 * @returns ids of the investigations it had something to do for
 * @throws {EvidenceError} STORE_…, VAULT_RECIPIENT_SWAPPED - shares and slot are gone, but the entry can't be written
 */
export async function finishLocks(vault: Vault): Promise<readonly string[]> {
  const finished: string[] = [];
  for (const row of vault.rows.list()) {
    const unfinished =
      row.slotId === null || row.state === 'disposed' ? null : inspect(vault, row, row.slotId);
    if (unfinished === null) continue;
    await finishLock(vault, unfinished);
    finished.push(row.investigationId);
  }
  // Also where all was done but this last act.
  if (vault.rows.list().some(({ state }) => state === 'locked'))
    vault.ports.store.checkpointTruncate();
  return finished;
}

function inspect(vault: Vault, row: InvestigationRow, slotId: string): Unfinished | null {
  const { store } = vault.ports;
  const { investigationId, state } = row;
  const slot = slotState(vault, slotId);
  const filter = { kind: CONTENT_SHARE, investigationId };
  const shares = store.tables.envelopes.list(store.read, filter).length;
  const entry = hasLockEntry(vault, investigationId);
  const found = [
    ...(slot === 'full' ? [] : [`slot ${slot}`]),
    ...(entry ? ['entry'] : []),
    ...(state === 'locked' ? ['row'] : []),
    ...(shares < 2 ? ['shares missing'] : []),
  ];
  if (found.length === 0) return null;
  if (slot !== 'full' && entry && state === 'locked' && shares === 0) return null;
  const slotFull = slot === 'full';
  return {
    row,
    found,
    slotFull,
    entryMissing: !entry,
    sharesLeft: shares > 0 || state !== 'locked',
  };
}

function slotState(vault: Vault, slotId: string): 'full' | 'empty' | 'missing' | 'damaged' {
  try {
    const slot = vault.ports.store.slots.read(slotId);
    if (slot === 'empty') return 'empty';
    slot.fill(0);
    return 'full';
  } catch (error) {
    if (isEvidenceError(error, 'VAULT_SLOT_MISSING')) return 'missing';
    if (isEvidenceError(error, 'VAULT_SLOT_DAMAGED')) return 'damaged';
    throw error;
  }
}

/** Whether the last entry that locks or releases an investigation locks it. */
function hasLockEntry(vault: Vault, investigationId: string): boolean {
  let locked = false;
  for (const { kind } of vault.ledger(vault.originOf(investigationId)).readEntries()) {
    if (kind === LOCKED_ENTRY) locked = true;
    if (kind === RELEASED_ENTRY) locked = false;
  }
  return locked;
}

async function finishLock(vault: Vault, unfinished: Unfinished): Promise<void> {
  const { row, found, slotFull, entryMissing, sharesLeft } = unfinished;
  const { store } = vault.ports;
  if (slotFull) overwriteSlot(vault, row.investigationId);
  vault.rows.setLockedNow(row.investigationId, true);
  // In its own transaction: shares go even where the entry can't be written.
  if (sharesLeft)
    store.write((db) => {
      deleteShares(vault, db, row);
    });
  if (!entryMissing) return;
  // Never by the row's own word: it may name another investigation's ledger.
  const origin = vault.originOf(row.investigationId);
  const writer = await vault.computerWriter(origin);
  const payload = { v: 1, by: 'start', found };
  store.write((db) => {
    vault.ledger(origin).append(db, writer, { kind: LOCKED_ENTRY, payload });
  });
}

/** How long after its last sitting STOP locks an investigation with nobody signed in. */
const LAST_OPEN_MS = 24 * 60 * 60 * 1000;
/** Longest that a sitting can have gone on when nothing says that it ended. */
const UNENDED_MS = 12 * 60 * 60 * 1000;

/**
 * Which investigation STOP locks while nobody is signed in: the one last opened here, if its last sitting
 * ended under 24 hours ago. A sitting that a crash ended counts as having gone on to its longest.
 * @returns its id, or null
 */
export function lastOpenHere(vault: Vault): string | null {
  const open = vault.rows
    .list()
    .filter(({ state, lastOpenedAt }) => state === 'open' && lastOpenedAt !== null);
  const last = open.reduce<InvestigationRow | null>(
    (latest, row) => ((row.lastOpenedAt ?? '') > (latest?.lastOpenedAt ?? '') ? row : latest),
    null,
  );
  if (last?.lastOpenedAt == null) return null;
  const { lastOpenedAt, lastSittingEndedAt } = last;
  const ended = lastSittingEndedAt !== null && lastSittingEndedAt >= lastOpenedAt;
  const endedMs = ended ? Date.parse(lastSittingEndedAt) : Date.parse(lastOpenedAt) + UNENDED_MS;
  return Date.parse(vault.ports.clock.now()) - endedMs < LAST_OPEN_MS ? last.investigationId : null;
}
