import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exhibitFileName,
  nextExhibitRef,
  nextPartRef,
  parentRef,
  parseExhibitRef,
} from '#src/exhibit/exhibit-ref.ts';

describe('nextExhibitRef', () => {
  it('starts each producer’s series at 1 and never reuses a number', () => {
    expect(nextExhibitRef('ABC', [])).toBe('ABC/1');
    expect(nextExhibitRef('ABC', ['ABC/1', 'ABC/7', 'XY/30', 'ABC/7/4'])).toBe('ABC/8');
    expect(nextExhibitRef('XY', ['ABC/1', 'XYZ/9'])).toBe('XY/1');
  });

  it.each(['', 'A', 'abc', 'A1', 'ABCDEF', 'A/B'])(
    'throws VALUE_INVALID for the initials "%s"',
    (initials) => {
      expect(() => nextExhibitRef(initials, [])).toThrowError(
        expect.objectContaining({
          code: 'VALUE_INVALID',
          message: '"exhibitRef" expected initials and a number, such as ABC/1',
        }),
      );
    },
  );

  it('gives as many different references as it is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('AB', 'ABC', 'BC'), { maxLength: 40 }), (producers) => {
        const taken: ReturnType<typeof nextExhibitRef>[] = [];
        for (const initials of producers) taken.push(nextExhibitRef(initials, taken));
        expect(new Set(taken).size).toBe(producers.length);
      }),
      { numRuns: process.env['SLOW'] === '1' ? 200 : 20 },
    );
  });
});

describe('nextPartRef', () => {
  it('counts the parts of one exhibit', () => {
    expect(nextPartRef('ABC/1', ['ABC/1', 'ABC/2/5'])).toBe('ABC/1/1');
    expect(nextPartRef('ABC/1', ['ABC/1/1', 'ABC/1/2', 'ABC/12/9'])).toBe('ABC/1/3');
  });

  it('throws VALUE_INVALID for a part of a part', () => {
    expect(() => nextPartRef('ABC/1/1', [])).toThrowError(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
  });
});

describe('parseExhibitRef', () => {
  it.each(['ABC/0', 'ABC/01', 'ABC', 'ABC/1/', '/1', 'ABC/1/2/3', 'ABC/1\n', 5, null])(
    'throws VALUE_INVALID for %j',
    (value) => {
      expect(() => parseExhibitRef(value)).toThrowError(
        expect.objectContaining({ code: 'VALUE_INVALID' }),
      );
    },
  );
});

describe('exhibitFileName', () => {
  it('has no slash', () => {
    expect(exhibitFileName('ABC/1/12')).toBe('ABC-1-12');
  });
});

describe('parentRef', () => {
  it('names the whole of a part and nothing else', () => {
    expect(parentRef('ABC/1/12')).toBe('ABC/1');
    expect(parentRef('ABC/1')).toBeNull();
  });
});
