import { concatBytes, equalBytes, fromHex, toHex } from '#src/core/bytes.ts';
import { childrenOf, encodeUnsigned, expectDer, readOneDer, sequence, TAG } from './der.ts';

// SubjectPublicKeyInfo of a P-256 key, up to its 65-byte uncompressed point (RFC 5480).
const SPKI_PREFIX = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
const SPKI_BYTES = 91;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SCALAR_BYTES = 32;
const MAX_SIGNATURE_BYTES = 72;

export const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

function toScalar(value: bigint): Uint8Array<ArrayBuffer> {
  return fromHex(value.toString(16).padStart(2 * SCALAR_BYTES, '0'));
}

function fromScalar(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

/** Whether bytes have the one form that a P-256 public key has here (the point itself is not checked). */
export function isP256Spki(spki: Uint8Array): boolean {
  return (
    spki.length === SPKI_BYTES &&
    equalBytes(spki.subarray(0, SPKI_PREFIX.length), SPKI_PREFIX) &&
    spki[SPKI_PREFIX.length] === 4
  );
}

/**
 * A signature in its one DER form. Of the two values of `s` that verify alike the lower one is taken, so
 * that nobody can make a second signature out of a first.
 * @param raw - 64 bytes, r and s, as WebCrypto gives them
 * @throws {RangeError} when `raw` is not 64 bytes
 */
export function encodeEcdsaSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  if (raw.length !== 2 * SCALAR_BYTES)
    throw new RangeError(`"raw" expected 64 bytes, got ${raw.length}`);
  const s = fromScalar(raw.subarray(SCALAR_BYTES));
  const low = s > ORDER / 2n ? ORDER - s : s;
  return sequence(encodeUnsigned(raw.subarray(0, SCALAR_BYTES)), encodeUnsigned(toScalar(low)));
}

/** The 64 bytes of a DER signature, or null where it isn't in its one form. */
function decodeSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const numbers = childrenOf(readOneDer(der)).map((value) => expectDer(value, TAG.integer).content);
  const scalars = numbers.map((number) => fromScalar(number));
  const [r = ORDER, s = ORDER] = scalars;
  if (r >= ORDER || s > ORDER / 2n) return null;
  const raw = concatBytes(toScalar(r), toScalar(s));
  return equalBytes(encodeEcdsaSignature(raw), der) ? raw : null;
}

/**
 * Whether a signature (ECDSA P-256 with SHA-256) over a message is that of a public key.
 * @param spki - SubjectPublicKeyInfo DER
 * @param message - hostile
 * @param signature - hostile; DER, with the lower `s`: any other form is simply not a signature
 */
export async function verifyEcdsa(
  spki: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!isP256Spki(spki) || signature.length > MAX_SIGNATURE_BYTES) return false;
  try {
    const raw = decodeSignature(signature);
    if (raw === null) return false;
    const { subtle } = globalThis.crypto;
    const key = await subtle.importKey('spki', Uint8Array.from(spki), ECDSA, false, ['verify']);
    return await subtle.verify(ECDSA, key, raw, Uint8Array.from(message));
  } catch {
    // Not DER, or a key that is no curve point: verifies nothing.
    return false;
  }
}
