import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf, equalSecrets, newHasher, sha256 } from '#src/crypto/hash.ts';
import { RUNS } from './fixtures.ts';

// FIPS 180-4 examples: "abc" and the empty message.
const ABC = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('digestOf', () => {
  it('is SHA-256 with its name', () => {
    expect(digestOf(utf8('abc'))).toBe(ABC);
    expect(digestOf(new Uint8Array())).toBe(EMPTY);
  });
});

describe('sha256', () => {
  it('gives 32 bytes of its own', () => {
    const hash = sha256(utf8('abc'));
    expect(hash).toHaveLength(32);
    expect(hash.buffer.byteLength).toBe(32);
  });
});

describe('newHasher', () => {
  it('gives the digest of all pieces, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (pieces) => {
        const hasher = newHasher();
        for (const piece of pieces) hasher.update(piece);
        expect(hasher.digest()).toBe(digestOf(new Uint8Array(Buffer.concat(pieces))));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('equalSecrets', () => {
  it('is true for equal bytes only', () => {
    expect(equalSecrets(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalSecrets(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalSecrets(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalSecrets(new Uint8Array(), new Uint8Array())).toBe(true);
  });
});
