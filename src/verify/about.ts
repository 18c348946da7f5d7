import { fromBase64 } from '#src/core/bytes.ts';
import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import {
  isPackPath,
  PACK_LIMITS,
  type AboutExhibit,
  type AboutExhibitFile,
  type AboutPerson,
  type AboutRecord,
  type AboutV1,
  type AboutWithheld,
} from '#src/pack/format.ts';

type Fields = { readonly [key: string]: JsonValue };

function malformed(field: string, expected: string): EvidenceError {
  return new EvidenceError('PACK_MANIFEST_MALFORMED', `"${field}" expected ${expected}`);
}

/** An object with exactly the named fields. */
function object(value: JsonValue | undefined, name: string, fields: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(name, 'an object');
  }
  const found = value as Fields;
  const keys = Object.keys(found);
  if (keys.length !== fields.length || !fields.every((field) => Object.hasOwn(found, field))) {
    throw malformed(name, 'exactly its fields');
  }
  return found;
}

function list<T>(value: JsonValue | undefined, name: string, read: (one: JsonValue) => T): T[] {
  if (!Array.isArray(value)) throw malformed(name, 'a list');
  return (value as readonly JsonValue[]).map(read);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw malformed(name, 'text');
  return value;
}

function flag(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw malformed(name, 'true or false');
  return value;
}

function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw malformed(name, 'a whole number from 0');
  }
  return value;
}

function id(fields: Fields, name: string): string {
  const value = fields[name];
  if (!isId(value)) throw malformed(name, 'an identifier');
  return value;
}

function instant(fields: Fields, name: string): string {
  const value = fields[name];
  if (!isInstant(value)) throw malformed(name, 'an RFC 3339 UTC instant');
  return value;
}

function digest(value: JsonValue | undefined, name: string): Digest {
  if (!isDigest(value)) throw malformed(name, 'a digest');
  return value;
}

function path(fields: Fields, name: string): string {
  const value = text(fields, name);
  if (!isPackPath(value) || !value.startsWith('data/')) throw malformed(name, 'a path below data');
  return value;
}

function base64(fields: Fields, name: string): string {
  const value = text(fields, name);
  try {
    fromBase64(value);
  } catch (cause) {
    throw new EvidenceError('PACK_MANIFEST_MALFORMED', `"${name}" expected base64`, { cause });
  }
  return value;
}

function file(value: JsonValue): AboutExhibitFile {
  const fields = object(value, 'files', ['path', 'mediaType', 'sizeBytes', 'digest']);
  return {
    path: path(fields, 'path'),
    mediaType: text(fields, 'mediaType'),
    sizeBytes: count(fields, 'sizeBytes'),
    digest: digest(fields['digest'], 'digest'),
  };
}

function person(value: JsonValue): AboutPerson {
  const fields = object(value, 'people', ['personId', 'name', 'position', 'certificate']);
  return {
    personId: id(fields, 'personId'),
    name: text(fields, 'name'),
    position: text(fields, 'position'),
    certificate: base64(fields, 'certificate'),
  };
}

function exhibit(value: JsonValue): AboutExhibit {
  const names = ['exhibitId', 'exhibitRef', 'address', 'capturedAt', 'entryIndex', 'files'];
  const fields = object(value, 'exhibits', names);
  return {
    exhibitId: id(fields, 'exhibitId'),
    exhibitRef: text(fields, 'exhibitRef'),
    address: text(fields, 'address'),
    capturedAt: instant(fields, 'capturedAt'),
    entryIndex: count(fields, 'entryIndex'),
    files: list(fields['files'], 'files', file),
  };
}

function record(value: JsonValue): AboutRecord {
  const fields = object(value, 'records', ['version', 'form', 'manifest', 'signature']);
  return {
    version: count(fields, 'version'),
    form: path(fields, 'form'),
    manifest: path(fields, 'manifest'),
    signature: path(fields, 'signature'),
  };
}

function withheld(value: JsonValue): AboutWithheld {
  const fields = object(value, 'withheld', ['what', 'why', 'count', 'digests']);
  return {
    what: text(fields, 'what'),
    why: text(fields, 'why'),
    count: count(fields, 'count'),
    digests: list(fields['digests'], 'digests', (one) => digest(one, 'digests')),
  };
}

function json(fields: Fields, name: string): JsonValue {
  const value = fields[name];
  if (value === undefined) throw malformed(name, 'a value');
  return value;
}

const NAMES = [
  ...['v', 'packId', 'createdAt', 'demonstration', 'preview', 'school', 'investigation'],
  ...['recipient', 'facts', 'software', 'computer', 'computerCertificate', 'people', 'ledger'],
  ...['records', 'exhibits', 'documents', 'withheld'],
];

function assertVersion(value: JsonValue): void {
  const v =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)['v']
      : undefined;
  if (typeof v === 'number' && v > 1) {
    throw new EvidenceError('PACK_VERSION_NEWER', `"v" expected 1, got ${v}`);
  }
  if (v !== 1) throw malformed('v', '1');
}

/**
 * Read `data/pack.json`: exactly the fields of version 1.
 * @param bytes - hostile
 * @throws {EvidenceError} PACK_VERSION_NEWER - made by a newer program
 * @throws {EvidenceError} PACK_MANIFEST_MALFORMED, JSON_MALFORMED, JSON_NOT_CANONICAL - anything else
 * @see docs/spec/pack.md, section 4
 */
export function parseAbout(bytes: Uint8Array): AboutV1 {
  const value = parseCanonical(bytes, PACK_LIMITS.textBytes);
  assertVersion(value);
  const fields = object(value, 'pack', NAMES);
  const school = object(fields['school'], 'school', ['name', 'caFingerprint']);
  const about = object(fields['investigation'], 'investigation', ['investigationId', 'reference']);
  const to = ['name', 'organisation', 'purpose', 'lawfulBasis'];
  const recipient = object(fields['recipient'], 'recipient', to);
  const ledger = object(fields['ledger'], 'ledger', ['origin', 'entries', 'withheld']);
  return {
    v: 1,
    packId: id(fields, 'packId'),
    createdAt: instant(fields, 'createdAt'),
    demonstration: flag(fields, 'demonstration'),
    preview: flag(fields, 'preview'),
    school: {
      name: text(school, 'name'),
      caFingerprint: digest(school['caFingerprint'], 'caFingerprint'),
    },
    investigation: {
      investigationId: id(about, 'investigationId'),
      reference: text(about, 'reference'),
    },
    recipient: {
      name: text(recipient, 'name'),
      organisation: text(recipient, 'organisation'),
      purpose: text(recipient, 'purpose'),
      lawfulBasis: text(recipient, 'lawfulBasis'),
    },
    facts: json(fields, 'facts'),
    software: json(fields, 'software'),
    computer: json(fields, 'computer'),
    computerCertificate:
      fields['computerCertificate'] === null ? null : base64(fields, 'computerCertificate'),
    people: list(fields['people'], 'people', person),
    ledger: {
      origin: text(ledger, 'origin'),
      entries: count(ledger, 'entries'),
      withheld: count(ledger, 'withheld'),
    },
    records: list(fields['records'], 'records', record),
    exhibits: list(fields['exhibits'], 'exhibits', exhibit),
    documents: list(fields['documents'], 'documents', file),
    withheld: list(fields['withheld'], 'withheld', withheld),
  };
}
