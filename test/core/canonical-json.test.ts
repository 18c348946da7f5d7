import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, toHex, utf8 } from '#src/core/bytes.ts';
import {
  assertJsonValue,
  canonicalBytes,
  canonicalBytesInTurns,
  parseCanonical,
  type JsonValue,
} from '#src/core/canonical-json.ts';
import { Turns } from '#src/core/turns.ts';
import { numberVectors, vectorBytes, vectorNames } from '#test/crypto/vectors.ts';

const RUNS = process.env['SLOW'] === '1' ? 1000 : 100;

/** Values that canonical JSON can hold. */
const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((n) => !Object.is(n, -0) && (!Number.isInteger(n) || Number.isSafeInteger(n))),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('canonicalBytes', () => {
  it.each(vectorNames('json/input/'))("gives RFC 8785's output for %s", (name) => {
    const value: unknown = JSON.parse(fromUtf8(vectorBytes(`json/input/${name}`)));
    const expected = vectorBytes(`json/output/${name}`);
    if (name === 'values.json') {
      // Its 1E30 is an integer beyond 2^53, which we refuse: readers with integers may take it for another.
      // The next test takes the rest of the file.
      expect(() => canonicalBytes(value)).toThrow(
        expect.objectContaining({ code: 'JSON_UNSUPPORTED_VALUE' }),
      );
      return;
    }
    expect(canonicalBytes(value)).toEqual(expected);
    const hex = fromUtf8(vectorBytes(`json/outhex/${name.replace('.json', '.txt')}`));
    expect(toHex(canonicalBytes(value))).toBe(hex.replaceAll(/\s/g, ''));
  });

  it("gives RFC 8785's output for values.json without its number beyond 2^53", () => {
    const input: unknown = JSON.parse(fromUtf8(vectorBytes('json/input/values.json')));
    const output = fromUtf8(vectorBytes('json/output/values.json'));
    const { numbers, ...rest } = input as { numbers: number[] };
    const kept = numbers.filter((number) => number !== 1e30);
    expect(kept).toHaveLength(numbers.length - 1);
    expect(fromUtf8(canonicalBytes({ numbers: kept, ...rest }))).toBe(output.replace('1e+30,', ''));
  });

  it('writes numbers as the published checksums over 10,000 of them want it', () => {
    const { staticU64s, serialStart, serialCount, checksums } = numberVectors();
    const hash = createHash('sha256');
    let lines = 0;
    let ours = 0;
    let block: Buffer = Buffer.alloc(32);
    let rest: number[] = [];
    const toNumber = (bits: bigint) => new Float64Array(BigUint64Array.of(bits).buffer)[0] ?? 0;
    const next = (): number => {
      const bits = staticU64s[lines];
      if (bits !== undefined) return toNumber(BigInt(`0x${bits}`));
      const serial = lines - staticU64s.length;
      if (serial < serialCount) return toNumber(BigInt(`0x${serialStart}`) + BigInt(serial));
      for (;;) {
        if (rest.length === 0) {
          block = createHash('sha256').update(block).digest();
          rest = [0, 8, 16, 24].map((at) => block.readDoubleLE(at));
        }
        const number = rest.shift() ?? 0;
        if (number !== 0 && Number.isFinite(number)) return number;
      }
    };
    for (const checksum of checksums) {
      for (; lines < checksum.lines; lines++) {
        const number = next();
        const bits = new BigUint64Array(Float64Array.of(number).buffer)[0] ?? 0n;
        const refused =
          Object.is(number, -0) || (Number.isInteger(number) && !Number.isSafeInteger(number));
        // What we refuse (negative zero, integers from 2^53 on) JavaScript writes: the checksum is over all.
        if (!refused) ours += 1;
        const text = refused ? JSON.stringify(number) : fromUtf8(canonicalBytes(number));
        hash.update(`${bits.toString(16)},${text}\n`);
      }
      expect(hash.copy().digest('hex')).toBe(checksum.sha256);
    }
    expect(ours).toBeGreaterThan(5000);
  });

  it('is undone by parseCanonical, and writes the same bytes again', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes);
      }),
      { numRuns: RUNS },
    );
  });

  it('writes the same bytes whatever order the members were made in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), fc.nat(), (keys, seed) => {
        const shuffled = keys.toSorted(
          (a, b) => ((a.length * 7 + seed) % 5) - ((b.length * 3) % 5),
        );
        const make = (order: readonly string[]) =>
          Object.fromEntries(order.map((key) => [key, key.length]));
        expect(canonicalBytes(make(shuffled))).toEqual(canonicalBytes(make(keys)));
      }),
      { numRuns: RUNS },
    );
  });

  it('sorts keys by UTF-16 code units', () => {
    expect(fromUtf8(canonicalBytes({ '\ufb33': 1, '\ud83d\ude02': 2, a: 3, A: 4 }))).toBe(
      '{"A":4,"a":3,"\ud83d\ude02":2,"\ufb33":1}',
    );
  });
});

class Exhibit {
  readonly ref = 'ABC/1';
}

const cycle: unknown[] = [];
cycle.push(cycle);

describe('assertJsonValue', () => {
  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'value expected JSON, got undefined'],
    ['a function', () => 1, 'value expected JSON, got function'],
    ['a symbol', Symbol('a'), 'value expected JSON, got symbol'],
    ['a bigint', 1n, 'value expected JSON, got bigint'],
    ['NaN', Number.NaN, 'value expected a finite number, got NaN or an infinity'],
    [
      'an infinity',
      Number.NEGATIVE_INFINITY,
      'value expected a finite number, got NaN or an infinity',
    ],
    ['negative zero', [-0], 'value expected a number that JSON can hold, got negative zero'],
    ['2^53', 2 ** 53, 'value expected an integer of at most 2^53 - 1, got a larger one'],
    ['a lone surrogate', 'a\udc00', 'value expected well-formed text, got a lone surrogate'],
    [
      'a lone surrogate in a key',
      { '\ud800': 1 },
      'value expected well-formed keys, got a lone surrogate',
    ],
    [
      'a class',
      new Exhibit(),
      'value expected a plain object or array, got an instance of a class',
    ],
    [
      'a date',
      { at: new Date(0) },
      'value expected a plain object or array, got an instance of a class',
    ],
    [
      'a byte array',
      new Uint8Array(1),
      'value expected a plain object or array, got an instance of a class',
    ],
    ['undefined in an object', { a: undefined }, 'value expected JSON, got undefined'],
    // eslint-disable-next-line no-sparse-arrays -- the gap is what is refused
    ['a gap', [1, , 2], 'value expected a dense array, got a gap or a named property'],
    [
      'a gap at the end',
      Object.assign([1], { length: 2 }),
      'value expected a dense array, got a gap',
    ],
    [
      'a named property of an array',
      Object.assign([1], { a: 2 }),
      'value expected a dense array, got a gap or a named property',
    ],
    [
      'a computed property',
      {
        get a() {
          return 1;
        },
      },
      'value expected plain properties, got a hidden or computed one',
    ],
    [
      'a hidden property',
      Object.defineProperty({}, 'a', { value: 1 }),
      'value expected plain properties, got a hidden or computed one',
    ],
    ['a symbol key', { [Symbol('a')]: 1 }, 'value expected string keys, got a symbol'],
    ['a cycle', cycle, 'value expected at most 64 levels, got more, or a cycle'],
  ])('throws JSON_UNSUPPORTED_VALUE for %s', (_, value, message) => {
    const error = expect.objectContaining({ code: 'JSON_UNSUPPORTED_VALUE', message });
    expect(() => {
      assertJsonValue(value);
    }).toThrow(error);
    expect(() => canonicalBytes(value)).toThrow(error);
  });

  it('calls no code of the value', () => {
    let called = false;
    const value = {
      toJSON() {
        called = true;
        return 1;
      },
    };
    expect(() => canonicalBytes(value)).toThrow(
      expect.objectContaining({ code: 'JSON_UNSUPPORTED_VALUE' }),
    );
    expect(called).toBe(false);
  });

  it('takes 64 levels and an object without prototype', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 64; level++) deep = [deep];
    expect(() => {
      assertJsonValue(deep);
    }).not.toThrow();
    expect(fromUtf8(canonicalBytes(Object.assign(Object.create(null), { a: 1 })))).toBe('{"a":1}');
  });
});

describe('canonicalBytesInTurns', () => {
  it('gives the bytes of canonicalBytes for any value', async () => {
    await fc.assert(
      fc.asyncProperty(jsonValue, jsonValue, async (one, other) => {
        // Deeper than the pieces that are encoded whole, lists and objects both.
        const value = { b: [{ c: [one, { d: other }] }, one], a: { e: { f: [other] } } };
        expect(await canonicalBytesInTurns(value, new Turns())).toEqual(canonicalBytes(value));
        expect(await canonicalBytesInTurns(one, new Turns())).toEqual(canonicalBytes(one));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['an absent member', { a: undefined }, 'value expected JSON, got undefined'],
    ['a gap', { a: [[1], , [2]] }, 'value expected a dense array, got a gap or a named property'], // eslint-disable-line no-sparse-arrays
    ['a lone surrogate in a key', { a: { '\ud800': 1 } }, 'value expected well-formed text'],
    ['an infinity deep inside', { a: [[{ b: [[Infinity]] }]] }, 'value expected a finite number'],
    ['a date', { a: [new Date(0)] }, 'value expected a plain object or array'],
  ])('refuses %s as canonicalBytes does', async (_what, value, message) => {
    await expect(canonicalBytesInTurns(value, new Turns())).rejects.toMatchObject({
      code: 'JSON_UNSUPPORTED_VALUE',
      message: expect.stringContaining(message) as string,
    });
    expect(() => canonicalBytes(value)).toThrow(
      expect.objectContaining({ code: 'JSON_UNSUPPORTED_VALUE' }),
    );
  });

  it('counts levels from the top', async () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    await expect(canonicalBytesInTurns(nested(64), new Turns())).resolves.toEqual(
      canonicalBytes(nested(64)),
    );
    await expect(canonicalBytesInTurns(nested(65), new Turns())).rejects.toThrow('levels');
  });
});

describe('parseCanonical', () => {
  it.each([
    ['spaces', '{"a": 1}'],
    ['unsorted keys', '{"b":1,"a":2}'],
    ['a key twice', '{"a":1,"a":2}'],
    ['another number form', '[1.0]'],
    ['an exponent', '[1e2]'],
    ['an escape that is not needed', '"\\u0061"'],
    ['an upper-case escape', '"\\u001F"'],
    ['a newline at the end', '{}\n'],
    ['negative zero', '[-0]'],
    ['an integer beyond 2^53', '[9007199254740993]'],
    ['a lone surrogate', '"\\ud800"'],
    ['66 arrays in each other', `${'['.repeat(66)}${']'.repeat(66)}`],
    ['__proto__ as a key, unsorted', '{"a":1,"__proto__":2}'],
  ])('throws JSON_NOT_CANONICAL for %s', (_, text) => {
    expect(() => parseCanonical(utf8(text))).toThrow(
      expect.objectContaining({
        code: 'JSON_NOT_CANONICAL',
        message: expect.stringMatching(/^bytes expected canonical JSON, got /),
      }),
    );
  });

  it.each(['', '{', 'nul', '{"a":}', '\ufeff{}', "{'a':1}", '[1,]'])(
    'throws JSON_MALFORMED for %o',
    (text) => {
      expect(() => parseCanonical(utf8(text))).toThrow(
        expect.objectContaining({
          code: 'JSON_MALFORMED',
          message: 'bytes expected JSON in UTF-8',
        }),
      );
    },
  );

  it('throws JSON_MALFORMED for bytes that are not UTF-8', () => {
    expect(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      expect.objectContaining({ code: 'JSON_MALFORMED' }),
    );
  });

  it('throws JSON_MALFORMED for more bytes than allowed, without reading them', () => {
    expect(() => parseCanonical(utf8('[1,2,3]'), 6)).toThrow(
      expect.objectContaining({
        code: 'JSON_MALFORMED',
        message: 'JSON expected at most 6 bytes, got 7',
      }),
    );
  });

  it('throws nothing but its two codes for very deep or any other text', () => {
    const deep = utf8('['.repeat(200_000));
    expect(() => parseCanonical(deep)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^JSON_/) }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        try {
          parseCanonical(bytes);
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^JSON_(?:MALFORMED|NOT_CANONICAL)$/),
          });
        }
      }),
      { numRuns: RUNS },
    );
  });
});
