import type { EvidenceErrorCode } from '#src/core/errors.ts';
import type { Digest } from '#src/core/digest.ts';
import type { DataKeyRing } from './data-key.ts';
import { collect } from './finding.ts';
import { fsckLedger } from './fsck-ledger.ts';
import { fsckObjects } from './fsck-objects.ts';
import { fsckSlots } from './fsck-slots.ts';
import type { LedgerStore, ObjectRow } from './store-port.ts';
import type { LedgerVerifier } from './verifier.ts';

/** One thing that is wrong. */
export interface Finding {
  readonly code: EvidenceErrorCode;
  /** Lower case, field first, expected then got. */
  readonly message: string;
  /** E.g. `ledger <origin>, entry 7`, `object <id>`, `slot <id>`, `database`. */
  readonly where: string;
}

/** What `fsck` reads; needs no key and changes nothing. `src/store/fsck-reader.ts` is the real one. */
export interface FsckReader {
  /** Findings of the database about itself: pages, foreign keys, rows of wrong shape. */
  databaseFindings(): readonly Finding[];
  origins(): readonly string[];
  ledgerStore(origin: string): LedgerStore;
  objectRows(): readonly ObjectRow[];
  /** Ids of object files on disk, and names of files that are none. */
  objectFiles(): Promise<{ readonly objectIds: readonly string[]; readonly strayFiles: number }>;
  /** Objects written in this process that no entry names yet. */
  pendingObjects(): ReadonlySet<string>;
  /** @throws {EvidenceError} OBJECT_MISSING, STORE_IO_FAILED */
  digestObject(
    objectId: string,
  ): Promise<{ readonly fileDigest: Digest; readonly fileBytes: number }>;
  /** Slots that an investigation names. */
  expectedSlots(): readonly string[];
  slotFiles(): readonly string[];
  /** @throws {EvidenceError} VAULT_SLOT_MISSING, VAULT_SLOT_DAMAGED */
  readSlot(slotId: string): unknown;
}

/** How far `fsck` looks. */
export interface FsckOptions {
  readonly verifier: LedgerVerifier;
  /** Opened data keys by origin; payloads without one are counted as not checked. */
  readonly keys?: ReadonlyMap<string, DataKeyRing>;
}

/** How much was looked at. "Not checked" is never "ok": the caller has to say it. */
export interface FsckCounts {
  readonly ledgers: number;
  readonly entries: number;
  readonly checkpoints: number;
  readonly payloads: number;
  readonly payloadsNotChecked: number;
  readonly objects: number;
  readonly slots: number;
}

/** Everything `fsck` has to say. */
export interface FsckReport {
  readonly findings: readonly Finding[];
  readonly counts: FsckCounts;
}

/**
 * Verify a vault from its bytes and list everything that is wrong, in the order database, ledgers,
 * objects, slots. Works without keys, also after a lock.
 * @see docs/spec/ledger.md, section 8
 */
export async function fsckReport(reader: FsckReader, options: FsckOptions): Promise<FsckReport> {
  const findings: Finding[] = [...reader.databaseFindings()];
  const origins = reader.origins();
  const sum = { entries: 0, checkpoints: 0, payloads: 0, payloadsNotChecked: 0 };
  for (const origin of origins) {
    const ring: DataKeyRing = options.keys?.get(origin) ?? new Map();
    // Rows on a damaged page can't be read at all: a finding, and the rest is still looked at.
    const result = collect(findings, `ledger ${origin}`, () =>
      fsckLedger(reader.ledgerStore(origin), reader.objectRows(), options.verifier, ring),
    );
    if (result === null) continue;
    findings.push(...result.findings);
    sum.entries += result.entries;
    sum.checkpoints += result.checkpoints;
    sum.payloads += result.payloads;
    sum.payloadsNotChecked += result.payloadsNotChecked;
  }
  const objects = await fsckObjects(reader);
  const slots = fsckSlots(reader);
  findings.push(...objects.findings, ...slots.findings);
  return {
    findings,
    counts: { ledgers: origins.length, ...sum, objects: objects.objects, slots: slots.slots },
  };
}

/** The findings of {@link fsckReport} alone. */
export async function fsck(reader: FsckReader, options: FsckOptions): Promise<readonly Finding[]> {
  return (await fsckReport(reader, options)).findings;
}
