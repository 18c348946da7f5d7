import { equalBytes } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { verifyCms } from '#src/crypto/verify/cms.ts';
import { PACK_LIMITS, type AboutRecord, type AboutV1 } from '#src/pack/format.ts';
import type { KnownKeys } from './certificates.ts';
import { Fields, isFields, type JsonFields } from './fields.ts';
import type { Findings } from './finding.ts';
import type { LedgerFacts } from './ledger.ts';
import { noteText } from './note.ts';
import { digestAt, fileAt, type PackFiles } from './pack-files.ts';

/** What checking the signed records of a pack needs. */
export interface RecordsInput {
  readonly files: PackFiles;
  readonly about: AboutV1;
  readonly keys: KnownKeys;
  /** Null where the ledger could not be read. */
  readonly ledger: LedgerFacts | null;
  readonly findings: Findings;
}

const CODE = 'PACK_MANIFEST_MALFORMED';
const KIND = 'countersign/record-manifest';
const MANIFEST = [
  ...['v', 'kind', 'investigationId', 'reference', 'version', 'formDigest', 'exhibits'],
  'checkpoint',
];

/** Entries that make something an exhibit. */
const KEPT = ['capture-kept', 'part-kept'];

/** An exhibit as its entry recorded it, in the manifest's form. */
function recordedExhibit(kept: JsonFields): JsonValue {
  const { exhibitId = null, exhibitRef = null, captureId = null, digest = null } = kept;
  const list = kept['files'];
  const files = Array.isArray(list) ? (list as readonly JsonValue[]).filter(isFields) : [];
  return {
    ...{ exhibitId, exhibitRef, captureId, digest },
    files: files.map((file) => ({
      ...{ name: file['name'] ?? null, digest: file['digest'] ?? null },
      sizeBytes: file['sizeBytes'] ?? null,
    })),
  };
}

/** What both signed for is every exhibit that there was at that head, as its entry recorded it, and nothing else. */
function checkExhibits(manifest: Fields, { disclosed }: LedgerFacts, size: number): void {
  const recorded = disclosed.flatMap(({ index, kind, payload }) =>
    index < size && KEPT.includes(kind) && isFields(payload) ? [recordedExhibit(payload)] : [],
  );
  const signed = manifest.list('exhibits', (value) => value);
  if (!equalBytes(canonicalBytes(signed), canonicalBytes(recorded))) {
    const message = 'record expected the exhibits that its ledger had recorded';
    throw new EvidenceError('PACK_EXHIBIT_UNPROVED', message);
  }
}

/** The ledger must have recorded this very form, manifest and signature, by these people. */
function checkRecorded(
  record: AboutRecord,
  signerIds: readonly string[],
  { files, ledger }: RecordsInput,
): void {
  if (ledger === null) return;
  const recorded = recordsOf(ledger).find(({ version }) => version === record.version);
  const personIds = recorded?.['personIds'];
  const holds =
    recorded !== undefined &&
    recorded['formDigest'] === digestAt(files, record.form) &&
    recorded['manifestDigest'] === digestAt(files, record.manifest) &&
    recorded['signatureDigest'] === digestAt(files, record.signature) &&
    Array.isArray(personIds) &&
    personIds.length === 2 &&
    personIds.every((id) => typeof id === 'string' && signerIds.includes(id));
  if (!holds) {
    throw new EvidenceError('PACK_LEDGER_INVALID', 'record expected an entry that recorded it');
  }
}

function recordsOf({ disclosed }: LedgerFacts): JsonFields[] {
  return disclosed.flatMap(({ kind, payload }) =>
    kind === 'record-signed' && isFields(payload) ? [payload] : [],
  );
}

async function signersOf(record: AboutRecord, input: RecordsInput): Promise<string[]> {
  const { files, keys } = input;
  const signature = fileAt(files, record.signature, PACK_LIMITS.signatureBytes);
  const signers = await verifyCms(signature, fileAt(files, record.manifest), keys.caDer);
  const ids = [...new Set(signers.map(({ personId }) => personId))];
  if (ids.length !== 2 || signers.length !== 2) {
    throw new EvidenceError('PACK_QUORUM_NOT_MET', 'record expected the signatures of two people');
  }
  return ids;
}

async function checkRecord(record: AboutRecord, input: RecordsInput): Promise<void> {
  const { files, about, ledger } = input;
  const value = parseCanonical(fileAt(files, record.manifest));
  const manifest = new Fields(value, 'record manifest', MANIFEST, CODE);
  manifest.version('v', 1);
  const own =
    manifest.text('kind') === KIND &&
    manifest.count('version') === record.version &&
    manifest.text('reference') === about.investigation.reference &&
    manifest.id('investigationId') === about.investigation.investigationId;
  if (!own) throw new EvidenceError(CODE, 'record manifest expected its own version and reference');
  const signerIds = await signersOf(record, input);
  if (manifest.digest('formDigest') !== digestAt(files, record.form)) {
    throw new EvidenceError('PACK_DIGEST_MISMATCH', '"formDigest" expected that of the form');
  }
  const head = noteText(manifest.text('checkpoint'));
  if (ledger !== null) {
    if (!ledger.heads.has(head)) {
      throw new EvidenceError('PACK_LEDGER_INVALID', 'record expected a head of this ledger');
    }
    checkExhibits(manifest, ledger, Number(head.split('\n')[1]));
  }
  checkRecorded(record, signerIds, input);
}

/** Every version that both signed has to be here: a later one may say what an earlier one does not. */
function checkNoneLost({ about, ledger, findings }: RecordsInput): void {
  const versions = about.records.map(({ version }) => version);
  if (new Set(versions).size !== versions.length) {
    findings.add(CODE, '"records" expected each version once', 'records');
  }
  for (const { version } of ledger === null ? [] : recordsOf(ledger)) {
    if (versions.some((one) => one === version)) continue;
    const message = 'record expected in the pack as its entry says, got none';
    findings.add('PACK_FILE_MISSING', message, 'records');
  }
}

/**
 * Verify every signed version of the record of review: the CMS of both reviewers over its manifest,
 * the form and exhibits that it names, and the entry that recorded it.
 * @see docs/spec/pack.md, section 6
 */
export async function checkRecords(input: RecordsInput): Promise<void> {
  for (const record of input.about.records) {
    await input.findings.collect(record.manifest, () => checkRecord(record, input));
  }
  checkNoneLost(input);
}
