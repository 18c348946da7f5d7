import { equalBytes, fromBase64, fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { verifyCertificate, type CertificateFacts } from '#src/crypto/verify/certificate.ts';
import { parseX509 } from '#src/crypto/verify/x509.ts';
import { PACK_LIMITS, PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import type { Findings } from './finding.ts';
import type { NoteKey } from './note.ts';
import { digestOf } from './digest.ts';
import { fileAt, type PackFiles } from './pack-files.ts';

/** Keys that the school's CA vouches for, as far as this pack names them. */
export interface KnownKeys {
  readonly caDer: Uint8Array;
  /** Person id → every certificate of theirs, renewed ones too. */
  readonly people: ReadonlyMap<string, readonly CertificateFacts[]>;
  /** Computer id → every certificate of it. */
  readonly computers: ReadonlyMap<string, readonly CertificateFacts[]>;
}

/** Somebody or something whom a pack names with certificates. */
interface Named {
  readonly kind: 'person' | 'computer';
  readonly id: string;
  readonly name: string;
  readonly certificates: readonly string[];
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

/** Verify that the CA issued each certificate to them; whether one was valid is asked where its key was used. */
async function verifyNamed(
  { kind, id, name, certificates }: Named,
  caDer: Uint8Array,
): Promise<readonly CertificateFacts[]> {
  const verified: CertificateFacts[] = [];
  for (const base64 of certificates) {
    const der = fromBase64(base64);
    const facts = await verifyCertificate(der, caDer, parseX509(der).notBeforeAt);
    if (facts.kind !== kind || facts.id !== id || facts.commonName !== name) {
      throw wrongRole(kind === 'person' ? 'that person’s' : 'that computer’s');
    }
    verified.push(facts);
  }
  return verified;
}

async function verifyAll(
  list: readonly Named[],
  caDer: Uint8Array,
  findings: Findings,
): Promise<ReadonlyMap<string, readonly CertificateFacts[]>> {
  const known = new Map<string, readonly CertificateFacts[]>();
  for (const named of list) {
    const facts = await findings.collect(PACK_PATHS.about, () => verifyNamed(named, caDer));
    if (facts === null) continue;
    if (known.has(named.id)) {
      const message = `"${named.kind}" expected each once`;
      findings.add('PACK_MANIFEST_MALFORMED', message, PACK_PATHS.about);
    }
    known.set(named.id, facts);
  }
  return known;
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
  const people = about.people.map(({ personId, name, certificates }) => ({
    ...{ kind: 'person' as const, id: personId, name, certificates },
  }));
  const computers = about.computers.map(({ computerId, name, certificates }) => ({
    ...{ kind: 'computer' as const, id: computerId, name, certificates },
  }));
  return {
    caDer,
    people: await verifyAll(people, caDer, findings),
    computers: await verifyAll(computers, caDer, findings),
  };
}

/** The clock may have stood too early, which entries say of themselves; too late a use is never believed. */
function keyAt(
  certificates: readonly CertificateFacts[] | undefined,
  name: string,
  at: string,
): NoteKey {
  const keys = (certificates ?? []).flatMap(({ ed25519PublicKey, notAfterAt }) =>
    ed25519PublicKey === null ? [] : [{ publicKey: ed25519PublicKey, expired: at > notAfterAt }],
  );
  if (keys.length === 0) {
    throw new EvidenceError('SIGNER_UNKNOWN', 'signer expected one whom the pack certifies');
  }
  return { name, keys };
}

/**
 * The keys with which a person signs in a ledger: of every certificate of theirs.
 * @param at - when one of them was used, RFC 3339 UTC
 * @throws {EvidenceError} SIGNER_UNKNOWN
 */
export function keyOfPerson(
  { people }: KnownKeys,
  origin: string,
  personId: string,
  at: string,
): NoteKey {
  return keyAt(people.get(personId), `${origin}/person/${personId}`, at);
}

/** The keys of a computer in a ledger; as {@link keyOfPerson}. */
export function keyOfComputer(
  { computers }: KnownKeys,
  origin: string,
  computerId: string,
  at: string,
): NoteKey {
  return keyAt(computers.get(computerId), `${origin}/computer/${computerId}`, at);
}
