import { canonicalBytes, parseCanonical } from '#src/core/canonical-json.ts';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { isOrigin } from './origin.ts';

/** Largest encoded entry, bytes. */
export const MAX_ENTRY_BYTES = 65_535;

const KIND = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const COMMITMENT = /^[0-9a-f]{64}$/;
const BOOT_ID = /^[0-9A-Za-z-]{1,64}$/;
const REQUIRED = [
  'v',
  'origin',
  'index',
  'kind',
  'recordedAt',
  'monotonicMs',
  'bootId',
  'sitting',
  'objects',
  'commitment',
];

/** An object file that an entry accounts for. */
export interface ObjectRef {
  readonly objectId: string;
  /** Digest of the plaintext that the age file decrypts to. */
  readonly plaintextDigest: Digest;
  readonly plaintextBytes: number;
  /** Digest of the age file as it lies on disk: checkable without keys. */
  readonly fileDigest: Digest;
  readonly fileBytes: number;
}

/** One entry of a ledger, the leaf of its Merkle tree. @see docs/spec/ledger.md, section 2 */
export interface Entry {
  readonly v: 1;
  readonly origin: string;
  /** 0-based place in the ledger; the only order there is. */
  readonly index: number;
  /** kebab-case, 1 to 64 characters. */
  readonly kind: string;
  /** RFC 3339 UTC, this computer's claim. */
  readonly recordedAt: string;
  /** Whole milliseconds since an arbitrary point of this boot. */
  readonly monotonicMs: number;
  readonly bootId: string;
  /** Present where the clock is behind what the entry before it implies. */
  readonly clockSteppedBack?: true;
  /** The sitting it was written in; null outside one. */
  readonly sitting: string | null;
  readonly objects: readonly ObjectRef[];
  /** 64 hexadecimal digits. */
  readonly commitment: string;
}

/**
 * Canonical bytes of an entry.
 * @throws {EvidenceError} LEDGER_ENTRY_MALFORMED - a field is out of range
 * @throws {EvidenceError} LEDGER_ENTRY_TOO_LARGE - more than {@link MAX_ENTRY_BYTES}
 */
export function encodeEntry(entry: Entry): Uint8Array {
  const bytes = canonicalBytes(assertEntryV1(entry));
  assertEntrySize(bytes);
  return bytes;
}

/**
 * Read an entry from untrusted bytes.
 * @throws {EvidenceError} LEDGER_ENTRY_MALFORMED - not canonical, or not an entry of version 1
 * @throws {EvidenceError} LEDGER_ENTRY_TOO_LARGE - more than {@link MAX_ENTRY_BYTES}
 */
export function parseEntry(bytes: Uint8Array): Entry {
  assertEntrySize(bytes);
  let value: unknown;
  try {
    value = parseCanonical(bytes, MAX_ENTRY_BYTES);
  } catch (cause) {
    throw new EvidenceError('LEDGER_ENTRY_MALFORMED', 'entry expected canonical JSON', { cause });
  }
  return assertEntryV1(value);
}

/**
 * Narrow a value to an entry of version 1: exactly its fields, each in range.
 * @throws {EvidenceError} LEDGER_ENTRY_MALFORMED - anything else
 */
export function assertEntryV1(value: unknown): Entry {
  if (!isRecord(value)) throw malformed('entry', 'an object');
  for (const name of Object.keys(value)) {
    if (!REQUIRED.includes(name) && name !== 'clockSteppedBack')
      throw malformed('entry', 'no further field');
  }
  const { v, origin, index, kind, recordedAt, monotonicMs, bootId, sitting, objects, commitment } =
    value;
  if (v !== 1) throw malformed('v', '1');
  if (!isOrigin(origin)) throw malformed('origin', 'an origin');
  if (!isCount(index)) throw malformed('index', 'a whole number from 0');
  if (!isKind(kind)) throw malformed('kind', 'kebab-case of 1 to 64 characters');
  if (!isInstant(recordedAt)) throw malformed('recordedAt', 'an RFC 3339 UTC instant');
  if (!isCount(monotonicMs)) throw malformed('monotonicMs', 'a whole number from 0');
  if (typeof bootId !== 'string' || !BOOT_ID.test(bootId))
    throw malformed('bootId', '1 to 64 letters or digits');
  if (sitting !== null && !isId(sitting)) throw malformed('sitting', 'an identifier or null');
  if (!Array.isArray(objects)) throw malformed('objects', 'a list');
  if (typeof commitment !== 'string' || !COMMITMENT.test(commitment)) {
    throw malformed('commitment', '64 hexadecimal digits');
  }
  const refs = objects.map(assertObjectRef);
  if (new Set(refs.map((ref) => ref.objectId)).size !== refs.length) {
    throw malformed('objects', 'each object once');
  }
  const stepped = value['clockSteppedBack'];
  if ('clockSteppedBack' in value && stepped !== true)
    throw malformed('clockSteppedBack', 'true or absent');
  const entry = {
    v,
    origin,
    index,
    kind,
    recordedAt,
    monotonicMs,
    bootId,
    sitting,
    objects: refs,
    commitment,
  } as const;
  return stepped === true ? { ...entry, clockSteppedBack: true } : entry;
}

/** Whether a value may be an entry's kind: kebab-case, 1 to 64 characters. */
export function isKind(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && KIND.test(value);
}

function assertObjectRef(value: unknown): ObjectRef {
  if (!isRecord(value) || Object.keys(value).length !== 5)
    throw malformed('objects', 'references of five fields');
  const { objectId, plaintextDigest, plaintextBytes, fileDigest, fileBytes } = value;
  if (!isId(objectId)) throw malformed('objectId', 'an identifier');
  if (!isDigest(plaintextDigest)) throw malformed('plaintextDigest', 'a digest');
  if (!isDigest(fileDigest)) throw malformed('fileDigest', 'a digest');
  if (!isCount(plaintextBytes)) throw malformed('plaintextBytes', 'a whole number from 0');
  if (!isCount(fileBytes)) throw malformed('fileBytes', 'a whole number from 0');
  return { objectId, plaintextDigest, plaintextBytes, fileDigest, fileBytes };
}

function assertEntrySize(bytes: Uint8Array): void {
  if (bytes.length > MAX_ENTRY_BYTES) {
    throw new EvidenceError(
      'LEDGER_ENTRY_TOO_LARGE',
      `entry expected at most ${MAX_ENTRY_BYTES} bytes, got ${bytes.length}`,
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function malformed(field: string, expected: string): EvidenceError {
  return new EvidenceError('LEDGER_ENTRY_MALFORMED', `"${field}" expected ${expected}`);
}
