import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { concatBytes, fromHex } from '#src/core/bytes.ts';
import { randomBytes } from './random.ts';

// The fixed DER in front of a seed (RFC 8410 PKCS#8) and of a public key (SPKI).
const PKCS8_PREFIX = fromHex('302e020100300506032b657004220420');
const SPKI_PREFIX = fromHex('302a300506032b6570032100');

function assertLength(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length)
    throw new RangeError(`"${name}" expected ${length} bytes, got ${bytes.length}`);
}

function privateKey(seed: Uint8Array): KeyObject {
  assertLength('seed', seed, 32);
  const der = concatBytes(PKCS8_PREFIX, seed);
  try {
    return createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** A new 32-byte Ed25519 private seed. */
export function newEd25519Seed(): Uint8Array<ArrayBuffer> {
  return randomBytes(32);
}

/** The 32-byte public key of a seed. @throws {RangeError} when the seed is not 32 bytes */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array<ArrayBuffer> {
  const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(SPKI_PREFIX.length));
}

/** A private key that was opened once to sign more than once. */
export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Sign a message (RFC 8032, pure Ed25519). @returns 64 bytes */
  sign(message: Uint8Array): Uint8Array<ArrayBuffer>;
}

/**
 * Open a key to sign more than once. What it holds can't be overwritten: let go of it, and it is freed.
 * @throws {RangeError} when the seed is not 32 bytes
 */
export function openSigningKey(seed: Uint8Array): SigningKey {
  const key = privateKey(seed);
  return {
    publicKey: ed25519PublicKey(seed),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/** Sign a message (RFC 8032, pure Ed25519). @returns 64 bytes @throws {RangeError} when the seed is not 32 bytes */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sign(null, message, privateKey(seed)));
}

/**
 * Whether a signature over a message is that of a public key.
 * @param publicKey - 32 bytes, trusted
 * @param message - hostile
 * @param signature - hostile; any length but 64 is simply not a signature
 * @throws {RangeError} when the public key is not 32 bytes
 */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  assertLength('publicKey', publicKey, 32);
  if (signature.length !== 64) return false;
  const key = Buffer.from(concatBytes(SPKI_PREFIX, publicKey).buffer);
  try {
    return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
  } catch {
    // A key that is no curve point verifies nothing.
    return false;
  }
}
