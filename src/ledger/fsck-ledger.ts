import { equalBytes } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { DataKeyRing } from './data-key.ts';
import { parseEntry, type Entry } from './entry.ts';
import { collect, finding } from './finding.ts';
import type { Finding } from './fsck.ts';
import { checkEnds, checkSitting, knownSittings, type KnownSitting } from './fsck-sittings.ts';
import { Frontier } from './frontier.ts';
import { openPayload } from './ledger.ts';
import type { EntryRow, LedgerStore, ObjectRow } from './store-port.ts';
import { leafHash } from './tree.ts';
import { verifyCheckpointNote, type LedgerVerifier } from './verifier.ts';

/** Findings of one ledger, with how much was looked at. */
export interface LedgerFindings {
  readonly findings: readonly Finding[];
  readonly entries: number;
  readonly checkpoints: number;
  readonly payloads: number;
  readonly payloadsNotChecked: number;
}

/** What the checks of one ledger share. */
interface Context {
  readonly store: LedgerStore;
  readonly verifier: LedgerVerifier;
  readonly ring: DataKeyRing;
  readonly sittings: ReadonlyMap<string, KnownSitting>;
  readonly dataKeys: ReadonlySet<string>;
  readonly claims: ReadonlyMap<string, ObjectRow>;
  readonly findings: Finding[];
}

/**
 * Verify one ledger from its rows: order and gaps, every leaf against every checkpoint, every
 * signature with its delegation, claims of objects, data keys, and payloads where a key is given.
 * @param objectRows - all of the vault's object rows
 */
export function fsckLedger(
  store: LedgerStore,
  objectRows: readonly ObjectRow[],
  verifier: LedgerVerifier,
  ring: DataKeyRing,
): LedgerFindings {
  const findings: Finding[] = [];
  const context: Context = {
    ...{ store, verifier, ring, findings },
    sittings: knownSittings(store, verifier, findings),
    dataKeys: new Set(store.dataKeys().map(({ dataKeyId }) => dataKeyId)),
    claims: new Map(objectRows.map((row) => [row.objectId, row])),
  };
  let frontier = Frontier.empty();
  let payloads = 0;
  const roots = [frontier.root()];
  for (const row of store.rows()) {
    const where = `ledger ${store.origin}, entry ${row.index}`;
    if (row.index !== frontier.size) {
      findings.push(
        finding('LEDGER_INDEX_GAP', `"index" expected ${frontier.size}, got ${row.index}`, where),
      );
    }
    frontier = frontier.append(leafHash(row.bytes));
    roots.push(frontier.root());
    payloads += checkRow(context, row, roots, where);
  }
  checkEnds(store.origin, context.sittings, roots, findings);
  const entries = frontier.size;
  return {
    findings,
    entries,
    checkpoints: entries,
    payloads,
    payloadsNotChecked: entries - payloads,
  };
}

/** @returns 1 when the payload was checked, else 0 */
function checkRow(
  context: Context,
  row: EntryRow,
  roots: readonly Uint8Array[],
  where: string,
): number {
  const { store, findings, ring } = context;
  const entry = collect(findings, where, () => parseInPlace(store.origin, row));
  const sitting = entry?.sitting == null ? null : (context.sittings.get(entry.sitting) ?? null);
  if (entry !== null && entry.sitting !== null) checkSitting(entry, sitting, findings, where);
  checkRoot(context, row, roots, where);
  if (entry !== null && (entry.sitting === null || sitting?.facts != null)) {
    const expected = {
      origin: store.origin,
      sittingId: entry.sitting,
      facts: sitting?.facts ?? null,
    };
    collect(findings, where, () =>
      verifyCheckpointNote(row.checkpoint, expected, context.verifier),
    );
  }
  if (!context.dataKeys.has(row.dataKeyId)) {
    findings.push(
      finding('LEDGER_DATA_KEY_MISSING', '"dataKeyId" expected a stored data key, got none', where),
    );
  }
  if (entry === null) return 0;
  checkClaims(context, entry, where);
  if (!ring.has(row.dataKeyId) || row.payload === null) return 0;
  collect(findings, where, () => openPayload(entry, row, ring));
  return 1;
}

function parseInPlace(origin: string, row: EntryRow): Entry {
  const entry = parseEntry(row.bytes);
  if (entry.origin !== origin) {
    throw new EvidenceError(
      'LEDGER_ORIGIN_MISMATCH',
      '"origin" expected that of the ledger, got another',
    );
  }
  if (entry.index !== row.index) {
    throw new EvidenceError(
      'LEDGER_INDEX_GAP',
      `"index" of entry expected ${row.index}, got ${entry.index}`,
    );
  }
  return entry;
}

function checkRoot(
  context: Context,
  row: EntryRow,
  roots: readonly Uint8Array[],
  where: string,
): void {
  const { store, findings } = context;
  const checkpoint = collect(findings, where, () => parseCheckpoint(row.checkpoint));
  if (checkpoint === null) return;
  const size = roots.length - 1;
  const root = roots[size];
  if (checkpoint.origin !== store.origin) {
    findings.push(
      finding(
        'LEDGER_ORIGIN_MISMATCH',
        '"origin" of checkpoint expected that of the ledger, got another',
        where,
      ),
    );
  } else if (checkpoint.size !== size) {
    findings.push(
      finding(
        'LEDGER_CHECKPOINT_INVALID',
        `"size" expected ${size}, got ${checkpoint.size}`,
        where,
      ),
    );
  } else if (root === undefined || !equalBytes(checkpoint.root, root)) {
    findings.push(
      finding('LEDGER_ROOT_MISMATCH', '"root" expected that of the checkpoint, got another', where),
    );
  }
}

function checkClaims(context: Context, entry: Entry, where: string): void {
  for (const ref of entry.objects) {
    const row = context.claims.get(ref.objectId);
    const claimed =
      row !== undefined &&
      row.origin === entry.origin &&
      row.index === entry.index &&
      row.fileDigest === ref.fileDigest &&
      row.fileBytes === ref.fileBytes;
    if (!claimed) {
      const message = '"objects" expected a row that says the same, got none';
      context.findings.push(finding('STORE_DAMAGED', message, where));
    }
  }
}
