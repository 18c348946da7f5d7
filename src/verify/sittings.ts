import { equalBytes, fromUtf8, utf8 } from '#src/core/bytes.ts';
import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { keyOfPerson, type KnownKeys } from './certificates.ts';
import { Fields } from './fields.ts';
import type { Findings } from './finding.ts';
import type { PackLine } from './ledger-lines.ts';
import { noteText, verifyCosigned, verifySigned, type NoteKey } from './note.ts';
import { fileAt, type PackFiles } from './pack-files.ts';

/** A sitting whose delegation both people signed. */
export interface PackSitting {
  readonly key: NoteKey;
  /** Entries before this index were not its own. */
  readonly size: number;
  /** The computer that it was on. */
  readonly computerId: string;
  readonly expiresAt: string;
  /** Entries from this index on are beyond its cosigned end; null where it was not cosigned. */
  readonly end: number | null;
}

/** What reading the sittings of a pack needs. */
export interface SittingsInput {
  readonly files: PackFiles;
  readonly origin: string;
  readonly keys: KnownKeys;
  /** Root of the tree of every size, from 0. */
  readonly roots: readonly Uint8Array[];
  readonly lines: readonly PackLine[];
  readonly findings: Findings;
}

const CODE = 'PACK_LEDGER_INVALID';
const TITLE = 'countersign/delegation/v1\n';
const MEMBERS = [
  ...['v', 'sittingId', 'origin', 'size', 'root', 'computerId', 'bootId'],
  ...['startedAt', 'expiresAt', 'publicKey', 'personIds'],
];
const MAX_SITTING_MS = 12 * 60 * 60 * 1000;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

function invalid(expected: string): EvidenceError {
  return new EvidenceError(CODE, `sitting expected ${expected}`);
}

/** A head that people signed for must be one that this ledger has had. */
function assertHead(size: number, root: Uint8Array, { roots }: SittingsInput): void {
  const expected = roots[size];
  if (expected === undefined) {
    const message = `"size" expected at least the ${size} that both signed for`;
    throw new EvidenceError('LEDGER_ROLLED_BACK', `${message}, got ${roots.length - 1}`);
  }
  if (!equalBytes(expected, root)) {
    throw new EvidenceError('LEDGER_ROOT_MISMATCH', 'both expected a head of this ledger');
  }
}

/** Read what the delegation says and verify that both people whom it names signed it. */
async function readDelegation(
  bytes: Uint8Array,
  sittingId: string,
  input: SittingsInput,
): Promise<{ readonly sitting: Omit<PackSitting, 'end'>; readonly people: readonly NoteKey[] }> {
  const { origin, keys } = input;
  const note = fromUtf8(bytes);
  const text = noteText(note);
  if (!text.startsWith(TITLE)) throw invalid('a delegation of version 1');
  const value = parseCanonical(utf8(text.slice(TITLE.length, -1)));
  const says = new Fields(value, 'delegation', MEMBERS, CODE);
  says.version('v', 1);
  const [first, second, ...more] = says.ids('personIds');
  if (first === undefined || second === undefined || more.length > 0) throw invalid('two people');
  const startedAt = says.instant('startedAt');
  const expiresAt = says.instant('expiresAt');
  const people = [first, second].map((id) => keyOfPerson(keys, origin, id, startedAt));
  await verifySigned(note, people);
  if (says.text('origin') !== origin || says.id('sittingId') !== sittingId)
    throw invalid('a delegation of its own');
  const computerId = says.id('computerId');
  if (!keys.computers.has(computerId)) throw invalid('a computer that the pack certifies');
  const lifeMs = Date.parse(expiresAt) - Date.parse(startedAt);
  if (lifeMs <= 0 || lifeMs > MAX_SITTING_MS) throw invalid('to end within 12 hours');
  const size = says.count('size');
  assertHead(size, says.base64('root'), input);
  const publicKey = says.base64('publicKey');
  const key = {
    name: `${origin}/sitting/${sittingId}`,
    keys: [{ publicKey, expired: false }],
  };
  return { sitting: { key, size, computerId, expiresAt }, people };
}

/** @returns size of the ledger at the end that both cosigned; null where they did not */
async function readEnd(
  note: string | null,
  people: readonly NoteKey[],
  input: SittingsInput,
): Promise<number | null> {
  if (note === null) return null;
  const [name, sizeText = ''] = noteText(note).split('\n');
  if (name !== input.origin || !SIZE.test(sizeText)) throw invalid('an end of this ledger');
  const size = Number(sizeText);
  const last = input.lines[size - 1];
  if (last === undefined) {
    const message = `"size" expected at least the ${size} that both cosigned`;
    throw new EvidenceError('LEDGER_ROLLED_BACK', `${message}, got ${input.lines.length}`);
  }
  await verifyCosigned(note, last.checkpoint, people);
  return size;
}

type Named = readonly [string, PackSitting];

async function readSitting(value: JsonValue, input: SittingsInput): Promise<Named> {
  const names = ['sittingId', 'delegation', 'endedCheckpoint'];
  const fields = new Fields(value, 'sitting', names, CODE);
  const sittingId = fields.id('sittingId');
  const { sitting, people } = await readDelegation(fields.base64('delegation'), sittingId, input);
  const end = await readEnd(fields.textOrNull('endedCheckpoint'), people, input);
  return [sittingId, { ...sitting, end }];
}

/** Whether a sitting may stand behind the one before it. */
function follows(before: Named | undefined, [id, { size }]: Named): boolean {
  if (before === undefined) return true;
  const [idBefore, { size: sizeBefore }] = before;
  return sizeBefore < size || (sizeBefore === size && idBefore < id);
}

/**
 * Read and verify every sitting of the pack: both people's signatures under the delegation and under
 * the cosigned end, the heads that they accepted, and that the sittings stand in their one order.
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
    if (sittings.has(sitting[0])) findings.add(CODE, 'sitting expected once', where);
    else if (!follows([...sittings].at(-1), sitting)) {
      findings.add(CODE, 'sittings expected by the size of their tree, then by identifier', where);
    }
    sittings.set(...sitting);
  }
  return sittings;
}
