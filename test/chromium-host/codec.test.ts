import { describe, expect, it } from 'vitest';
import { codec } from './codec.ts';

const carry = (value: unknown): unknown => codec.decode(codec.encode(value));

describe('codec', () => {
  it('carries what a structured clone carries', () => {
    const value = {
      bytes: Uint8Array.of(0, 1, 255),
      nested: [{ date: new Date(5), big: 7n, map: new Map([['a', new Set([1])]]) }],
      nothing: null,
      missing: undefined,
      odd: [NaN, Infinity, -Infinity],
      text: 'ß€\u0000',
    };
    expect(carry(value)).toEqual(value);
  });

  it('keeps a field called $ or __proto__ as data', () => {
    const value: unknown = JSON.parse('{"$":"bytes","v":"x","__proto__":{"a":1}}');
    expect(carry(value)).toEqual(value);
    expect(Object.getPrototypeOf(carry(value))).toBe(Object.prototype);
  });

  it('turns views of part of a buffer into that part only', () => {
    expect(carry(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toEqual(Uint8Array.of(2, 3));
  });

  it('refuses functions and symbols', () => {
    expect(() => codec.encode({ run: () => 1 })).toThrow('An object could not be cloned.');
    expect(() => codec.encode([Symbol('x')])).toThrow('An object could not be cloned.');
  });
});
