import type { ZodType } from 'zod';
import { canonicalBytes, canonicalBytesInTurns, parseCanonical } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { mapInTurns, Turns } from '#src/core/turns.ts';
import { exchangeFacts, missedFacts } from './network-schema.ts';
import { captureRecord, type CaptureRecord } from './record.ts';

const DERIVED: ReadonlySet<string> = new Set(['sheet', 'altered-sheet']);

/** Largest encoded record, bytes. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * The one encoding of a capture record.
 * @returns canonical JSON, at most {@link MAX_RECORD_BYTES}
 * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED - a field is absent, unknown or out of range, or too large
 * @see docs/spec/capture.md, section 1
 */
export function encodeCaptureRecord(record: CaptureRecord): Uint8Array<ArrayBuffer> {
  return assertSize(canonicalBytes(assertCaptureRecordV1(record)));
}

/**
 * As {@link encodeCaptureRecord}, the same bytes, with pauses: a record of thousands of requests takes seconds.
 * @param record - not changed meanwhile
 */
export async function encodeCaptureRecordInTurns(
  record: CaptureRecord,
): Promise<Uint8Array<ArrayBuffer>> {
  const turns = new Turns();
  const { exchanges, missed, ...network } = record.network;
  const short = { ...record, network: { ...network, exchanges: [], missed: [] } };
  const read = assertCaptureRecordV1(short);
  const whole = {
    ...read,
    network: {
      ...read.network,
      exchanges: await mapInTurns(exchanges, turns, (one) => assertPart(exchangeFacts, one)),
      missed: await mapInTurns(missed, turns, (one) => assertPart(missedFacts, one)),
    },
  };
  return assertSize(await canonicalBytesInTurns(whole, turns));
}

function assertPart<T>(schema: ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw malformed(`"network" expected what version 1 says`);
}

function assertSize(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length <= MAX_RECORD_BYTES) return bytes;
  throw malformed(`record expected at most ${MAX_RECORD_BYTES} bytes, got ${bytes.length}`);
}

/**
 * Read a capture record from untrusted bytes.
 * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED - not canonical JSON, or not a record of version 1
 */
export function parseCaptureRecord(bytes: Uint8Array): CaptureRecord {
  let value: unknown;
  try {
    value = parseCanonical(bytes, MAX_RECORD_BYTES);
  } catch (cause) {
    throw malformed('record expected canonical JSON', cause);
  }
  return assertCaptureRecordV1(value);
}

/**
 * Narrow a value to a record of version 1: its fields, its ranges, and what must agree inside it.
 * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED - anything else
 */
export function assertCaptureRecordV1(value: unknown): CaptureRecord {
  const read = captureRecord.safeParse(value);
  if (!read.success) {
    const path = read.error.issues[0]?.path.join('.') ?? '';
    throw malformed(`"${path.slice(0, 100)}" expected what version 1 says`);
  }
  assertAgrees(read.data);
  return read.data;
}

// A record that contradicts itself must not be signed or believed.
function assertAgrees(record: CaptureRecord): void {
  const names = new Set(record.objects.map((object) => object.name));
  if (names.size !== record.objects.length) throw malformed('"objects" expected each name once');
  for (const object of record.objects) {
    if (!object.parents.every((name) => names.has(name))) {
      throw malformed('"parents" expected names of objects in the record');
    }
    if (DERIVED.has(object.role) !== object.parents.length > 0) {
      throw malformed('"parents" expected for a derivative and only for it');
    }
  }
  if (!picturedObjects(record).every((name) => names.has(name))) {
    throw malformed('"picture" expected names of objects in the record');
  }
  if (record.passingText !== null && !names.has(record.passingText.object)) {
    throw malformed('"passingText" expected the name of an object in the record');
  }
  assertAltered(record);
  for (const object of [record.archive?.wacz, record.archive?.mhtml]) {
    if (typeof object === 'string' && !names.has(object))
      throw malformed('"archive" expected names of objects in the record');
  }
  if (record.archive === null && record.objects.some(({ role }) => role === 'archive')) {
    throw malformed('"archive" expected who attested it where there is one');
  }
  if (record.text !== null && !names.has(record.text.object)) {
    throw malformed('"text" expected the name of an object in the record');
  }
  if (record.state === 'complete' && record.missing.length + record.doubts.length > 0) {
    throw malformed('"state" expected not complete where something is missing or in doubt');
  }
}

function picturedObjects({ picture, withoutOverlays }: CaptureRecord): readonly string[] {
  const parts = [
    ...(picture?.tiles ?? []),
    ...(picture?.sheets ?? []),
    ...(picture?.samples ?? []),
    ...(picture?.inner ?? []).flatMap((part) => part.tiles),
    ...(withoutOverlays?.picture?.tiles ?? []),
    ...(withoutOverlays?.picture?.sheets ?? []),
  ];
  return parts.map(({ object }) => object);
}

// A picture of a page that was changed for it must name the script that did, and never pass as the page's own.
function assertAltered({ objects, withoutOverlays, provenance, picture }: CaptureRecord): void {
  const altered = new Set(
    objects.filter(({ role }) => role.startsWith('altered-')).map(({ name }) => name),
  );
  const own = [...(picture?.tiles ?? []), ...(picture?.sheets ?? [])];
  if (own.some(({ object }) => altered.has(object))) {
    throw malformed('"picture" expected objects of the page as it was');
  }
  const shim = withoutOverlays?.shim;
  if (shim !== undefined && !provenance.shims.some(({ name }) => name === shim)) {
    throw malformed('"withoutOverlays" expected a shim that "provenance" names');
  }
  const { picture: second } = withoutOverlays ?? { picture: null };
  const named = [...(second?.tiles ?? []), ...(second?.sheets ?? [])].map(({ object }) => object);
  if (altered.size !== named.length || !named.every((name) => altered.has(name))) {
    throw malformed('"withoutOverlays" expected the altered objects and no others');
  }
}

function malformed(message: string, cause?: unknown): EvidenceError {
  return new EvidenceError(
    'CAPTURE_RECORD_MALFORMED',
    message,
    cause === undefined ? {} : { cause },
  );
}
