import { describe, expect, it } from 'vitest';
import { isId, newId } from '#src/core/ids.ts';
import { randomBytes } from '#src/crypto/random.ts';

describe('newId', () => {
  it('gives 26 characters of the random bytes, all 32 values of them', () => {
    expect(newId((length) => new Uint8Array(length).map((_, i) => i))).toBe(
      'abcdefghijklmnopqrstuvwxyz',
    );
    expect(newId((length) => new Uint8Array(length).fill(0xff))).toBe('7'.repeat(26));
    const seen = new Set(Array.from({ length: 100 }, () => newId(randomBytes)).join(''));
    expect(seen.size).toBe(32);
  });

  it('gives another id each time, and always one that isId accepts', () => {
    const ids = Array.from({ length: 500 }, () => newId(randomBytes));
    expect(new Set(ids).size).toBe(500);
    expect(ids.every(isId)).toBe(true);
  });
});

describe('isId', () => {
  it.each([
    '',
    'a'.repeat(25),
    'a'.repeat(27),
    'A'.repeat(26),
    `${'a'.repeat(25)}1`,
    `${'a'.repeat(26)}\n`,
    7,
    null,
  ])('is false for %o', (value) => {
    expect(isId(value)).toBe(false);
  });
});
