import { describe, expect, it } from 'vitest';
import { toHex } from '#src/core/bytes.ts';
import { randomBytes } from '#src/crypto/random.ts';

describe('randomBytes', () => {
  it('gives as many bytes as asked for, different each time', () => {
    const seen = new Set(Array.from({ length: 200 }, () => toHex(randomBytes(16))));
    expect(seen.size).toBe(200);
    expect(randomBytes(0)).toHaveLength(0);
    expect(randomBytes(65_536)).toHaveLength(65_536);
  });

  it('uses every bit', () => {
    let ones = 0;
    let zeros = 0xff;
    for (const byte of randomBytes(4096)) {
      ones |= byte;
      zeros &= byte;
    }
    expect([ones, zeros]).toEqual([0xff, 0]);
  });

  it.each([-1, 65_537, 1.5, Number.NaN])('throws RangeError for %s bytes', (length) => {
    expect(() => randomBytes(length)).toThrow(RangeError);
  });
});
