import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, percentile, timed } from '../../bench/stats.ts';

const numbers = fc.array(fc.integer(), { minLength: 1 });

describe('percentile', () => {
  it.each([
    [[7], 0.5, 7],
    [[7], 0.01, 7],
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.5, 2],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.95, 10],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9, 9],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 1, 10],
    [[100, 20, 3], 1, 100],
  ])('of %j, part %d, is %d', (values, part, expected) => {
    expect(percentile(values, part)).toBe(expected);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  it('gives one of the values, with at least that part of them at or below it', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, part) => {
        const value = percentile(values, part);
        expect(values).toContain(value);
        const below = values.filter((one) => one <= value).length;
        expect(below / values.length).toBeGreaterThanOrEqual(part - 1e-9);
      }),
    );
  });

  it('throws a RangeError without values', () => {
    expect(() => percentile([], 0.5)).toThrow(
      new RangeError('"values" expected at least one, got none'),
    );
  });
});

describe('median', () => {
  it('is the middle value, or the mean of the middle two', () => {
    expect(median([5])).toBe(5);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([1, 1, 1, 100])).toBe(1);
  });

  it('is the same whatever the order, and its mirror for mirrored values', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(median(values.toReversed())).toBe(median(values));
        expect(median(values.map((value) => -value))).toBeCloseTo(-median(values));
      }),
    );
  });

  it('throws a RangeError without values', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('timed', () => {
  it('measures until what it waits for has ended', async () => {
    const tookMs = await timed(() => new Promise((resolve) => setTimeout(resolve, 60)));
    expect(tookMs).toBeGreaterThanOrEqual(55);
  });

  it('fails with what it measures', async () => {
    await expect(timed(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
