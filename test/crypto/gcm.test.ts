import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { decryptGcm, encryptGcm } from '#src/crypto/gcm.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { flipBit, RUNS } from './fixtures.ts';
import { checkAesGcm } from './vector-checks.ts';

const key = randomBytes(32);
const aad = utf8('origin 7 kind');

describe('encryptGcm', () => {
  it('is undone by decryptGcm for every length and associated data', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 500 }),
        fc.uint8Array({ maxLength: 50 }),
        (text, data) => {
          const box = encryptGcm(key, text, data);
          expect(box).toHaveLength(text.length + 28);
          expect(decryptGcm(key, box, data)).toEqual(new Uint8Array(text));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('never gives the same box twice', () => {
    expect(encryptGcm(key, utf8('x'), aad)).not.toEqual(encryptGcm(key, utf8('x'), aad));
  });

  it('throws RangeError for a key that is not 32 bytes', () => {
    expect(() => encryptGcm(new Uint8Array(16), utf8('x'), aad)).toThrow(RangeError);
    expect(() => decryptGcm(new Uint8Array(31), new Uint8Array(40), aad)).toThrow(RangeError);
  });
});

describe('decryptGcm', () => {
  it('passes every Wycheproof vector for 256-bit keys', () => {
    expect(checkAesGcm()).toEqual({ run: 66, failures: [] });
  });

  it('throws CRYPTO_FAILED for every single changed bit', () => {
    const box = encryptGcm(key, utf8('abc'), aad);
    for (let bit = 0; bit < box.length * 8; bit++) {
      expect(() => decryptGcm(key, flipBit(box, bit), aad)).toThrow(
        expect.objectContaining({
          code: 'CRYPTO_FAILED',
          message: 'box expected to open under this key, got one that does not',
        }),
      );
    }
  });

  it('throws CRYPTO_FAILED for other associated data or another key', () => {
    const box = encryptGcm(key, utf8('abc'), aad);
    const failed = expect.objectContaining({ code: 'CRYPTO_FAILED' });
    expect(() => decryptGcm(key, box, utf8('origin 8 kind'))).toThrow(failed);
    expect(() => decryptGcm(randomBytes(32), box, aad)).toThrow(failed);
  });

  it('throws CRYPTO_FAILED for a box too short to be one', () => {
    expect(() => decryptGcm(key, new Uint8Array(27), aad)).toThrow(
      expect.objectContaining({
        code: 'CRYPTO_FAILED',
        message: 'box expected at least 28 bytes, got 27',
      }),
    );
  });
});
