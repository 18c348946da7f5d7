import { combine, split } from 'shamir-secret-sharing';
import { EvidenceError } from '#src/core/errors.ts';

const MAX_SECRET_BYTES = 1024;
const MAX_SHARES = 16;

/**
 * Split a secret so that any two shares rebuild it and one tells nothing (Shamir over GF(2^8)).
 * @param secret - 1 to 1,024 bytes
 * @param count - how many shares, 2 to 16
 * @param threshold - always 2: this program's rules know no other number
 * @returns `count` shares, each one byte longer than the secret; the last byte is the share's coordinate
 * @throws {RangeError} when a length or number is outside its range
 */
export async function splitSecret(
  secret: Uint8Array,
  count: number,
  threshold: 2 = 2,
): Promise<Uint8Array[]> {
  if (secret.length < 1 || secret.length > MAX_SECRET_BYTES) {
    throw new RangeError(`"secret" expected 1 to ${MAX_SECRET_BYTES} bytes, got ${secret.length}`);
  }
  if (!Number.isInteger(count) || count < 2 || count > MAX_SHARES) {
    throw new RangeError(`"count" expected 2 to ${MAX_SHARES}, got ${count}`);
  }
  return split(secret, count, threshold);
}

/**
 * Rebuild a secret. Wrong shares give a wrong secret without an error, so the caller compares what it
 * derives from the result (a public key) with what it knows, and throws SHARE_MISMATCH.
 * @param shares - two or more different shares of one secret; hostile
 * @throws {EvidenceError} SHARE_TOO_FEW - fewer than two
 * @throws {EvidenceError} SHARE_MALFORMED - other lengths, or the same coordinate twice
 */
export async function combineShares(shares: readonly Uint8Array[]): Promise<Uint8Array> {
  const [first] = shares;
  if (first === undefined || shares.length < 2) {
    throw new EvidenceError('SHARE_TOO_FEW', `shares expected at least 2, got ${shares.length}`);
  }
  if (shares.length > MAX_SHARES || first.length < 2 || first.length > MAX_SECRET_BYTES + 1) {
    throw new EvidenceError(
      'SHARE_MALFORMED',
      'shares expected sizes within their limits, got others',
    );
  }
  const coordinates = new Set<number>();
  for (const share of shares) {
    const coordinate = share.at(-1);
    if (share.length !== first.length || coordinate === undefined || coordinate === 0) {
      throw new EvidenceError(
        'SHARE_MALFORMED',
        'share expected the length and form of the first, got another',
      );
    }
    coordinates.add(coordinate);
  }
  if (coordinates.size !== shares.length) {
    throw new EvidenceError('SHARE_MALFORMED', 'shares expected to differ, got one twice');
  }
  return combine([...shares]);
}
