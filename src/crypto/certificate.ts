import { fromHex, utf8 } from '#src/core/bytes.ts';
import { isInstant } from '#src/core/clock.ts';
import type { Digest } from '#src/core/digest.ts';
import type { Role } from '#src/core/roles.ts';
import { digestOf, sha256 } from './hash.ts';
import { p256PublicKey, signP256, type P256KeyPair } from './p256.ts';
import { randomBytes } from './random.ts';
import { encodeFacts, type CertificateKind } from './verify/certificate-facts.ts';
import {
  ATTRIBUTE,
  CA_BASIC_CONSTRAINTS,
  CA_KEY_USAGE,
  ECDSA_SHA256,
  EXTENSION,
  LEAF_BASIC_CONSTRAINTS,
  PROFILE,
  VERSION_3,
} from './verify/certificate-profile.ts';
import { verifyCertificate } from './verify/certificate.ts';
import {
  childrenOf,
  encodeDer,
  encodeUnsigned,
  readOneDer,
  sequence,
  setOf,
  TAG,
} from './verify/der.ts';
import { isP256Spki } from './verify/ecdsa.ts';
import { encodeTime } from './verify/time.ts';
import { encodeX509, parseX509 } from './verify/x509.ts';

export type { CertificateKind } from './verify/certificate-facts.ts';
export { verifyCertificate } from './verify/certificate.ts';

/** What the CA certifies of a person, the computer or the release recipient. */
export interface CertificateInput {
  /** The CA's certificate. */
  readonly caDer: Uint8Array;
  /** The CA's private key; secret. */
  readonly caPkcs8: Uint8Array;
  readonly kind: CertificateKind;
  /** Of the person or computer, or the release key: 1 to 128 printable ASCII characters. */
  readonly id: string;
  /** 1 to 128 characters. */
  readonly commonName: string;
  /** A person's, each once; none for the other kinds. */
  readonly roles?: readonly Role[];
  /** SubjectPublicKeyInfo DER. */
  readonly p256Spki: Uint8Array;
  /** A person and the release recipient have one. */
  readonly ageRecipient: string | null;
  /** A person and the computer have one. */
  readonly ed25519PublicKey: Uint8Array | null;
  /** Milliseconds are dropped. */
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
}

const MAX_NAME_CHARACTERS = 128;
const SERIAL_BYTES = 16;
const KEY_ID_BYTES = 20;
const POINT_BYTES = 65;
const CA_NAME = 'Countersign CA';
const TRUE = fromHex('0101ff');

/** What stands in a certificate's signed part beside what all share. */
interface Body {
  /** DER of the names. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
  /** DER, in order. */
  readonly extensions: readonly Uint8Array[];
}

function assertName(field: string, name: string): void {
  if (name.trim() === '' || name.length > MAX_NAME_CHARACTERS || !name.isWellFormed()) {
    throw new RangeError(`"${field}" expected 1 to ${MAX_NAME_CHARACTERS} characters`);
  }
}

function assertPeriod(notBeforeAt: string, notAfterAt: string): void {
  if (!isInstant(notBeforeAt) || !isInstant(notAfterAt) || notBeforeAt >= notAfterAt) {
    throw new RangeError('"notBeforeAt" and "notAfterAt" expected two instants in order');
  }
}

/** Random, positive, and always 16 bytes: the first bit is 0 and the second 1. */
function newSerial(): Uint8Array<ArrayBuffer> {
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return encodeUnsigned(serial);
}

function attribute(type: string, value: string): Uint8Array<ArrayBuffer> {
  const name = encodeDer(TAG.objectId, fromHex(type));
  return setOf([sequence(name, encodeDer(TAG.utf8String, utf8(value)))]);
}

function caName(schoolName: string): Uint8Array<ArrayBuffer> {
  return sequence(
    attribute(ATTRIBUTE.organisation, schoolName),
    attribute(ATTRIBUTE.commonName, CA_NAME),
  );
}

/** The CA's organisation (its first attribute, the school) stands in every name that it certifies. */
function organisationOf(subject: Uint8Array): Uint8Array {
  return childrenOf(readOneDer(subject))[0]?.whole ?? new Uint8Array();
}

function extension(id: string, value: Uint8Array, critical = false): Uint8Array<ArrayBuffer> {
  const name = encodeDer(TAG.objectId, fromHex(id));
  const content = encodeDer(TAG.octetString, value);
  return critical ? sequence(name, TRUE, content) : sequence(name, content);
}

/** RFC 7093, method 1: the first 160 bits of the SHA-256 of the public point. */
function keyId(spki: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(spki.subarray(-POINT_BYTES)).slice(0, KEY_ID_BYTES);
}

function subjectKeyId(spki: Uint8Array): Uint8Array<ArrayBuffer> {
  return extension(EXTENSION.subjectKeyId, encodeDer(TAG.octetString, keyId(spki)));
}

async function signBody(body: Body, pkcs8: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const tbs = sequence(
    fromHex(VERSION_3),
    newSerial(),
    ECDSA_SHA256,
    body.issuer,
    sequence(encodeTime(body.notBeforeAt), encodeTime(body.notAfterAt)),
    body.subject,
    body.spki,
    encodeDer(TAG.context3, sequence(...body.extensions)),
  );
  return encodeX509(tbs, await signP256(pkcs8, tbs));
}

/**
 * Make the school's CA certificate, signed by its own key.
 * @param input - `schoolName` 1 to 128 characters; `keys` of the CA, secret; a period in which milliseconds are
 * dropped
 * @returns DER; its {@link fingerprintOf} is what everyone trusts
 * @throws {RangeError} a name or period of another form
 * @throws {EvidenceError} VALUE_INVALID - the private key is none
 * @see docs/spec/keys.md, section 2
 */
export async function issueCa(input: {
  readonly schoolName: string;
  readonly keys: P256KeyPair;
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
}): Promise<Uint8Array<ArrayBuffer>> {
  const { schoolName, keys, notBeforeAt, notAfterAt } = input;
  assertName('schoolName', schoolName);
  assertPeriod(notBeforeAt, notAfterAt);
  const spki = p256PublicKey(keys.pkcs8);
  const name = caName(schoolName);
  const extensions = [
    extension(EXTENSION.basicConstraints, fromHex(CA_BASIC_CONSTRAINTS), true),
    extension(EXTENSION.keyUsage, fromHex(CA_KEY_USAGE), true),
    subjectKeyId(spki),
  ];
  const body = { issuer: name, subject: name, spki, notBeforeAt, notAfterAt, extensions };
  return signBody(body, keys.pkcs8);
}

/**
 * Certify the keys of a person, the computer or the release recipient. Returns only what verifies.
 * @param input - the CA with its private key, and what it certifies
 * @returns DER
 * @throws {RangeError} a name, key or period of another form
 * @throws {EvidenceError} CERTIFICATE_INVALID - facts that this kind can't have, or a CA that isn't one or
 * whose private key is another
 * @throws {EvidenceError} CERTIFICATE_EXPIRED - the CA is not valid when the certificate would begin
 * @throws {EvidenceError} VALUE_INVALID - the private key is none
 * @see docs/spec/keys.md, section 2
 */
export async function issueCertificate(input: CertificateInput): Promise<Uint8Array<ArrayBuffer>> {
  const { caDer, caPkcs8, kind, commonName, p256Spki, notBeforeAt, notAfterAt } = input;
  assertName('commonName', commonName);
  assertPeriod(notBeforeAt, notAfterAt);
  if (!isP256Spki(p256Spki)) throw new RangeError('"p256Spki" expected a P-256 key of 91 bytes');
  const { id, roles = [], ageRecipient, ed25519PublicKey } = input;
  const facts = encodeFacts({ kind, id, roles, ageRecipient, ed25519PublicKey });
  const ca = parseX509(caDer);
  const { keyUsage, purposes } = PROFILE[kind];
  const authority = sequence(encodeDer(TAG.contextPrimitive0, keyId(ca.spki)));
  const body = {
    issuer: ca.subject,
    subject: sequence(organisationOf(ca.subject), attribute(ATTRIBUTE.commonName, commonName)),
    spki: p256Spki,
    notBeforeAt,
    notAfterAt,
    extensions: [
      extension(EXTENSION.basicConstraints, fromHex(LEAF_BASIC_CONSTRAINTS), true),
      extension(EXTENSION.keyUsage, fromHex(keyUsage), true),
      extension(EXTENSION.extendedKeyUsage, fromHex(purposes)),
      subjectKeyId(p256Spki),
      extension(EXTENSION.authorityKeyId, authority),
      extension(EXTENSION.facts, facts),
    ],
  };
  const der = await signBody(body, caPkcs8);
  await verifyCertificate(der, caDer, notBeforeAt);
  return der;
}

/** SHA-256 of a certificate's DER; "the CA's fingerprint" is that of the CA's certificate. */
export function fingerprintOf(der: Uint8Array): Digest {
  return digestOf(der);
}
