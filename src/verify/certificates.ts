import { equalBytes, fromBase64, fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { verifyCertificate, type CertificateFacts } from '#src/crypto/verify/certificate.ts';
import { parseX509 } from '#src/crypto/verify/x509.ts';
import { PACK_LIMITS, PACK_PATHS, type AboutPerson, type AboutV1 } from '#src/pack/format.ts';
import type { Findings } from './finding.ts';
import type { NoteKey } from './note.ts';
import { digestOf } from './digest.ts';
import { fileAt, type PackFiles } from './pack-files.ts';

/** Keys that the school's CA vouches for, as far as this pack names them. */
export interface KnownKeys {
  readonly caDer: Uint8Array;
  readonly people: ReadonlyMap<string, CertificateFacts>;
  readonly computer: CertificateFacts | null;
}

const PEM =
  /^-----BEGIN CERTIFICATE-----\n((?:[A-Za-z0-9+/=]{1,64}\n)+)-----END CERTIFICATE-----\n$/;

/** Read one certificate from PEM, in the one form that we write. */
function parsePem(bytes: Uint8Array): Uint8Array {
  const text = fromUtf8(bytes);
  const [, body] = PEM.exec(text) ?? [];
  if (body === undefined) {
    throw new EvidenceError('CERTIFICATE_INVALID', 'certificate expected in PEM');
  }
  const der = fromBase64(body.replaceAll('\n', ''));
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  const again = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  if (!equalBytes(utf8(again), bytes)) {
    throw new EvidenceError('CERTIFICATE_INVALID', 'certificate expected in its one PEM form');
  }
  return der;
}

function wrongRole(expected: string): EvidenceError {
  return new EvidenceError('CERTIFICATE_WRONG_ROLE', `certificate expected ${expected}`);
}

/** Verify that the CA issued a certificate; whether it was valid is asked where its key was used. */
function verifyIssued(base64: string, caDer: Uint8Array): Promise<CertificateFacts> {
  const der = fromBase64(base64);
  return verifyCertificate(der, caDer, parseX509(der).notBeforeAt);
}

async function verifyPerson(
  { personId, name, certificate }: AboutPerson,
  caDer: Uint8Array,
): Promise<CertificateFacts> {
  const facts = await verifyIssued(certificate, caDer);
  if (facts.kind !== 'person' || facts.id !== personId || facts.commonName !== name) {
    throw wrongRole('that person’s');
  }
  return facts;
}

async function verifyComputer(certificate: string, caDer: Uint8Array): Promise<CertificateFacts> {
  const facts = await verifyIssued(certificate, caDer);
  if (facts.kind !== 'computer') throw wrongRole('a computer’s');
  return facts;
}

/**
 * Verify the certificates of a pack against the CA that came with it, and that CA against the
 * fingerprint that the pack states.
 * @returns null where the CA itself does not hold: then nothing signed can be believed
 */
export async function checkCertificates(
  files: PackFiles,
  about: AboutV1,
  findings: Findings,
): Promise<KnownKeys | null> {
  const caDer = await findings.collect(
    PACK_PATHS.ca,
    () => parsePem(fileAt(files, PACK_PATHS.ca, PACK_LIMITS.signatureBytes)),
    'CERTIFICATE_INVALID',
  );
  if (caDer === null) return null;
  if ((await digestOf(caDer)) !== about.school.caFingerprint) {
    const message = '"caFingerprint" expected that of the CA';
    findings.add('CERTIFICATE_INVALID', message, PACK_PATHS.about);
    return null;
  }
  const people = new Map<string, CertificateFacts>();
  for (const person of about.people) {
    const facts = await findings.collect(PACK_PATHS.about, () => verifyPerson(person, caDer));
    if (facts === null) continue;
    if (people.has(facts.id)) {
      findings.add('PACK_MANIFEST_MALFORMED', '"people" expected each once', PACK_PATHS.about);
    }
    people.set(facts.id, facts);
  }
  const { computerCertificate } = about;
  const computer =
    computerCertificate === null
      ? null
      : await findings.collect(PACK_PATHS.about, () => verifyComputer(computerCertificate, caDer));
  return { caDer, people, computer };
}

/** The clock may have stood too early, which entries say of themselves; too late a use is never believed. */
function keyAt(facts: CertificateFacts | null | undefined, name: string, at: string): NoteKey {
  if (facts === null || facts === undefined || facts.ed25519PublicKey === null) {
    throw new EvidenceError('SIGNER_UNKNOWN', 'signer expected one whom the pack certifies');
  }
  if (at > facts.notAfterAt) {
    throw new EvidenceError('CERTIFICATE_EXPIRED', 'certificate expected to be valid at its use');
  }
  return { name, publicKey: facts.ed25519PublicKey };
}

/**
 * The key with which a person signs in a ledger.
 * @param at - when it was used, RFC 3339 UTC
 * @throws {EvidenceError} SIGNER_UNKNOWN, CERTIFICATE_EXPIRED
 */
export function keyOfPerson(
  { people }: KnownKeys,
  origin: string,
  personId: string,
  at: string,
): NoteKey {
  return keyAt(people.get(personId), `${origin}/person/${personId}`, at);
}

/** The computer's key in a ledger; as {@link keyOfPerson}. */
export function keyOfComputer({ computer }: KnownKeys, origin: string, at: string): NoteKey {
  return keyAt(computer, `${origin}/computer`, at);
}
