import { fromBase64, toBase64 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isRole, type Role } from '#src/core/roles.ts';

/** What a certificate is for: a person, the registered computer, or the school's release recipient. */
export type CertificateKind = 'person' | 'computer' | 'release';

/** What our one private extension holds beside the standard fields. */
export interface ExtensionFacts {
  readonly kind: CertificateKind;
  /** Of the person or computer, or the release key: 1 to 128 printable ASCII characters. */
  readonly id: string;
  /** A person's, each once; none for the other kinds. */
  readonly roles: readonly Role[];
  /** `age1pq1…`; a person and the release recipient have one. */
  readonly ageRecipient: string | null;
  /** 32 bytes; a person and the computer have one. */
  readonly ed25519PublicKey: Uint8Array | null;
}

const VERSION = 1;
const MAX_BYTES = 16 * 1024;
const ID = /^[!-~]{1,128}$/;
const RECIPIENT = /^age1pq1[02-9ac-hj-np-z]{1900,2100}$/;
const MEMBERS = 'ageRecipient,ed25519,id,kind,roles,v';

function invalid(expected: string): never {
  throw new EvidenceError('CERTIFICATE_INVALID', `certificate facts expected ${expected}`);
}

function assertConsistent(facts: ExtensionFacts): ExtensionFacts {
  const { kind, id, roles, ageRecipient, ed25519PublicKey } = facts;
  if (!ID.test(id)) invalid('an id of printable ASCII');
  if (new Set(roles).size !== roles.length) invalid('each role once');
  if (kind !== 'person' && roles.length > 0) invalid('roles for a person only');
  if (ageRecipient !== null && !RECIPIENT.test(ageRecipient)) invalid('a hybrid age recipient');
  if (ed25519PublicKey !== null && ed25519PublicKey.length !== 32)
    invalid('an Ed25519 key of 32 bytes');
  if (kind !== 'computer' && ageRecipient === null) invalid(`an age recipient for a ${kind}`);
  if (kind !== 'release' && ed25519PublicKey === null) invalid(`an Ed25519 key for a ${kind}`);
  return facts;
}

/**
 * The extension's value: canonical JSON.
 * @throws {EvidenceError} CERTIFICATE_INVALID - an id, role or key that this kind can't have
 * @see docs/spec/keys.md, section 2
 */
export function encodeFacts(facts: ExtensionFacts): Uint8Array<ArrayBuffer> {
  const { kind, id, roles, ageRecipient, ed25519PublicKey } = assertConsistent(facts);
  const ed25519 = ed25519PublicKey === null ? null : toBase64(ed25519PublicKey);
  return canonicalBytes({ v: VERSION, kind, id, roles: [...roles], ageRecipient, ed25519 });
}

function isKind(value: unknown): value is CertificateKind {
  return value === 'person' || value === 'computer' || value === 'release';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function parseRoles(value: unknown): Role[] {
  const roles: readonly unknown[] = Array.isArray(value) ? value : invalid('a list of roles');
  return roles.map((role) => (isRole(role) ? role : invalid('known roles')));
}

function parseV1(value: JsonValue): ExtensionFacts {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return invalid('an object');
  const members = value as { readonly [key: string]: JsonValue };
  if (Object.keys(members).join() !== MEMBERS) return invalid('exactly their members');
  const { v, kind, id, roles, ageRecipient, ed25519 } = members;
  if (v !== VERSION) return invalid(`version ${VERSION}`);
  if (!isKind(kind) || typeof id !== 'string') return invalid('a kind and an id');
  if (!isTextOrNull(ageRecipient) || !isTextOrNull(ed25519)) return invalid('keys as text or null');
  const ed25519PublicKey = ed25519 === null ? null : fromBase64(ed25519);
  return assertConsistent({ kind, id, roles: parseRoles(roles), ageRecipient, ed25519PublicKey });
}

/**
 * Read the extension's value.
 * @param bytes - certified, but not yet known to be of this form
 * @throws {EvidenceError} CERTIFICATE_INVALID - not version 1 of the facts
 */
export function parseFacts(bytes: Uint8Array): ExtensionFacts {
  try {
    return parseV1(parseCanonical(bytes, MAX_BYTES));
  } catch (cause) {
    if (cause instanceof EvidenceError && cause.code === 'CERTIFICATE_INVALID') throw cause;
    throw new EvidenceError('CERTIFICATE_INVALID', 'certificate facts expected canonical JSON', {
      cause,
    });
  }
}
