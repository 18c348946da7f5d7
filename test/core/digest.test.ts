import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOfHash, hashOfDigest, isDigest, parseDigest } from '#src/core/digest.ts';

const HEX = 'ab'.repeat(32);

describe('digestOfHash', () => {
  it('is undone by hashOfDigest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        const digest = digestOfHash(hash);
        expect(isDigest(digest)).toBe(true);
        expect(hashOfDigest(digest)).toEqual(new Uint8Array(hash));
      }),
    );
  });

  it('throws RangeError for another length', () => {
    expect(() => digestOfHash(new Uint8Array(31))).toThrow(
      new RangeError('"hash" expected 32 bytes, got 31'),
    );
  });
});

describe('parseDigest', () => {
  it('gives a digest as it is', () => {
    expect(parseDigest(`sha256:${HEX}`)).toBe(`sha256:${HEX}`);
  });

  it.each([
    HEX,
    `sha256:${HEX.toUpperCase()}`,
    `sha256:${HEX.slice(2)}`,
    `sha256:${HEX}00`,
    `sha512:${HEX}`,
    `sha256:${HEX}\n`,
    '',
    null,
    7,
    [`sha256:${HEX}`],
  ])('throws DIGEST_MALFORMED for %o', (value) => {
    expect(isDigest(value)).toBe(false);
    expect(() => parseDigest(value)).toThrow(
      expect.objectContaining({
        code: 'DIGEST_MALFORMED',
        message: 'digest expected "sha256:" and 64 hexadecimal digits',
      }),
    );
  });
});
