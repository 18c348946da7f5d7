import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  toBase64,
  utf8,
} from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_LIMITS, PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import { fileAt, type PackFiles } from './bag.ts';
import type { KnownKeys } from './certificates.ts';
import { sha256 } from './digest.ts';
import type { Findings } from './finding.ts';
import { leafHash, rootsOf } from './merkle.ts';
import { noteText } from './note.ts';
import { checkSigners, readSittings } from './sittings.ts';

type Fields = { readonly [key: string]: JsonValue };

/** One line of `entries.jsonl`. */
export interface PackLine {
  readonly index: number;
  readonly kind: string;
  readonly recordedAt: string;
  readonly sitting: string | null;
  readonly checkpoint: string;
  readonly commitment: string;
  readonly objects: readonly Digest[];
  /** RFC 8785 bytes of the entry. */
  readonly bytes: Uint8Array;
  readonly disclosed: { readonly salt: string; readonly payload: JsonValue } | null;
}

/** What later checks need of a ledger that was read. */
export interface LedgerFacts {
  readonly entries: number;
  readonly withheld: number;
  /** Digests of the objects that each entry accounts for, by index. */
  readonly objectDigests: ReadonlyMap<number, ReadonlySet<Digest>>;
  /** Head as text, three lines. */
  readonly head: string;
  /** Size of every tree by its checkpoint's text. */
  readonly heads: ReadonlyMap<string, number>;
}

const DOMAIN = utf8('countersign/commitment/v1\n');

function invalid(expected: string): EvidenceError {
  return new EvidenceError('PACK_LEDGER_INVALID', `ledger expected ${expected}`);
}

function isFields(value: JsonValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseDisclosed(value: JsonValue | undefined): PackLine['disclosed'] {
  if (value === null) return null;
  if (!isFields(value)) throw invalid('payloads disclosed or null');
  const { salt, payload } = value;
  if (typeof salt !== 'string' || payload === undefined)
    throw invalid('a salt beside each payload');
  return { salt, payload };
}

function parseObjects(value: JsonValue | undefined): Digest[] {
  if (!Array.isArray(value)) throw invalid('objects as a list');
  return (value as readonly JsonValue[]).map((one) => {
    const digest = isFields(one) ? one['plaintextDigest'] : undefined;
    if (!isDigest(digest)) throw invalid('a digest of each object');
    return digest;
  });
}

function parseLine(text: string, origin: string, at: number): PackLine {
  const value = parseCanonical(utf8(text));
  if (!isFields(value) || Object.keys(value).length !== 3)
    throw invalid('entry, checkpoint, payload');
  const { entry, checkpoint } = value;
  if (!isFields(entry) || typeof checkpoint !== 'string')
    throw invalid('an entry and its checkpoint');
  const { index, kind, recordedAt, sitting, commitment } = entry;
  if (entry['v'] !== 1 || entry['origin'] !== origin) throw invalid('entries of one ledger');
  if (index !== at) throw invalid('entries in order, without a gap');
  if (
    typeof kind !== 'string' ||
    typeof recordedAt !== 'string' ||
    typeof commitment !== 'string'
  ) {
    throw invalid('a kind, a time and a commitment');
  }
  if (sitting !== null && typeof sitting !== 'string') throw invalid('a sitting or null');
  return {
    ...{ index, kind, recordedAt, sitting: sitting ?? null, checkpoint, commitment },
    objects: parseObjects(entry['objects']),
    bytes: canonicalBytes(entry),
    disclosed: parseDisclosed(value['disclosed']),
  };
}

function readLines(files: PackFiles, about: AboutV1): PackLine[] {
  const text = fromUtf8(fileAt(files, PACK_PATHS.entries, PACK_LIMITS.textBytes));
  if (text !== '' && !text.endsWith('\n')) throw invalid('to end with a line feed');
  const lines = text.split('\n').slice(0, -1);
  if (lines.length === 0) throw invalid('at least one entry');
  if (lines.length !== about.ledger.entries) throw invalid('as many entries as "pack.json" says');
  return lines.map((line, index) => parseLine(line, about.ledger.origin, index));
}

async function checkCommitment(line: PackLine): Promise<void> {
  if (line.disclosed === null) return;
  const { salt, payload } = line.disclosed;
  const saltBytes = fromHex(salt);
  const hash = await sha256(concatBytes(DOMAIN, saltBytes, canonicalBytes(payload)));
  if (saltBytes.length !== 32 || !equalBytes(hash, fromHex(line.commitment))) {
    throw new EvidenceError(
      'LEDGER_COMMITMENT_MISMATCH',
      '"commitment" expected that of the payload',
    );
  }
}

function checkRoot(line: PackLine, origin: string, root: Uint8Array): string {
  const text = noteText(line.checkpoint);
  if (text !== `${origin}\n${line.index + 1}\n${toBase64(root)}\n`) {
    throw new EvidenceError('LEDGER_ROOT_MISMATCH', 'checkpoint expected the head of its tree');
  }
  return text;
}

/**
 * Verify the whole ledger from its lines: order, tree, every checkpoint and who signed it, the
 * sittings that both reviewers signed for, and every payload that is disclosed.
 * @returns null where it can't be read at all
 */
export async function checkLedger(
  files: PackFiles,
  about: AboutV1,
  keys: KnownKeys,
  findings: Findings,
): Promise<LedgerFacts | null> {
  const where = PACK_PATHS.entries;
  const lines = await findings.collect(where, () => readLines(files, about), 'PACK_LEDGER_INVALID');
  if (lines === null) return null;
  const roots = await rootsOf(await Promise.all(lines.map(({ bytes }) => leafHash(bytes))));
  const sittings = await readSittings({ files, about, keys, roots, findings });
  const heads = new Map<string, number>();
  for (const line of lines) {
    const place = `ledger entry ${line.index}`;
    const root = roots[line.index] ?? new Uint8Array();
    const text = await findings.collect(place, () => checkRoot(line, about.ledger.origin, root));
    if (text !== null) heads.set(text, line.index + 1);
    await findings.collect(place, () => checkSigners(line, about, keys, sittings));
    await findings.collect(place, () => checkCommitment(line));
  }
  await checkHead(files, lines, findings);
  const withheld = lines.filter(({ disclosed }) => disclosed === null).length;
  if (withheld !== about.ledger.withheld) {
    findings.add('PACK_LEDGER_INVALID', `"withheld" expected ${withheld}`, PACK_PATHS.about);
  }
  const last = lines.at(-1);
  return {
    ...{ entries: lines.length, withheld, heads },
    objectDigests: new Map(lines.map(({ index, objects }) => [index, new Set(objects)])),
    head: last === undefined ? '' : noteText(last.checkpoint),
  };
}

async function checkHead(
  files: PackFiles,
  lines: readonly PackLine[],
  findings: Findings,
): Promise<void> {
  const path = PACK_PATHS.checkpoint;
  await findings.collect(path, () => {
    const note = fromUtf8(fileAt(files, path));
    const last = lines.at(-1);
    if (last === undefined || noteText(note) !== noteText(last.checkpoint)) {
      throw new EvidenceError(
        'PACK_LEDGER_INVALID',
        'final checkpoint expected that of the last entry',
      );
    }
  });
}

/** Base64 text of a field, decoded. @throws {EvidenceError} PACK_LEDGER_INVALID */
export function decodeBase64(value: JsonValue | undefined): Uint8Array {
  if (typeof value !== 'string') throw invalid('base64');
  try {
    return fromBase64(value);
  } catch (cause) {
    throw new EvidenceError('PACK_LEDGER_INVALID', 'ledger expected base64', { cause });
  }
}
