import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineShares, splitSecret } from '#src/crypto/shares.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { RUNS } from './fixtures.ts';

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0, power = a; bit < 8; bit++) {
    if (((b >> bit) & 1) === 1) product ^= power;
    power = (power << 1) ^ (power >= 0x80 ? 0x11b : 0);
  }
  return product;
}

describe('splitSecret', () => {
  it('gives shares of which every two rebuild the secret', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.integer({ min: 2, max: 6 }),
        async (secret, count) => {
          const shares = await splitSecret(secret, count);
          expect(shares).toHaveLength(count);
          for (const [i, one] of shares.entries()) {
            expect(one).toHaveLength(secret.length + 1);
            for (const other of shares.slice(i + 1)) {
              expect(await combineShares([other, one])).toEqual(new Uint8Array(secret));
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('puts the secret where docs/spec/keys.md says, so that other programs find it', async () => {
    const secret = randomBytes(32);
    const [one = new Uint8Array(), two = new Uint8Array()] = await splitSecret(secret, 2);
    const [x1 = 0, x2 = 0] = [one[32], two[32]];
    for (const [i, byte] of secret.entries()) {
      const left = multiply(one[i] ?? 0, x2) ^ multiply(two[i] ?? 0, x1);
      expect(multiply(byte, x1 ^ x2)).toBe(left);
    }
  });

  it('spreads one share over all values, whatever the secret is', async () => {
    const firsts = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const [share] = await splitSecret(Uint8Array.of(7), 2);
      firsts.add(share?.[0] ?? -1);
    }
    expect(firsts.size).toBeGreaterThan(80);
  });

  it.each([
    ['an empty secret', 0, 2],
    ['a secret of 1,025 bytes', 1025, 2],
    ['one share', 32, 1],
    ['17 shares', 32, 17],
    ['half a share', 32, 2.5],
  ])('throws RangeError for %s', async (_, length, count) => {
    await expect(splitSecret(new Uint8Array(length), count)).rejects.toThrow(RangeError);
  });
});

describe('combineShares', () => {
  it('throws SHARE_TOO_FEW for one share or none', async () => {
    const [share = new Uint8Array()] = await splitSecret(randomBytes(32), 3);
    await expect(combineShares([share])).rejects.toMatchObject({
      code: 'SHARE_TOO_FEW',
      message: 'shares expected at least 2, got 1',
    });
    await expect(combineShares([])).rejects.toMatchObject({ code: 'SHARE_TOO_FEW' });
  });

  it('throws SHARE_MALFORMED for the same share twice', async () => {
    const [share = new Uint8Array()] = await splitSecret(randomBytes(32), 3);
    await expect(combineShares([share, share])).rejects.toMatchObject({
      code: 'SHARE_MALFORMED',
      message: 'shares expected to differ, got one twice',
    });
  });

  it('throws SHARE_MALFORMED for other lengths and the coordinate 0', async () => {
    const [one = new Uint8Array(), two = new Uint8Array()] = await splitSecret(randomBytes(32), 3);
    const zero = Uint8Array.from(two);
    zero[32] = 0;
    for (const bad of [two.slice(1), zero, new Uint8Array()]) {
      await expect(combineShares([one, bad])).rejects.toMatchObject({ code: 'SHARE_MALFORMED' });
    }
    await expect(combineShares([Uint8Array.of(1), Uint8Array.of(2)])).rejects.toMatchObject({
      code: 'SHARE_MALFORMED',
    });
  });

  it('gives another secret, and no error, for a changed share', async () => {
    const secret = randomBytes(32);
    const [one = new Uint8Array(), two = new Uint8Array()] = await splitSecret(secret, 2);
    one[0] = (one[0] ?? 0) ^ 1;
    expect(await combineShares([one, two])).not.toEqual(secret);
  });
});
