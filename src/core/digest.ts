import { fromHex, toHex } from './bytes.ts';
import { EvidenceError } from './errors.ts';

/** A SHA-256 value with its algorithm: `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Whether a value is a well-formed {@link Digest}. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && DIGEST.test(value);
}

/** Narrow a value read from outside. @throws {EvidenceError} DIGEST_MALFORMED - anything else */
export function parseDigest(value: unknown): Digest {
  if (isDigest(value)) return value;
  throw new EvidenceError(
    'DIGEST_MALFORMED',
    'digest expected "sha256:" and 64 hexadecimal digits',
  );
}

/** Digest of 32 hash bytes. @throws {RangeError} when `hash` is not 32 bytes */
export function digestOfHash(hash: Uint8Array): Digest {
  if (hash.length !== 32) throw new RangeError(`"hash" expected 32 bytes, got ${hash.length}`);
  return `sha256:${toHex(hash)}`;
}

/** The 32 bytes of a digest. */
export function hashOfDigest(digest: Digest): Uint8Array<ArrayBuffer> {
  return fromHex(parseDigest(digest).slice(7));
}
