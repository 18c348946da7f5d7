import { createHash, timingSafeEqual } from 'node:crypto';
import { digestOfHash, type Digest } from '#src/core/digest.ts';

/** SHA-256 over bytes that arrive in pieces. */
export interface Hasher {
  /** Take the next piece; not copied, hashed before the call returns. */
  update(bytes: Uint8Array): void;
  /** The digest of all pieces; call it once, as the last thing. */
  digest(): Digest;
}

/** The 32-byte SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** The SHA-256 of bytes with its algorithm. */
export function digestOf(bytes: Uint8Array): Digest {
  return digestOfHash(sha256(bytes));
}

/** A new hasher for a stream of bytes. */
export function newHasher(): Hasher {
  const hash = createHash('sha256');
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest() {
      return digestOfHash(new Uint8Array(hash.digest()));
    },
  };
}

/**
 * Whether two secrets are equal, in a time that does not tell where they differ.
 * @param a - a secret; only its length can leak
 * @param b - the other
 */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
