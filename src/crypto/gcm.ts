import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concatBytes } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { randomBytes } from './random.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function assertKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`"key" expected ${KEY_BYTES} bytes, got ${key.length}`);
}

/**
 * Encrypt with AES-256-GCM under a fresh random nonce. One key may encrypt at most 2^32 boxes.
 * @param key - 32 bytes
 * @param plaintext - any length that fits in memory
 * @param associatedData - bound to the box but not stored in it; the same bytes are needed to open it
 * @returns nonce (12 bytes), ciphertext, tag (16 bytes), joined
 * @throws {RangeError} when the key has another length
 */
export function encryptGcm(
  key: Uint8Array,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array<ArrayBuffer> {
  assertKey(key);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData);
  return concatBytes(nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/**
 * Open a box of {@link encryptGcm}; nothing of a box that fails is returned.
 * @param key - 32 bytes
 * @param box - hostile
 * @param associatedData - the bytes given when it was encrypted
 * @throws {EvidenceError} CRYPTO_FAILED - too short, changed, or another key or other associated data
 * @throws {RangeError} when the key has another length
 */
export function decryptGcm(
  key: Uint8Array,
  box: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array<ArrayBuffer> {
  assertKey(key);
  if (box.length < NONCE_BYTES + TAG_BYTES) {
    throw new EvidenceError(
      'CRYPTO_FAILED',
      `box expected at least ${NONCE_BYTES + TAG_BYTES} bytes, got ${box.length}`,
    );
  }
  const end = box.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData);
  decipher.setAuthTag(box.subarray(end));
  const plaintext = decipher.update(box.subarray(NONCE_BYTES, end));
  try {
    return concatBytes(plaintext, decipher.final());
  } catch (cause) {
    plaintext.fill(0);
    throw new EvidenceError(
      'CRYPTO_FAILED',
      'box expected to open under this key, got one that does not',
      { cause },
    );
  }
}
