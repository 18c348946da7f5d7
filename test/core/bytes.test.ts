import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  toBase64,
  toHex,
  utf8,
} from '#src/core/bytes.ts';

const RUNS = process.env['SLOW'] === '1' ? 1000 : 100;
const malformed = expect.objectContaining({ code: 'BYTES_MALFORMED' });

describe('utf8', () => {
  it('is undone by fromUtf8 for every well-formed text, a byte order mark too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text);
      }),
      { numRuns: RUNS },
    );
    expect(fromUtf8(utf8('\ufeffa'))).toBe('\ufeffa');
  });

  it('throws BYTES_MALFORMED for a lone surrogate', () => {
    expect(() => utf8('a\ud83d')).toThrow(
      expect.objectContaining({
        code: 'BYTES_MALFORMED',
        message: 'text expected well-formed UTF-16, got a lone surrogate',
      }),
    );
  });
});

describe('fromUtf8', () => {
  it.each(['ff', 'c080', 'eda080', 'f8', 'e282'])('throws BYTES_MALFORMED for %s', (hex) => {
    expect(() => fromUtf8(fromHex(hex))).toThrow(malformed);
  });
});

describe('toHex', () => {
  it('is undone by fromHex and agrees with Buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes))).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('fromHex', () => {
  it.each(['a', 'AB', '0g', '0x00', '00\n', ' '])('throws BYTES_MALFORMED for %o', (text) => {
    expect(() => fromHex(text)).toThrow(malformed);
  });
});

describe('toBase64', () => {
  it('is undone by fromBase64 and agrees with Buffer, long arrays too', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: RUNS },
    );
    const long = new Uint8Array(200_001).map((_, i) => i & 0xff);
    expect(equalBytes(fromBase64(toBase64(long)), long)).toBe(true);
  });

  it('gives the values of RFC 4648, section 10', () => {
    expect(
      ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase64(utf8(text))),
    ).toEqual(['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy']);
  });
});

describe('fromBase64', () => {
  it.each([
    ['bits left over', 'Zh=='],
    ['no padding', 'Zg'],
    ['padding only', '===='],
    ['a space', 'Zm9v '],
    ['a line end', 'Zm9v\n'],
    ['the URL alphabet', '-_8='],
    ['padding in the middle', 'Zg==Zg=='],
  ])('throws BYTES_MALFORMED for %s', (_, text) => {
    expect(() => fromBase64(text)).toThrow(
      expect.objectContaining({
        code: 'BYTES_MALFORMED',
        message: 'text expected canonical base64',
      }),
    );
  });
});

describe('concatBytes', () => {
  it('joins in order into a new array', () => {
    const one = Uint8Array.of(1);
    const joined = concatBytes(one, new Uint8Array(), Uint8Array.of(2, 3));
    expect(joined).toEqual(Uint8Array.of(1, 2, 3));
    joined[0] = 9;
    expect(one[0]).toBe(1);
    expect(concatBytes()).toHaveLength(0);
  });
});

describe('equalBytes', () => {
  it('compares lengths and every byte', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  });
});
