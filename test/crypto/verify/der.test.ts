import * as asn1js from 'asn1js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex } from '#src/core/bytes.ts';
import {
  childrenOf,
  encodeDer,
  encodeUnsigned,
  expectDer,
  readDer,
  readOneDer,
  sequence,
  setOf,
  TAG,
} from '#src/crypto/verify/der.ts';
import { RUNS } from '../fixtures.ts';

const malformed = expect.objectContaining({ code: 'BYTES_MALFORMED' });

describe('encodeDer', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_535, 65_536])(
    'is undone by readOneDer for %s bytes',
    (length) => {
      const content = new Uint8Array(length).fill(7);
      const der = encodeDer(TAG.octetString, content);
      expect(readOneDer(der)).toEqual({ tag: TAG.octetString, content, whole: der });
    },
  );

  it('agrees with asn1js', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const other = new asn1js.Sequence({
          value: [new asn1js.OctetString({ valueHex: Uint8Array.from(bytes) })],
        });
        expect(toHex(sequence(encodeDer(TAG.octetString, bytes)))).toBe(
          toHex(new Uint8Array(other.toBER())),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

describe('encodeUnsigned', () => {
  it.each([
    ['', '020100'],
    ['00', '020100'],
    ['0001', '020101'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['00ff00', '020300ff00'],
  ])('encodes %o as %s', (bytes, der) => {
    expect(toHex(encodeUnsigned(fromHex(bytes)))).toBe(der);
  });
});

describe('setOf', () => {
  it('sorts its values', () => {
    const values = ['0402ff00', '040101', '04020000', '020101'].map(fromHex);
    expect(toHex(setOf(values))).toBe('310e0201010401010402000004 02ff00'.replace(' ', ''));
    expect(toHex(setOf(values.toReversed(), TAG.context0))).toMatch(/^a00e020101/);
  });
});

describe('readDer', () => {
  it('reads values one after the other', () => {
    expect(readDer(fromHex('0500020107')).map(({ tag }) => tag)).toEqual([5, 2]);
    expect(readDer(new Uint8Array())).toEqual([]);
  });

  it.each([
    ['a length cut off', '04'],
    ['a value cut short', '040201'],
    ['an indefinite length', '30800000'],
    ['a length in more bytes than needed', '04810101'],
    ['a length with a leading zero', `04820080${'00'.repeat(128)}`],
    ['a length of four bytes', '048401000000'],
    ['a long tag', '1f8101 00'.replace(' ', '')],
    ['a length of 16 MiB', '0483ffffff'],
  ])('throws BYTES_MALFORMED for %s', (_, hex) => {
    expect(() => readDer(fromHex(hex))).toThrow(malformed);
  });

  it('throws nothing but BYTES_MALFORMED for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          expect(concatBytes(...readDer(bytes).map(({ whole }) => whole))).toEqual(
            new Uint8Array(bytes),
          );
        } catch (error) {
          expect(error).toMatchObject({ code: 'BYTES_MALFORMED' });
        }
      }),
      { numRuns: RUNS * 20 },
    );
  });
});

describe('readOneDer', () => {
  it('throws BYTES_MALFORMED for none and for two', () => {
    expect(() => readOneDer(new Uint8Array())).toThrow(malformed);
    expect(() => readOneDer(fromHex('05000500'))).toThrow(malformed);
  });
});

describe('expectDer', () => {
  it('throws BYTES_MALFORMED for a missing value and another kind', () => {
    expect(() => expectDer(undefined, TAG.set)).toThrow(malformed);
    expect(() => expectDer(readOneDer(fromHex('0500')), TAG.set)).toThrow(malformed);
  });
});

describe('childrenOf', () => {
  it('gives the values inside', () => {
    const [one, two] = childrenOf(readOneDer(fromHex('30050500020107')));
    expect([one?.tag, two?.tag]).toEqual([5, 2]);
  });
});
