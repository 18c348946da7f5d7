import { equalBytes } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import {
  EXHIBITS_KIND,
  PACK_PATHS,
  type AboutCapture,
  type AboutPart,
  type AboutV1,
} from '#src/pack/format.ts';
import { custodyOf } from './custody.ts';
import { Fields, isFields, type JsonFields } from './fields.ts';
import type { Findings } from './finding.ts';
import type { LedgerFacts } from './ledger.ts';
import { fileAt, type PackFiles } from './pack-files.ts';

const CODE = 'PACK_EXHIBIT_UNPROVED';
/** Entries whose payloads say what happened to an exhibit: with one of them withheld, custody could leave it out. */
const SPEAKS = ['exhibit-viewed', 'computer-replaced', 'export-started', 'export-made'];

function unproved(expected: string): EvidenceError {
  return new EvidenceError(CODE, `exhibits expected ${expected}`);
}

function payloadAt({ disclosed }: LedgerFacts, index: number): JsonFields {
  const payload = disclosed.find((one) => one.index === index)?.payload;
  if (isFields(payload)) return payload;
  throw unproved('entries that kept them, disclosed');
}

/** A person as labels name them, from `pack.json`. */
function personOf({ people }: AboutV1, id: JsonValue | undefined): JsonValue {
  const person = people.find(({ personId }) => personId === id);
  if (person === undefined) throw unproved('people whom "pack.json" names');
  const { personId, name, position } = person;
  return { personId, name, position };
}

function witnessId(ledger: LedgerFacts, producerId: JsonValue | undefined): JsonValue | undefined {
  const created = ledger.disclosed.find(({ kind }) => kind === 'investigation-created')?.payload;
  const ids = isFields(created) ? created['reviewerIds'] : undefined;
  return Array.isArray(ids) ? (ids as JsonValue[]).find((id) => id !== producerId) : undefined;
}

function computerOf(about: AboutV1, ledger: LedgerFacts, index: number): AboutV1['computers'][0] {
  const sitting = ledger.lines[index]?.sitting ?? '';
  const computerId = ledger.sittings.get(sitting)?.computerId;
  const computer = about.computers.find((one) => one.computerId === computerId);
  if (computer !== undefined) return computer;
  throw unproved('to be kept in a sitting on a computer of the pack');
}

/** What label and custody of an exhibit have to say, from the ledger and `pack.json` alone. */
function labelled(
  exhibit: AboutCapture | AboutPart,
  about: AboutV1,
  ledger: LedgerFacts,
): JsonValue {
  const { exhibitId, exhibitRef, kind, entryIndex } = exhibit;
  const kept = payloadAt(ledger, entryIndex);
  const { digest = null, state = null, address, capturedAt = null, producerId } = kept;
  const isPart = exhibit.kind === 'sub-exhibit';
  const mark = kept['mark'] ?? null;
  const why = isFields(mark) ? mark['why'] : undefined;
  const what = state === 'complete' ? 'Capture' : 'Incomplete capture';
  const { computerId, name, location, assetNo } = computerOf(about, ledger, entryIndex);
  return {
    ...{ exhibitId, exhibitRef, kind, digest, computerId },
    parent: isPart ? exhibit.parentRef : null,
    investigationRef: about.investigation.reference,
    description: isPart
      ? `Part of ${exhibit.parentRef}, ${typeof why === 'string' ? why : ''}`
      : `${what} of ${typeof address === 'string' ? address : ''}`,
    producedAt: isPart ? (kept['markedAt'] ?? null) : capturedAt,
    place: `${location}, ${name} (asset ${assetNo})`,
    producedBy: personOf(about, producerId),
    witnessedBy: personOf(about, witnessId(ledger, producerId)),
    custody: custodyOf(exhibit, kept, computerId, { about, ledger }),
    ...(isPart ? { part: mark } : {}),
  };
}

/** The first member that differs, for the message. */
function difference(said: JsonValue, expected: JsonValue): string | null {
  if (equalBytes(canonicalBytes(said), canonicalBytes(expected))) return null;
  if (!isFields(said) || !isFields(expected)) return 'it';
  const names = [...Object.keys(expected), ...Object.keys(said)];
  const same = (name: string): boolean => {
    const [one, other] = [said[name], expected[name]];
    if (one === undefined || other === undefined) return false;
    return equalBytes(canonicalBytes(one), canonicalBytes(other));
  };
  return `"${names.find((name) => !same(name)) ?? 'it'}"`;
}

function readLabels(files: PackFiles): readonly JsonValue[] {
  const value = parseCanonical(fileAt(files, PACK_PATHS.exhibits));
  const fields = new Fields(value, 'exhibits', ['v', 'kind', 'exhibits'], CODE);
  fields.version('v', 1);
  if (fields.text('kind') !== EXHIBITS_KIND) throw unproved('their own kind');
  return fields.list('exhibits', (one) => one);
}

function checkDisclosed({ lines, disclosed }: LedgerFacts, findings: Findings): void {
  const read = new Set(disclosed.map(({ index }) => index));
  for (const { index, kind } of lines) {
    if (!SPEAKS.includes(kind) || read.has(index)) continue;
    const message = 'exhibits expected what happened to them, disclosed';
    findings.add(CODE, message, `ledger entry ${index}`);
  }
}

/**
 * Verify what labels and continuity of the exhibits say: it is made anew from the ledger and
 * `pack.json`, and every difference is a finding. Exhibits of an unknown kind can't be made anew;
 * `checkExhibits` has reported them.
 * @see docs/spec/pack.md, section 7
 */
export async function checkLabels(
  files: PackFiles,
  about: AboutV1,
  ledger: LedgerFacts,
  findings: Findings,
): Promise<void> {
  const where = PACK_PATHS.exhibits;
  checkDisclosed(ledger, findings);
  const labels = await findings.collect(where, () => readLabels(files));
  if (labels === null) return;
  if (labels.length !== about.exhibits.length) {
    findings.add(CODE, 'exhibits expected those of "pack.json"', where);
  }
  for (const [i, exhibit] of about.exhibits.entries()) {
    const said = labels[i];
    if (exhibit.kind === 'unknown' || said === undefined) continue;
    await findings.collect(where, () => {
      const differs = difference(said, labelled(exhibit, about, ledger));
      if (differs !== null) {
        throw unproved(`${differs} of ${exhibit.exhibitRef} as the ledger recorded it`);
      }
    });
  }
}
