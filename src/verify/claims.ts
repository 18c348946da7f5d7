import { EvidenceError } from '#src/core/errors.ts';
import type { CmsSignerFacts } from '#src/crypto/verify/cms.ts';
import { PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import { isFields, type JsonFields } from './fields.ts';
import type { Findings } from './finding.ts';
import type { LedgerFacts } from './ledger.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';

function invalid(expected: string): EvidenceError {
  return new EvidenceError('PACK_LEDGER_INVALID', `ledger expected ${expected}`);
}

/** Disclosed payloads of one kind, in order. */
function payloadsOf({ disclosed }: LedgerFacts, kind: string): JsonFields[] {
  return disclosed.flatMap((one) =>
    one.kind === kind && isFields(one.payload) ? [one.payload] : [],
  );
}

/** Every named claim must be what the payload says. */
function assertSame(
  payload: JsonFields,
  claims: Readonly<Record<string, JsonValue>>,
  of: string,
): void {
  for (const [name, value] of Object.entries(claims)) {
    if (payload[name] !== value) throw invalid(`"${name}" of ${of} as "pack.json" says`);
  }
}

function checkCreated(about: AboutV1, ledger: LedgerFacts): void {
  const [created, ...more] = payloadsOf(ledger, 'investigation-created');
  if (created === undefined || more.length > 0) throw invalid('one beginning, disclosed');
  const { reference } = about.investigation;
  assertSame(created, { reference, demonstration: about.demonstration }, 'the investigation');
}

/** Every computer that the investigation was bound to has to be named, replaced ones too. */
function checkComputers(about: AboutV1, ledger: LedgerFacts): void {
  const named = new Set<JsonValue | undefined>(about.computers.map((one) => one.computerId));
  const bound = [
    ...payloadsOf(ledger, 'investigation-created').map(({ computerId }) => computerId),
    ...payloadsOf(ledger, 'computer-replaced').flatMap(({ fromId, toId }) => [fromId, toId]),
  ];
  if (!bound.every((id) => named.has(id))) throw invalid('computers that "pack.json" names');
}

/**
 * The export itself is an entry: so neither it nor anything before it can be cut off, and nobody seals
 * another recipient's pack than was recorded.
 */
function checkExport(
  about: AboutV1,
  ledger: LedgerFacts,
  signers: readonly CmsSignerFacts[],
): void {
  const started = payloadsOf(ledger, 'export-started').filter(
    ({ exportId }) => exportId === about.packId,
  );
  const [one, ...more] = started;
  if (one === undefined || more.length > 0) throw invalid('the entry that started this export');
  const { name, organisation, purpose, lawfulBasis } = about.recipient;
  assertSame(one, { recipient: name, organisation, purpose, lawfulBasis }, 'the export');
  const ids = one['signedByIds'];
  const sealed = signers.map(({ personId }) => personId);
  if (!Array.isArray(ids) || !sealed.every((id) => ids.includes(id))) {
    throw invalid('an export of those who sealed the pack');
  }
}

/**
 * Verify that what `pack.json` says of the investigation, its recipient and itself is what the ledger
 * recorded.
 * @param signers - who sealed the pack
 */
export async function checkClaims(
  about: AboutV1,
  ledger: LedgerFacts,
  signers: readonly CmsSignerFacts[],
  findings: Findings,
): Promise<void> {
  const where = PACK_PATHS.about;
  await findings.collect(where, () => {
    checkCreated(about, ledger);
  });
  await findings.collect(where, () => {
    checkComputers(about, ledger);
  });
  await findings.collect(where, () => {
    checkExport(about, ledger, signers);
  });
}
