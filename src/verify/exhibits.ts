import { EvidenceError } from '#src/core/errors.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import type { AboutCapture, AboutPart, AboutV1 } from '#src/pack/format.ts';
import { isFields, type JsonFields } from './fields.ts';
import type { Findings } from './finding.ts';
import type { DisclosedEntry, LedgerFacts } from './ledger.ts';

/** Which entry keeps an exhibit of a kind. */
const KEPT_BY = { capture: 'capture-kept', 'sub-exhibit': 'part-kept' } as const;
/** Every entry that makes something an exhibit has such a kind, whatever the exhibit is. */
const KEPT = '-kept';

function unproved(expected: string): EvidenceError {
  return new EvidenceError('PACK_EXHIBIT_UNPROVED', `exhibit expected ${expected}`);
}

function payloadOf(entry: DisclosedEntry | undefined, kind: string): JsonFields {
  if (entry?.kind !== kind || !isFields(entry.payload)) {
    throw unproved('the entry that kept it, disclosed');
  }
  return entry.payload;
}

function recordedFiles(value: JsonValue | undefined): readonly JsonFields[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isFields) : [];
}

/** What is said of a file, as one text. */
function saidOf({ mediaType, sizeBytes, digest }: JsonFields): string {
  return JSON.stringify([mediaType, sizeBytes, digest]);
}

function checkFiles(
  exhibit: AboutCapture | AboutPart,
  kept: JsonFields,
  entry: DisclosedEntry,
  behind: ReadonlySet<JsonValue>,
): void {
  const folder = `data/exhibits/${exhibit.exhibitRef.replaceAll('/', '-')}/`;
  const files = recordedFiles(kept['files']);
  const recorded = new Map(files.map((file) => [file['name'], saidOf(file)]));
  for (const { path, mediaType, sizeBytes, digest } of exhibit.files) {
    const name = path.startsWith(folder) ? path.slice(folder.length) : null;
    const said = saidOf({ mediaType, sizeBytes, digest });
    if (name === null || recorded.get(name) !== said || !entry.objects.has(digest)) {
      throw unproved('the files that its entry recorded, got another');
    }
  }
  const here = new Set<JsonValue>(exhibit.files.map(({ digest }) => digest));
  const missing = files.map(({ digest }) => digest ?? null).filter((digest) => !here.has(digest));
  if (missing.some((digest) => !behind.has(digest)))
    throw unproved('every file that its entry recorded, or its digest among what is withheld');
}

function checkKept(
  exhibit: AboutCapture | AboutPart,
  ledger: LedgerFacts,
  behind: ReadonlySet<JsonValue>,
): void {
  const entry = ledger.disclosed.find(({ index }) => index === exhibit.entryIndex);
  const kept = payloadOf(entry, KEPT_BY[exhibit.kind]);
  const { kind: _kind, entryIndex: _entryIndex, files: _files, ...said } = exhibit;
  for (const [name, value] of Object.entries(said)) {
    if (kept[name] !== value) throw unproved(`"${name}" as its entry recorded it`);
  }
  if (entry !== undefined) checkFiles(exhibit, kept, entry, behind);
}

/** Whatever was kept and does not leave has to be named among what stays behind. */
function checkNoneLost(
  about: AboutV1,
  ledger: LedgerFacts,
  findings: Findings,
  behind: ReadonlySet<JsonValue>,
): void {
  const here = new Set(about.exhibits.map(({ entryIndex }) => entryIndex));
  const payloads = new Map(ledger.disclosed.map(({ index, payload }) => [index, payload]));
  for (const { index, kind } of ledger.lines) {
    if (!kind.endsWith(KEPT) || here.has(index)) continue;
    const payload = payloads.get(index);
    const digest = isFields(payload) ? payload['digest'] : undefined;
    if (digest !== undefined && behind.has(digest)) continue;
    const message = 'exhibit expected in the pack or among what is withheld, got none';
    findings.add('PACK_FILE_MISSING', message, `ledger entry ${index}`);
  }
  for (const { count, digests } of about.withheld) {
    if (count >= digests.length) continue;
    findings.add('PACK_MANIFEST_MALFORMED', '"count" expected that of its digests', 'withheld');
  }
}

/** Each entry, reference and identifier stands for one exhibit, and they stand in the order of the entries. */
function checkOrder({ exhibits }: AboutV1, findings: Findings): void {
  const seen = new Set<string | number>();
  let last = -1;
  for (const { exhibitId, exhibitRef, entryIndex } of exhibits) {
    const where = `exhibit ${exhibitRef}`;
    if ([exhibitId, exhibitRef, entryIndex].some((one) => seen.has(one))) {
      findings.add('PACK_MANIFEST_MALFORMED', 'exhibit expected once', where);
    } else if (entryIndex < last) {
      findings.add('PACK_MANIFEST_MALFORMED', 'exhibits expected in order', where);
    }
    for (const one of [exhibitId, exhibitRef, entryIndex]) seen.add(one);
    last = entryIndex;
  }
}

/**
 * Verify that every exhibit is what the ledger recorded when it was kept (reference, address, time,
 * every file with its digest), and that none that was kept is left out unsaid. An exhibit of a kind
 * that this program does not know is a finding of its own.
 */
export async function checkExhibits(
  about: AboutV1,
  ledger: LedgerFacts,
  findings: Findings,
): Promise<void> {
  const behind = new Set<JsonValue>(about.withheld.flatMap(({ digests }) => digests));
  for (const exhibit of about.exhibits) {
    await findings.collect(`exhibit ${exhibit.exhibitRef}`, () => {
      if (exhibit.kind !== 'unknown') checkKept(exhibit, ledger, behind);
      else {
        const message = '"kind" of exhibit expected one that this program can judge';
        throw new EvidenceError('PACK_EXHIBIT_KIND_UNKNOWN', message);
      }
    });
  }
  checkOrder(about, findings);
  checkNoneLost(about, ledger, findings, behind);
}
