import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { PACK_LIMITS, PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import { Fields, isFields } from './fields.ts';
import { fileAt, type PackFiles } from './pack-files.ts';

/** One line of `entries.jsonl`. */
export interface PackLine {
  readonly index: number;
  readonly kind: string;
  readonly recordedAt: string;
  readonly sitting: string | null;
  readonly checkpoint: string;
  /** 64 hexadecimal digits. */
  readonly commitment: string;
  readonly objects: readonly Digest[];
  /** RFC 8785 bytes of the entry. */
  readonly bytes: Uint8Array;
  readonly disclosed: { readonly salt: string; readonly payload: JsonValue } | null;
}

const CODE = 'PACK_LEDGER_INVALID';
const HEX = /^[0-9a-f]{64}$/;
const MAX_ENTRY_BYTES = 65_535;
const ENTRY = [
  ...['v', 'origin', 'index', 'kind', 'recordedAt', 'monotonicMs', 'bootId', 'sitting'],
  ...['objects', 'commitment'],
];
const OBJECT = ['objectId', 'plaintextDigest', 'plaintextBytes', 'fileDigest', 'fileBytes'];

function invalid(expected: string): EvidenceError {
  return new EvidenceError(CODE, `ledger expected ${expected}`);
}

function parseDisclosed(value: JsonValue): PackLine['disclosed'] {
  if (value === null) return null;
  const fields = new Fields(value, 'disclosed', ['salt', 'payload'], CODE);
  const salt = fields.text('salt');
  if (!HEX.test(salt)) throw invalid('salts of 32 bytes');
  return { salt, payload: fields.json('payload') };
}

function parseObject(value: JsonValue): Digest {
  const fields = new Fields(value, 'objects', OBJECT, CODE);
  fields.id('objectId');
  fields.digest('fileDigest');
  fields.count('plaintextBytes');
  fields.count('fileBytes');
  return fields.digest('plaintextDigest');
}

function entryFields(value: JsonValue): Fields {
  // Present where the clock was behind what the entry before it implies, and then true.
  const stepped = isFields(value) && Object.hasOwn(value, 'clockSteppedBack');
  const fields = new Fields(value, 'entry', stepped ? [...ENTRY, 'clockSteppedBack'] : ENTRY, CODE);
  if (stepped && !fields.flag('clockSteppedBack'))
    throw invalid('"clockSteppedBack" true or absent');
  fields.version('v', 1);
  fields.count('monotonicMs');
  fields.text('bootId');
  return fields;
}

function parseLine(text: string, origin: string, at: number): PackLine {
  const line = new Fields(
    parseCanonical(utf8(text)),
    'line',
    ['entry', 'checkpoint', 'disclosed'],
    CODE,
  );
  const entry = entryFields(line.json('entry'));
  if (entry.text('origin') !== origin) throw invalid('entries of one ledger');
  if (entry.count('index') !== at) throw invalid('entries in order, without a gap');
  const kind = entry.kind('kind');
  const [commitment, sitting] = [entry.text('commitment'), entry.textOrNull('sitting')];
  if (!HEX.test(commitment)) throw invalid('commitments of 32 bytes');
  if (sitting !== null && !isId(sitting)) throw invalid('a sitting or null');
  const bytes = canonicalBytes(line.json('entry'));
  if (bytes.length > MAX_ENTRY_BYTES) throw invalid(`entries of at most ${MAX_ENTRY_BYTES} bytes`);
  return {
    ...{ index: at, kind, commitment, sitting, bytes },
    recordedAt: entry.instant('recordedAt'),
    checkpoint: line.text('checkpoint'),
    objects: entry.list('objects', parseObject),
    disclosed: parseDisclosed(line.json('disclosed')),
  };
}

/**
 * Read `entries.jsonl`: one entry a line, in order, without a gap.
 * @throws {EvidenceError} PACK_LEDGER_INVALID, PACK_FILE_MISSING, PACK_TOO_LARGE, BYTES_MALFORMED, JSON_… - anything else
 * @see docs/spec/pack.md, section 5
 */
export function readLines(files: PackFiles, about: AboutV1): PackLine[] {
  const text = fromUtf8(fileAt(files, PACK_PATHS.entries, PACK_LIMITS.textBytes));
  if (text === '') throw invalid('at least one entry');
  if (!text.endsWith('\n')) throw invalid('to end with a line feed');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length !== about.ledger.entries) throw invalid('as many entries as "pack.json" says');
  return lines.map((line, index) => parseLine(line, about.ledger.origin, index));
}
