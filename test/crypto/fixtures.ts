import { newId } from '#src/core/ids.ts';
import type { Role } from '#src/core/roles.ts';
import { issueCa, issueCertificate } from '#src/crypto/certificate.ts';
import type { CmsSigner } from '#src/crypto/cms.ts';
import { newP256KeyPair, type P256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf, type PersonKeys } from '#src/crypto/person-keys.ts';
import { randomBytes } from '#src/crypto/random.ts';

export const FROM = '2026-01-01T00:00:00.000Z';
export const UNTIL = '2056-01-01T00:00:00.000Z';
export const NOW = '2026-11-17T10:52:07.123Z';

/** A school's CA with its private key. */
export interface TestCa {
  readonly keys: P256KeyPair;
  readonly der: Uint8Array;
}

/** Someone whom the CA certified. */
export interface TestPerson extends CmsSigner {
  readonly keys: PersonKeys;
}

/** A CA of a fictional school. */
export async function makeCa(
  schoolName = 'Ambervale School',
  period = { notBeforeAt: FROM, notAfterAt: UNTIL },
): Promise<TestCa> {
  const keys = newP256KeyPair();
  return { keys, der: await issueCa({ schoolName, keys, ...period }) };
}

/** A person with new keys and a certificate. */
export async function makePerson(
  ca: TestCa,
  commonName: string,
  roles: readonly Role[] = ['reviewer'],
  period = { notBeforeAt: FROM, notAfterAt: UNTIL },
): Promise<TestPerson> {
  const keys = await newPersonKeys(newId(randomBytes));
  const { ageRecipient, ed25519PublicKey, p256Spki } = await publicKeysOf(keys);
  const certificate = await issueCertificate({
    caDer: ca.der,
    caPkcs8: ca.keys.pkcs8,
    kind: 'person',
    id: keys.personId,
    commonName,
    roles,
    p256Spki,
    ageRecipient,
    ed25519PublicKey,
    ...period,
  });
  return { keys, certificate, pkcs8: keys.p256Pkcs8 };
}

/** A copy of some bytes with one bit changed. @param bit - 0 to 8 × length - 1 */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** The thrown error of a call, for its code and message; null where nothing was thrown. */
export async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (error) {
    return error;
  }
}

/** fast-check runs: 10, or 100 with `SLOW=1`. */
export const RUNS = process.env['SLOW'] === '1' ? 100 : 10;

/** Whether the slow, complete form of a test is wanted. */
export const SLOW = process.env['SLOW'] === '1';
