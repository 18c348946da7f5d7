const ID = /^[a-z2-7]{26}$/;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** A port that gives random bytes (`src/crypto/random.ts` is the real one). */
export type RandomBytes = (lengthBytes: number) => Uint8Array;

/**
 * A new random identifier: 26 lower-case base32 characters (130 bits), safe in file names and URLs.
 * @param random - source of randomness
 */
export function newId(random: RandomBytes): string {
  let id = '';
  for (const byte of random(26)) id += ALPHABET[byte & 31] ?? '';
  return id;
}

/** Whether a value is an identifier of {@link newId}'s form. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}
