import { hkdfSync } from 'node:crypto';
import { concatBytes, equalBytes, fromHex } from '#src/core/bytes.ts';
import { isEvidenceError } from '#src/core/errors.ts';
import { verifyEd25519 } from '#src/crypto/ed25519.ts';
import { decryptGcm } from '#src/crypto/gcm.ts';
import { verifyEcdsa } from '#src/crypto/verify/ecdsa.ts';
import { ageVectors, isExpected, openAgeVector } from './age-vectors.ts';
import { aesGcmVectors, ecdsaVectors, ed25519Vectors, hkdfVectors } from './vectors.ts';

/** How many vectors were run, and which went wrong. */
export interface CheckResult {
  readonly run: number;
  readonly failures: readonly string[];
}

function resultOf(
  outcomes: readonly { readonly name: string; readonly ok: boolean }[],
): CheckResult {
  return {
    run: outcomes.length,
    failures: outcomes.filter(({ ok }) => !ok).map(({ name }) => name),
  };
}

function opens(key: Uint8Array, box: Uint8Array, aad: Uint8Array, message: Uint8Array): boolean {
  try {
    return equalBytes(decryptGcm(key, box, aad), message);
  } catch (error) {
    if (isEvidenceError(error, 'CRYPTO_FAILED')) return false;
    throw error;
  }
}

/** Wycheproof AES-256-GCM through `decryptGcm`. */
export function checkAesGcm(): CheckResult {
  return resultOf(
    aesGcmVectors().map(({ tcId, comment, key, iv, aad, msg, ct, tag, result }) => {
      const box = concatBytes(fromHex(iv), fromHex(ct), fromHex(tag));
      const ok = opens(fromHex(key), box, fromHex(aad), fromHex(msg)) === (result === 'valid');
      return { name: `AES-GCM ${tcId} ${comment}`, ok };
    }),
  );
}

/** Wycheproof Ed25519 through `verifyEd25519`. */
export function checkEd25519(): CheckResult {
  return resultOf(
    ed25519Vectors().map(({ tcId, comment, pk, msg, sig, result }) => ({
      name: `Ed25519 ${tcId} ${comment}`,
      ok: verifyEd25519(fromHex(pk), fromHex(msg), fromHex(sig)) === (result === 'valid'),
    })),
  );
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Whether a valid DER signature has the higher of its two possible `s`, the one that we do not take. */
function hasHighS(signature: string): boolean {
  const rLength = Number.parseInt(signature.slice(6, 8), 16);
  return BigInt(`0x${signature.slice(8 + 2 * rLength + 4)}`) > ORDER / 2n;
}

/** Wycheproof ECDSA P-256 through `verifyEcdsa`; valid signatures with the higher `s` must be refused. */
export async function checkEcdsa(): Promise<CheckResult & { readonly highS: number }> {
  const outcomes: { name: string; ok: boolean }[] = [];
  let highS = 0;
  for (const { tcId, comment, publicKeyDer, msg, sig, result } of ecdsaVectors()) {
    const isHigh = result === 'valid' && hasHighS(sig);
    if (isHigh) highS += 1;
    const expected = result === 'valid' && !isHigh;
    const verified = await verifyEcdsa(fromHex(publicKeyDer), fromHex(msg), fromHex(sig));
    outcomes.push({ name: `ECDSA ${tcId} ${comment}`, ok: verified === expected });
  }
  return { ...resultOf(outcomes), highS };
}

/** Wycheproof HKDF-SHA-256 through node:crypto: a gate for the library below us, age files use HKDF inside. */
export function checkHkdf(): CheckResult {
  return resultOf(
    hkdfVectors().map(({ tcId, comment, ikm, salt, info, size, okm, result }) => {
      let derived: Uint8Array | null = null;
      try {
        derived = new Uint8Array(
          hkdfSync('sha256', fromHex(ikm), fromHex(salt), fromHex(info), size),
        );
      } catch {
        // Refused: right where the vector is invalid.
      }
      const ok =
        result === 'valid'
          ? derived !== null && equalBytes(derived, fromHex(okm))
          : derived === null;
      return { name: `HKDF ${tcId} ${comment}`, ok };
    }),
  );
}

/** The CCTV age test kit through age-file.ts; armored files are left out, nothing of ours reads armor. */
export async function checkAge(): Promise<CheckResult & { readonly armored: number }> {
  const vectors = ageVectors();
  const outcomes: { name: string; ok: boolean }[] = [];
  for (const vector of vectors.filter(({ armored }) => !armored)) {
    const outcome = await openAgeVector(vector);
    const got = 'code' in outcome ? outcome.code : 'success';
    const name = `age ${vector.name}: expected ${vector.expect}, got ${got}`;
    outcomes.push({ name, ok: isExpected(vector, outcome) });
  }
  return { ...resultOf(outcomes), armored: vectors.length - outcomes.length };
}
