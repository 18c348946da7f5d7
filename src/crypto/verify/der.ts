import { concatBytes, fromHex } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';

/** One value of a DER encoding; views into the bytes it was read from. */
export interface Der {
  /** The identifier byte: class, whether constructed, and number below 31. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Identifier, length and content. */
  readonly whole: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  contextPrimitive0: 0x80,
  context0: 0xa0,
  context3: 0xa3,
} as const;

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits = length.toString(16);
  const bytes = fromHex(digits.padStart(digits.length + (digits.length % 2), '0'));
  return concatBytes(Uint8Array.of(0x80 | bytes.length), bytes);
}

/** The DER encoding of one value. @param parts - its content, joined */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concatBytes(Uint8Array.of(tag), encodeLength(length), ...parts);
}

/** A SEQUENCE of encoded values. */
export function sequence(...values: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return encodeDer(TAG.sequence, ...values);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A SET OF encoded values, sorted as DER wants it. @param tag - SET, or the context tag in its place */
export function setOf(
  values: readonly Uint8Array[],
  tag: number = TAG.set,
): Uint8Array<ArrayBuffer> {
  return encodeDer(tag, ...[...values].sort(compareBytes));
}

/** A non-negative INTEGER of big-endian bytes. */
export function encodeUnsigned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Uint8Array.of(0) : bytes.subarray(start);
  const first = digits[0] ?? 0;
  return encodeDer(TAG.integer, first >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), digits);
}

function malformed(message: string): never {
  throw new EvidenceError('BYTES_MALFORMED', message);
}

/** The content's length and where it starts; only the shortest form of a length below 2^24 is one. */
function readLength(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly start: number } {
  const first = bytes[at];
  if (first === undefined) malformed('DER expected a length, got the end');
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  if (count < 1 || count > 3) malformed('DER expected a definite length below 2^24, got another');
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] ?? 0);
  if (length < 0x80 || length < 256 ** (count - 1))
    malformed('DER expected the shortest length, got a longer one');
  return { length, start: at + 1 + count };
}

/**
 * The values that stand one after the other in some bytes; constructed ones are not entered, so nothing here
 * can be nested too deeply.
 * @param bytes - hostile
 * @returns views, in order; none for no bytes
 * @throws {EvidenceError} BYTES_MALFORMED - not DER values without a rest
 */
export function readDer(bytes: Uint8Array): Der[] {
  const values: Der[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    if ((tag & 0x1f) === 0x1f) malformed('DER expected a tag below 31, got a longer one');
    const { length, start } = readLength(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) malformed('DER expected whole values, got one cut short');
    values.push({ tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return values;
}

/**
 * Narrow a value to a kind.
 * @param value - hostile; `undefined` where a value is missing
 * @throws {EvidenceError} BYTES_MALFORMED - missing, or of another kind
 */
export function expectDer(value: Der | undefined, tag: number): Der {
  if (value?.tag !== tag) malformed('DER expected a value of another kind, or one more');
  return value;
}

/**
 * The values inside a constructed one.
 * @param value - hostile; `undefined` where a value is missing
 * @throws {EvidenceError} BYTES_MALFORMED - missing, of another kind, or not DER inside
 */
export function childrenOf(value: Der | undefined, tag: number = TAG.sequence): Der[] {
  return readDer(expectDer(value, tag).content);
}

/**
 * The one value that some bytes are.
 * @param bytes - hostile
 * @throws {EvidenceError} BYTES_MALFORMED - none, more than one, or a rest
 */
export function readOneDer(bytes: Uint8Array): Der {
  const [value, ...rest] = readDer(bytes);
  if (value === undefined || rest.length > 0) malformed('DER expected one value, got none or more');
  return value;
}
