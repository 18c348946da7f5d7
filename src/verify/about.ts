import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import {
  PACK_LIMITS,
  type AboutComputer,
  type AboutExhibit,
  type AboutExhibitFile,
  type AboutPerson,
  type AboutRecord,
  type AboutV1,
  type AboutWithheld,
} from '#src/pack/format.ts';
import { Fields, isFields } from './fields.ts';

function fieldsOf(value: JsonValue, name: string, names: readonly string[]): Fields {
  return new Fields(value, name, names, 'PACK_MANIFEST_MALFORMED');
}

function file(value: JsonValue): AboutExhibitFile {
  const fields = fieldsOf(value, 'files', ['path', 'mediaType', 'sizeBytes', 'digest']);
  return {
    path: fields.path('path'),
    mediaType: fields.text('mediaType'),
    sizeBytes: fields.count('sizeBytes'),
    digest: fields.digest('digest'),
  };
}

function person(value: JsonValue): AboutPerson {
  const fields = fieldsOf(value, 'people', ['personId', 'name', 'position', 'certificates']);
  return {
    personId: fields.id('personId'),
    name: fields.text('name'),
    position: fields.text('position'),
    certificates: fields.base64List('certificates'),
  };
}

const COMPUTER = ['computerId', 'name', 'location', 'assetNo', 'keyBackend', 'keyRealProtection'];

function computer(value: JsonValue): AboutComputer {
  const fields = fieldsOf(value, 'computers', [...COMPUTER, 'certificates']);
  return {
    computerId: fields.id('computerId'),
    name: fields.text('name'),
    location: fields.text('location'),
    assetNo: fields.text('assetNo'),
    keyBackend: fields.text('keyBackend'),
    keyRealProtection: fields.flag('keyRealProtection'),
    certificates: fields.base64List('certificates'),
  };
}

const EXHIBIT = ['kind', 'exhibitId', 'exhibitRef', 'entryIndex', 'files'];

function exhibit(value: JsonValue): AboutExhibit {
  const kind = isFields(value) ? value['kind'] : undefined;
  // What else a kind of a newer program says can't be judged here, and the exhibits' check says so.
  const judged = kind === 'capture' || kind === 'sub-exhibit';
  const known = judged ? value : only(value, EXHIBIT);
  const own = { capture: ['address', 'capturedAt'], 'sub-exhibit': ['parentRef'], other: [] };
  const names = [...EXHIBIT, ...own[judged ? kind : 'other']];
  const fields = fieldsOf(known, 'exhibits', names);
  fields.kind('kind');
  const common = {
    exhibitId: fields.id('exhibitId'),
    exhibitRef: fields.exhibitRef('exhibitRef'),
    entryIndex: fields.count('entryIndex'),
    files: fields.list('files', file),
  };
  if (kind === 'sub-exhibit') return { kind, ...common, parentRef: fields.exhibitRef('parentRef') };
  if (kind !== 'capture') return { kind: 'unknown', ...common };
  const [address, capturedAt] = [fields.text('address'), fields.instant('capturedAt')];
  return { kind, ...common, address, capturedAt };
}

/** Those members of an object that are named. */
function only(value: JsonValue, names: readonly string[]): JsonValue {
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

function record(value: JsonValue): AboutRecord {
  const fields = fieldsOf(value, 'records', ['version', 'form', 'manifest', 'signature']);
  return {
    version: fields.count('version'),
    form: fields.path('form'),
    manifest: fields.path('manifest'),
    signature: fields.path('signature'),
  };
}

function withheld(value: JsonValue): AboutWithheld {
  const fields = fieldsOf(value, 'withheld', ['what', 'why', 'count', 'digests']);
  return {
    what: fields.text('what'),
    why: fields.text('why'),
    count: fields.count('count'),
    digests: fields.digests('digests'),
  };
}

const NAMES = [
  ...['v', 'packId', 'createdAt', 'demonstration', 'preview', 'school', 'investigation'],
  ...['recipient', 'facts', 'software', 'computers', 'people', 'ledger'],
  ...['records', 'exhibits', 'documents', 'withheld'],
];

function assertVersion(value: JsonValue): void {
  const v = isFields(value) ? value['v'] : undefined;
  if (typeof v === 'number' && v > 1) {
    throw new EvidenceError('PACK_VERSION_NEWER', `"v" expected 1, got ${v}`);
  }
  if (v !== 1) throw new EvidenceError('PACK_MANIFEST_MALFORMED', '"v" expected 1');
}

function partsOf(
  fields: Fields,
): Pick<AboutV1, 'school' | 'investigation' | 'recipient' | 'ledger'> {
  const school = fieldsOf(fields.json('school'), 'school', ['name', 'caFingerprint']);
  const about = fieldsOf(fields.json('investigation'), 'investigation', [
    'investigationId',
    'reference',
  ]);
  const to = ['name', 'organisation', 'purpose', 'lawfulBasis'];
  const recipient = fieldsOf(fields.json('recipient'), 'recipient', to);
  const ledger = fieldsOf(fields.json('ledger'), 'ledger', ['origin', 'entries', 'withheld']);
  return {
    school: { name: school.text('name'), caFingerprint: school.digest('caFingerprint') },
    investigation: {
      investigationId: about.id('investigationId'),
      reference: about.text('reference'),
    },
    recipient: {
      name: recipient.text('name'),
      organisation: recipient.text('organisation'),
      purpose: recipient.text('purpose'),
      lawfulBasis: recipient.text('lawfulBasis'),
    },
    ledger: {
      origin: ledger.text('origin'),
      entries: ledger.count('entries'),
      withheld: ledger.count('withheld'),
    },
  };
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
  const fields = fieldsOf(value, 'pack', NAMES);
  return {
    v: 1,
    packId: fields.id('packId'),
    createdAt: fields.instant('createdAt'),
    demonstration: fields.flag('demonstration'),
    preview: fields.flag('preview'),
    ...partsOf(fields),
    facts: fields.json('facts'),
    software: fields.json('software'),
    computers: fields.list('computers', computer),
    people: fields.list('people', person),
    records: fields.list('records', record),
    exhibits: fields.list('exhibits', exhibit),
    documents: fields.list('documents', file),
    withheld: fields.list('withheld', withheld),
  };
}
