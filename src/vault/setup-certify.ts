import { issueCertificate } from '#src/crypto/certificate.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { certifiedRoles, type Person } from './person.ts';
import type { SetupCa } from './setup-state.ts';

interface Validity {
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
}

/** The computer's own keys with its certificate. */
export interface CertifiedComputer {
  readonly computerId: string;
  readonly ed25519Seed: Uint8Array;
  readonly p256Pkcs8: Uint8Array;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** Issue everyone's certificate. @returns DER by person */
export async function certifyPeople(
  ca: SetupCa,
  people: readonly Omit<Person, 'certificate'>[],
  validity: Validity,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const certificates = new Map<string, Uint8Array>();
  for (const person of people) {
    const { personId, name, keys } = person;
    const roles = certifiedRoles(person);
    const certificate = await issueCertificate({
      ...{ caDer: ca.certificate, caPkcs8: ca.keys.pkcs8, kind: 'person', id: personId },
      ...{ commonName: name, roles, ...keys, ...validity },
    });
    certificates.set(personId, certificate);
  }
  return certificates;
}

/** Make the computer's keys and issue its certificate. */
export async function certifyComputer(
  ca: SetupCa,
  name: string,
  options: Validity & { readonly computerId: string },
): Promise<CertifiedComputer> {
  const { computerId, notBeforeAt, notAfterAt } = options;
  const ed25519Seed = newEd25519Seed();
  const { pkcs8, spki } = newP256KeyPair();
  const certificate = await issueCertificate({
    ...{ caDer: ca.certificate, caPkcs8: ca.keys.pkcs8, kind: 'computer', id: computerId },
    ...{ commonName: name, p256Spki: spki, ageRecipient: null },
    ...{ ed25519PublicKey: ed25519PublicKey(ed25519Seed), notBeforeAt, notAfterAt },
  });
  return { computerId, ed25519Seed, p256Pkcs8: pkcs8, certificate };
}

/**
 * Issue the certificate of a release recipient. X.509 wants a signing key where this has none: a fresh
 * one is named whose private half is thrown away at once, so nothing can ever be signed with it.
 */
export async function certifyRelease(
  ca: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array },
  release: { readonly keyId: string; readonly recipient: string },
  validity: Validity,
): Promise<Uint8Array> {
  const { pkcs8, spki } = newP256KeyPair();
  pkcs8.fill(0);
  return issueCertificate({
    ...{ caDer: ca.certificate, caPkcs8: ca.pkcs8, kind: 'release', id: release.keyId },
    ...{ commonName: 'Release recipient', p256Spki: spki, ageRecipient: release.recipient },
    ...{ ed25519PublicKey: null, ...validity },
  });
}
