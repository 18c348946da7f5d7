import { equalBytes } from '#src/core/bytes.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { Entry } from './entry.ts';
import { collect, finding } from './finding.ts';
import type { Finding } from './fsck.ts';
import type { LedgerStore, SittingRow } from './store-port.ts';
import type { DelegationFacts, LedgerVerifier } from './verifier.ts';

/** A sitting with what its delegation says; null facts where it does not hold. */
export interface KnownSitting {
  readonly row: SittingRow;
  readonly facts: DelegationFacts | null;
  /** Its cosigned last checkpoint; null while open, or where the cosignatures do not hold. */
  readonly end: Checkpoint | null;
}

/** Verify the delegation and the cosigned end of every sitting of one ledger. */
export function knownSittings(
  store: LedgerStore,
  verifier: LedgerVerifier,
  findings: Finding[],
): Map<string, KnownSitting> {
  const sittings = new Map<string, KnownSitting>();
  for (const row of store.sittings()) {
    const where = sittingPlace(store.origin, row.sittingId);
    const facts = collect(findings, where, () => verifier.delegation(store.origin, row));
    const { endedCheckpoint } = row;
    const end =
      endedCheckpoint === null
        ? null
        : collect(findings, where, () => {
            verifier.cosigned(store.origin, row, endedCheckpoint);
            return parseCheckpoint(endedCheckpoint);
          });
    sittings.set(row.sittingId, { row, facts, end });
  }
  return sittings;
}

/** Verify that an entry lies within its sitting: known, not expired, not beyond the cosigned end. */
export function checkSitting(
  entry: Entry,
  sitting: KnownSitting | null,
  findings: Finding[],
  where: string,
): void {
  if (sitting === null) {
    findings.push(
      finding('LEDGER_SITTING_UNKNOWN', '"sitting" expected a stored sitting, got none', where),
    );
    return;
  }
  const { facts, end } = sitting;
  if (facts !== null && (entry.index < facts.size || entry.recordedAt > facts.expiresAt)) {
    findings.push(
      finding(
        'LEDGER_SITTING_EXPIRED',
        'entry expected within its delegation, got one outside',
        where,
      ),
    );
  }
  if (end !== null && entry.index >= end.size) {
    findings.push(
      finding(
        'LEDGER_SITTING_EXPIRED',
        'entry expected before the cosigned end, got one after',
        where,
      ),
    );
  }
}

/**
 * Verify what people signed about the tree: the head that each delegation accepts and the head
 * that each end cosigns.
 * @param roots - root of the tree of every size, from 0
 */
export function checkEnds(
  origin: string,
  sittings: ReadonlyMap<string, KnownSitting>,
  roots: readonly Uint8Array[],
  findings: Finding[],
): void {
  for (const { row, facts, end } of sittings.values()) {
    const where = sittingPlace(origin, row.sittingId);
    if (facts !== null) checkHead('delegation', facts, roots, findings, where);
    if (end === null) continue;
    if (end.origin !== origin) {
      const message = '"origin" of the cosigned end expected that of the ledger, got another';
      findings.push(finding('LEDGER_ORIGIN_MISMATCH', message, where));
    }
    checkHead('cosigned end', end, roots, findings, where);
  }
}

function checkHead(
  what: string,
  head: { readonly size: number; readonly root: Uint8Array },
  roots: readonly Uint8Array[],
  findings: Finding[],
  where: string,
): void {
  const root = roots[head.size];
  if (root === undefined) {
    const message = `"size" expected at least the ${head.size} of the ${what}, got ${roots.length - 1}`;
    findings.push(finding('LEDGER_ROLLED_BACK', message, where));
  } else if (!equalBytes(root, head.root)) {
    findings.push(
      finding('LEDGER_ROOT_MISMATCH', `"root" expected that of the ${what}, got another`, where),
    );
  }
}

function sittingPlace(origin: string, sittingId: string): string {
  return `ledger ${origin}, sitting ${sittingId}`;
}
