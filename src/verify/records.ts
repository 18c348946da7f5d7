import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { verifyCms } from '#src/crypto/verify/cms.ts';
import { PACK_LIMITS, type AboutRecord, type AboutV1 } from '#src/pack/format.ts';
import type { KnownKeys } from './certificates.ts';
import { Fields, isFields } from './fields.ts';
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
const MANIFEST = ['v', 'kind', 'reference', 'version', 'formDigest', 'exhibits', 'checkpoint'];

/** Digest of every exhibit file that the reviewers signed for, by `reference/name`. */
function signedFiles(manifest: Fields): Map<string, Digest> {
  const signed = new Map<string, Digest>();
  manifest.list('exhibits', (value) => {
    const names = ['exhibitRef', 'captureId', 'digest', 'files'];
    const exhibit = new Fields(value, 'exhibits', names, CODE);
    const folder = exhibit.text('exhibitRef').replaceAll('/', '-');
    exhibit.list('files', (one) => {
      const file = new Fields(one, 'files', ['name', 'digest', 'sizeBytes'], CODE);
      signed.set(`data/exhibits/${folder}/${file.text('name')}`, file.digest('digest'));
    });
  });
  return signed;
}

/** Exhibits that a record signed for must be those that the pack carries, file for file. */
function checkExhibits(manifest: Fields, { about }: RecordsInput): void {
  const signed = signedFiles(manifest);
  for (const { path, digest } of about.exhibits.flatMap(({ files }) => files)) {
    if ((signed.get(path) ?? digest) !== digest) {
      const message = 'exhibit expected the digest that both signed';
      throw new EvidenceError('PACK_DIGEST_MISMATCH', message);
    }
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

function recordsOf({ disclosed }: LedgerFacts): { readonly [key: string]: JsonValue }[] {
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
    manifest.text('reference') === about.investigation.reference;
  if (!own) throw new EvidenceError(CODE, 'record manifest expected its own version and reference');
  const signerIds = await signersOf(record, input);
  if (manifest.digest('formDigest') !== digestAt(files, record.form)) {
    throw new EvidenceError('PACK_DIGEST_MISMATCH', '"formDigest" expected that of the form');
  }
  checkExhibits(manifest, input);
  const head = noteText(manifest.text('checkpoint'));
  if (ledger !== null && !ledger.heads.has(head)) {
    throw new EvidenceError('PACK_LEDGER_INVALID', 'record expected a head of this ledger');
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
