import { equalBytes, fromUtf8, utf8 } from '#src/core/bytes.ts';
import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { isInstant } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import { fileAt, type PackFiles } from './bag.ts';
import type { KnownKeys } from './certificates.ts';
import type { Findings } from './finding.ts';
import { decodeBase64, type PackLine } from './ledger.ts';
import { noteNames, noteText, verifyCosigned, verifySigned, type NoteKey } from './note.ts';

type Fields = { readonly [key: string]: JsonValue };

/** A sitting whose delegation both people signed. */
export interface PackSitting {
  readonly key: NoteKey;
  /** Entries before this index were not its own. */
  readonly size: number;
  readonly expiresAt: string;
  /** Entries from this index on are beyond its cosigned end; null where it was not cosigned. */
  readonly end: number | null;
}

/** What reading the sittings of a pack needs. */
export interface SittingsInput {
  readonly files: PackFiles;
  readonly about: AboutV1;
  readonly keys: KnownKeys;
  /** Root of the tree of every size, from 1. */
  readonly roots: readonly Uint8Array[];
  readonly findings: Findings;
}

const TITLE = 'countersign/delegation/v1\n';
const MAX_SITTING_MS = 12 * 60 * 60 * 1000;

function invalid(expected: string): EvidenceError {
  return new EvidenceError('PACK_LEDGER_INVALID', `sitting expected ${expected}`);
}

function fieldsOf(value: JsonValue | undefined): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('an object');
  return value as Fields;
}

function personKey(origin: string, personId: JsonValue, keys: KnownKeys): NoteKey {
  const facts = typeof personId === 'string' ? keys.people.get(personId) : undefined;
  if (facts === undefined || facts.ed25519PublicKey === null) {
    throw new EvidenceError(
      'SIGNER_UNKNOWN',
      'sitting expected two people whom the pack certifies',
    );
  }
  return { name: `${origin}/person/${facts.id}`, publicKey: facts.ed25519PublicKey };
}

function assertAccepted(size: number, root: Uint8Array, roots: readonly Uint8Array[]): void {
  const expected = roots[size - 1];
  // A sitting may begin before the first entry; the root of no entries is nobody's to check here.
  if (size === 0) return;
  if (expected === undefined || !equalBytes(expected, root)) {
    throw new EvidenceError('LEDGER_ROOT_MISMATCH', 'delegation expected a head of this ledger');
  }
}

function endOf(
  value: JsonValue | undefined,
  origin: string,
  roots: readonly Uint8Array[],
): number | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw invalid('a cosigned checkpoint or null');
  const [name, sizeText, root] = noteText(value).split('\n');
  const size = Number(sizeText);
  if (name !== origin || !Number.isSafeInteger(size)) throw invalid('an end of this ledger');
  assertAccepted(size, decodeBase64(root), roots);
  return size;
}

async function readSitting(
  value: JsonValue,
  { about, keys, roots }: SittingsInput,
): Promise<readonly [string, PackSitting]> {
  const { sittingId, delegation, endedCheckpoint } = fieldsOf(value);
  const { origin } = about.ledger;
  const note = fromUtf8(decodeBase64(delegation));
  const text = noteText(note);
  if (!text.startsWith(TITLE)) throw invalid('a delegation of version 1');
  const says = fieldsOf(parseCanonical(utf8(text.slice(TITLE.length, -1))));
  const { personIds, size, startedAt, expiresAt } = says;
  if (!Array.isArray(personIds) || personIds.length !== 2 || personIds[0] === personIds[1]) {
    throw invalid('two people');
  }
  const people = (personIds as readonly JsonValue[]).map((one) => personKey(origin, one, keys));
  await verifySigned(note, people);
  if (says['origin'] !== origin || says['sittingId'] !== sittingId) throw invalid('its own ledger');
  if (typeof sittingId !== 'string' || typeof size !== 'number') throw invalid('an id and a size');
  if (!isInstant(startedAt) || !isInstant(expiresAt)) throw invalid('a start and an end');
  const lifeMs = Date.parse(expiresAt) - Date.parse(startedAt);
  if (lifeMs <= 0 || lifeMs > MAX_SITTING_MS) throw invalid('to end within 12 hours');
  assertAccepted(size, decodeBase64(says['root']), roots);
  const end = endOf(endedCheckpoint, origin, roots);
  if (typeof endedCheckpoint === 'string') await verifyCosigned(endedCheckpoint, people);
  const key = {
    name: `${origin}/sitting/${sittingId}`,
    publicKey: decodeBase64(says['publicKey']),
  };
  return [sittingId, { key, size, expiresAt, end }];
}

/**
 * Read and verify every sitting of the pack: both people's signatures under the delegation and under
 * the cosigned end, and the heads that they accepted.
 * @returns those that hold, by id
 */
export async function readSittings(
  input: SittingsInput,
): Promise<ReadonlyMap<string, PackSitting>> {
  const { files, findings } = input;
  const where = PACK_PATHS.sittings;
  const sittings = new Map<string, PackSitting>();
  const list = await findings.collect(where, () => {
    const value = parseCanonical(fileAt(files, where));
    if (!Array.isArray(value)) throw invalid('a list');
    return value as readonly JsonValue[];
  });
  for (const one of list ?? []) {
    const sitting = await findings.collect(where, () => readSitting(one, input));
    if (sitting === null) continue;
    if (sittings.has(sitting[0]))
      findings.add('PACK_LEDGER_INVALID', 'sitting expected once', where);
    sittings.set(...sitting);
  }
  return sittings;
}

function outsideSigners(origin: string, note: string, keys: KnownKeys): NoteKey[] {
  const known = new Map([...keys.people.keys()].map((id) => [`${origin}/person/${id}`, id]));
  const { computer } = keys;
  return noteNames(note).flatMap((name) => {
    if (name === `${origin}/computer` && computer !== null && computer.ed25519PublicKey !== null) {
      return [{ name, publicKey: computer.ed25519PublicKey }];
    }
    const id = known.get(name);
    return id === undefined ? [] : [personKey(origin, id, keys)];
  });
}

/**
 * Verify that whoever had to sign an entry's checkpoint did: in a sitting its key, within its life;
 * outside the computer or two people.
 * @throws {EvidenceError} LEDGER_SITTING_UNKNOWN, LEDGER_SITTING_EXPIRED, SIGNER_UNKNOWN, SIGNATURE_INVALID
 */
export async function checkSigners(
  line: PackLine,
  about: AboutV1,
  keys: KnownKeys,
  sittings: ReadonlyMap<string, PackSitting>,
): Promise<void> {
  if (line.sitting === null) {
    const { origin } = about.ledger;
    const signers = outsideSigners(origin, line.checkpoint, keys);
    const computer = signers.some(({ name }) => name === `${origin}/computer`);
    if (!computer && new Set(signers.map(({ name }) => name)).size < 2) {
      throw new EvidenceError('SIGNER_UNKNOWN', 'checkpoint expected the computer or two people');
    }
    await verifySigned(line.checkpoint, signers);
    return;
  }
  const sitting = sittings.get(line.sitting);
  if (sitting === undefined) {
    throw new EvidenceError(
      'LEDGER_SITTING_UNKNOWN',
      '"sitting" expected one that both signed for',
    );
  }
  const beyond = sitting.end !== null && line.index >= sitting.end;
  if (line.index < sitting.size || beyond || line.recordedAt > sitting.expiresAt) {
    throw new EvidenceError('LEDGER_SITTING_EXPIRED', 'entry expected within its sitting');
  }
  await verifySigned(line.checkpoint, [sitting.key]);
}
