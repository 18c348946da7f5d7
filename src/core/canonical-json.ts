import canonicalize from 'canonicalize';
import { equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { EvidenceError } from './errors.ts';
import type { Turns } from './turns.ts';

/** A value that canonical JSON can hold: an I-JSON (RFC 7493) tree. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const MAX_DEPTH = 64;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
/** Values this deep are encoded whole when a value is encoded in turns. */
const WHOLE_DEPTH = 3;

function unsupported(expected: string, got: string): never {
  throw new EvidenceError('JSON_UNSUPPORTED_VALUE', `value expected ${expected}, got ${got}`);
}

function assertNumber(value: number): void {
  if (!Number.isFinite(value)) unsupported('a finite number', 'NaN or an infinity');
  // Both would read back as another value than was written: -0 as 0, a large integer as its neighbour.
  if (Object.is(value, -0)) unsupported('a number that JSON can hold', 'negative zero');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    unsupported('an integer of at most 2^53 - 1', 'a larger one');
  }
}

/** The members of a plain array or object, read without calling any code of the value. */
function membersOf(value: object): {
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
} {
  const isArray = Array.isArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (
    isArray ? prototype !== Array.prototype : prototype !== Object.prototype && prototype !== null
  ) {
    unsupported('a plain object or array', 'an instance of a class');
  }
  const keys: string[] = [];
  const values: unknown[] = [];
  for (const key of Reflect.ownKeys(value)) {
    if (isArray && key === 'length') continue;
    const property = Reflect.getOwnPropertyDescriptor(value, key);
    if (typeof key !== 'string') unsupported('string keys', 'a symbol');
    if (property?.enumerable !== true || !('value' in property)) {
      unsupported('plain properties', 'a hidden or computed one');
    }
    if (isArray && key !== String(values.length))
      unsupported('a dense array', 'a gap or a named property');
    keys.push(key);
    values.push(property.value);
  }
  if (isArray && values.length !== value.length) unsupported('a dense array', 'a gap');
  return { keys, values };
}

/**
 * Narrow a value to what canonical JSON holds without loss or guess.
 * @param value - anything; nothing of it is called
 * @throws {EvidenceError} JSON_UNSUPPORTED_VALUE - undefined, a function, symbol or bigint, NaN, an infinity,
 * negative zero, an integer beyond 2^53 - 1, a lone surrogate, a class instance, a gap in an array,
 * a computed property, or more than 64 levels (so a cycle too)
 */
export function assertJsonValue(value: unknown): asserts value is JsonValue {
  assertLevel(value, 0);
}

function assertLevel(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) unsupported(`at most ${MAX_DEPTH} levels`, 'more, or a cycle');
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    assertNumber(value);
  } else if (typeof value === 'string') {
    if (!value.isWellFormed()) unsupported('well-formed text', 'a lone surrogate');
  } else if (typeof value === 'object') {
    const { keys, values } = membersOf(value);
    for (const key of keys)
      if (!key.isWellFormed()) unsupported('well-formed keys', 'a lone surrogate');
    for (const member of values) assertLevel(member, depth + 1);
  } else {
    unsupported('JSON', typeof value);
  }
}

/**
 * The one encoding of a value (RFC 8785): sorted keys, no spaces, shortest numbers, UTF-8.
 * @param value - an I-JSON tree of at most 64 levels
 * @returns new bytes, without a final newline
 * @throws {EvidenceError} JSON_UNSUPPORTED_VALUE - the value holds something JSON can't keep exactly
 */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return utf8(canonicalText(value, 0));
}

function canonicalText(value: unknown, depth: number): string {
  assertLevel(value, depth);
  const text = canonicalize(value);
  if (text === undefined) unsupported('JSON', 'nothing');
  // An encoder's slip must never be signed: what was written has to read back as the same text.
  if (canonicalize(JSON.parse(text)) !== text)
    unsupported('a value that reads back equal', 'another');
  return text;
}

/**
 * As {@link canonicalBytes}, the same bytes, with pauses: for values of many megabytes.
 * @param value - not changed meanwhile
 * @throws {EvidenceError} JSON_UNSUPPORTED_VALUE - as {@link canonicalBytes}
 */
export async function canonicalBytesInTurns(
  value: unknown,
  turns: Turns,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: string[] = [];
  await writeInTurns(value, 0, pieces, turns);
  return utf8(pieces.join(''));
}

async function writeInTurns(
  value: unknown,
  depth: number,
  pieces: string[],
  turns: Turns,
): Promise<void> {
  if (depth === WHOLE_DEPTH || typeof value !== 'object' || value === null) {
    pieces.push(canonicalText(value, depth));
    if (turns.isOver) await turns.pause();
    return;
  }
  const isArray = Array.isArray(value);
  const { keys, values } = membersOf(value);
  const order = [...keys.keys()];
  // By UTF-16 units, as RFC 8785 has it.
  if (!isArray) order.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  pieces.push(isArray ? '[' : '{');
  for (const [place, at] of order.entries()) {
    if (place > 0) pieces.push(',');
    if (!isArray) pieces.push(canonicalText(keys[at], depth + 1), ':');
    await writeInTurns(values[at], depth + 1, pieces, turns);
  }
  pieces.push(isArray ? ']' : '}');
}

/**
 * Read bytes that must be canonical JSON; duplicate keys, spaces, other number forms and a byte order
 * mark are all refused, because they re-encode differently.
 * @param bytes - hostile
 * @param maxBytes - refuse more than this before reading, 16 MiB by default
 * @throws {EvidenceError} JSON_MALFORMED - too large, not UTF-8, not JSON, or nested too deeply
 * @throws {EvidenceError} JSON_NOT_CANONICAL - JSON, but not the one encoding of its value
 */
export function parseCanonical(bytes: Uint8Array, maxBytes: number = DEFAULT_MAX_BYTES): JsonValue {
  if (bytes.length > maxBytes) {
    throw new EvidenceError(
      'JSON_MALFORMED',
      `JSON expected at most ${maxBytes} bytes, got ${bytes.length}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new EvidenceError('JSON_MALFORMED', 'bytes expected JSON in UTF-8', { cause });
  }
  let encoded: Uint8Array;
  try {
    encoded = canonicalBytes(value);
    assertJsonValue(value);
  } catch (cause) {
    throw new EvidenceError(
      'JSON_NOT_CANONICAL',
      'bytes expected canonical JSON, got a value it excludes',
      { cause },
    );
  }
  if (!equalBytes(encoded, bytes)) {
    throw new EvidenceError(
      'JSON_NOT_CANONICAL',
      'bytes expected canonical JSON, got another encoding of it',
    );
  }
  return value;
}
