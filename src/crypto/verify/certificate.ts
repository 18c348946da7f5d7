import { equalBytes, toHex } from '#src/core/bytes.ts';
import { isInstant } from '#src/core/clock.ts';
import { digestOfHash, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Role } from '#src/core/roles.ts';
import { parseFacts, type CertificateKind } from './certificate-facts.ts';
import {
  CA_BASIC_CONSTRAINTS,
  CA_KEY_USAGE,
  EXTENSION,
  LEAF_BASIC_CONSTRAINTS,
  PROFILE,
} from './certificate-profile.ts';
import { readOneDer } from './der.ts';
import { verifyEcdsa } from './ecdsa.ts';
import { parseX509, type X509 } from './x509.ts';

/** What a verified certificate says; the CA vouches for all of it. */
export interface CertificateFacts {
  readonly kind: CertificateKind;
  /** Of the person or computer, or the release key. */
  readonly id: string;
  readonly commonName: string;
  readonly roles: readonly Role[];
  readonly ageRecipient: string | null;
  /** 32 bytes. */
  readonly ed25519PublicKey: Uint8Array | null;
  /** SubjectPublicKeyInfo DER, 91 bytes. */
  readonly p256Spki: Uint8Array;
  /** Lower-case hexadecimal of the serial number. */
  readonly serial: string;
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
  /** SHA-256 of the certificate's DER. */
  readonly fingerprint: Digest;
}

type Expected = readonly (readonly [id: string, critical: boolean, value: string | null])[];

const KEY_ID = /^0414[0-9a-f]{40}$/;

function invalid(expected: string): never {
  throw new EvidenceError('CERTIFICATE_INVALID', `certificate expected ${expected}`);
}

/** Exactly these extensions and no other; a value of null is read elsewhere. */
function assertExtensions({ extensions }: X509, expected: Expected): void {
  if (extensions.size !== expected.length) invalid('exactly the extensions of its profile');
  for (const [id, critical, value] of expected) {
    const found = extensions.get(id);
    if (found === undefined || found.critical !== critical)
      invalid('exactly the extensions of its profile');
    if (value !== null && toHex(found.value) !== value) invalid('the values of its profile');
  }
}

function extensionValue({ extensions }: X509, id: string): Uint8Array {
  return extensions.get(id)?.value ?? invalid('exactly the extensions of its profile');
}

/** The 20 bytes that name the CA's key, in hexadecimal. */
function keyIdOf(ca: X509): string {
  const value = toHex(extensionValue(ca, EXTENSION.subjectKeyId));
  return KEY_ID.test(value) ? value.slice(4) : invalid('a key identifier of 20 bytes');
}

/** Both ends belong to the period; fractions of a second do not count. */
function assertValidAt({ notBeforeAt, notAfterAt }: X509, at: string): void {
  const second = at.slice(0, 19);
  if (second < notBeforeAt.slice(0, 19) || second > notAfterAt.slice(0, 19)) {
    throw new EvidenceError(
      'CERTIFICATE_EXPIRED',
      'certificate expected to be valid at this time, got another',
      {
        details: { notBeforeAt, notAfterAt },
      },
    );
  }
}

/** SHA-256 of a certificate's DER. */
export async function fingerprint(der: Uint8Array): Promise<Digest> {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', Uint8Array.from(der));
  return digestOfHash(new Uint8Array(hash));
}

/** A CA certificate of the profile, signed by its own key. */
async function parseCa(caDer: Uint8Array): Promise<X509> {
  const ca = parseX509(caDer);
  assertExtensions(ca, [
    [EXTENSION.basicConstraints, true, CA_BASIC_CONSTRAINTS],
    [EXTENSION.keyUsage, true, CA_KEY_USAGE],
    [EXTENSION.subjectKeyId, false, null],
  ]);
  if (!equalBytes(ca.issuer, ca.subject)) invalid('a CA that names itself');
  if (!(await verifyEcdsa(ca.spki, ca.tbs, ca.signature))) invalid("the CA's own signature");
  return ca;
}

/**
 * Verify a certificate of a person, computer or release recipient against the school's CA. The caller has
 * compared the CA's fingerprint with one that was had independently: nothing here makes a CA trusted.
 * @param der - hostile
 * @param caDer - the CA's certificate
 * @param at - the instant at which both must be valid
 * @throws {EvidenceError} CERTIFICATE_INVALID - another form, profile or issuer, or a signature that fails
 * @throws {EvidenceError} CERTIFICATE_EXPIRED - it or the CA is not valid at `at`
 * @throws {RangeError} when `at` is no instant
 * @see docs/spec/keys.md, section 2
 */
export async function verifyCertificate(
  der: Uint8Array,
  caDer: Uint8Array,
  at: string,
): Promise<CertificateFacts> {
  if (!isInstant(at)) throw new RangeError('"at" expected an RFC 3339 UTC instant');
  const ca = await parseCa(caDer);
  const certificate = parseX509(der);
  if (!equalBytes(certificate.issuer, ca.subject)) invalid('this CA as its issuer');
  if (!(await verifyEcdsa(ca.spki, certificate.tbs, certificate.signature)))
    invalid("the CA's signature");
  const { kind, id, roles, ageRecipient, ed25519PublicKey } = parseFacts(
    extensionValue(certificate, EXTENSION.facts),
  );
  assertExtensions(certificate, [
    [EXTENSION.basicConstraints, true, LEAF_BASIC_CONSTRAINTS],
    [EXTENSION.keyUsage, true, PROFILE[kind].keyUsage],
    [EXTENSION.extendedKeyUsage, false, PROFILE[kind].purposes],
    [EXTENSION.subjectKeyId, false, null],
    [EXTENSION.authorityKeyId, false, `30168014${keyIdOf(ca)}`],
    [EXTENSION.facts, false, null],
  ]);
  assertValidAt(ca, at);
  assertValidAt(certificate, at);
  return {
    kind,
    id,
    commonName: certificate.commonName,
    roles,
    ageRecipient,
    ed25519PublicKey,
    p256Spki: Uint8Array.from(certificate.spki),
    serial: toHex(readOneDer(certificate.serial).content),
    notBeforeAt: certificate.notBeforeAt,
    notAfterAt: certificate.notAfterAt,
    fingerprint: await fingerprint(der),
  };
}
