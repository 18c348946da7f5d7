import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { EvidenceError } from '#src/core/errors.ts';
import { ECDSA, encodeEcdsaSignature } from './verify/ecdsa.ts';

/** An ECDSA P-256 key pair in its DER forms. */
export interface P256KeyPair {
  /** PrivateKeyInfo (RFC 5208); secret. */
  readonly pkcs8: Uint8Array;
  /** SubjectPublicKeyInfo, 91 bytes, the point uncompressed. */
  readonly spki: Uint8Array;
}

/** Bytes of our own in place of a view into Node's shared pool; the source is zeroed. */
function take(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(buffer);
  buffer.fill(0);
  return bytes;
}

/** Make a P-256 key pair. */
export function newP256KeyPair(): P256KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  });
  return { pkcs8: take(privateKey), spki: take(publicKey) };
}

/**
 * The public key of a private one.
 * @param pkcs8 - PrivateKeyInfo DER; hostile
 * @returns SubjectPublicKeyInfo DER, 91 bytes
 * @throws {EvidenceError} VALUE_INVALID - not a P-256 private key
 */
export function p256PublicKey(pkcs8: Uint8Array): Uint8Array<ArrayBuffer> {
  const der = Buffer.from(pkcs8);
  try {
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    // BoringSSL and OpenSSL name the same curve alike here.
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') {
      return take(createPublicKey(key).export({ format: 'der', type: 'spki' }));
    }
  } catch {
    // Without its cause: nothing about a private key belongs into a message.
  } finally {
    der.fill(0);
  }
  throw new EvidenceError(
    'VALUE_INVALID',
    '"pkcs8" expected a P-256 private key, got something else',
  );
}

/**
 * Sign a message with ECDSA P-256 and SHA-256 (WebCrypto).
 * @param pkcs8 - PrivateKeyInfo DER; secret
 * @returns DER with the lower of the two possible `s`
 * @throws {EvidenceError} VALUE_INVALID - not a P-256 private key
 */
export async function signP256(
  pkcs8: Uint8Array,
  message: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = globalThis.crypto;
  const der = Uint8Array.from(pkcs8);
  try {
    const key = await subtle.importKey('pkcs8', der, ECDSA, false, ['sign']);
    return encodeEcdsaSignature(
      new Uint8Array(await subtle.sign(ECDSA, key, Uint8Array.from(message))),
    );
  } catch {
    // Without its cause: nothing about a private key belongs into a message.
    throw new EvidenceError(
      'VALUE_INVALID',
      '"pkcs8" expected a P-256 private key, got something else',
    );
  } finally {
    der.fill(0);
  }
}
