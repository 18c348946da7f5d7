import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { align, alignInPlace, type Piece } from '#src/capture/align.ts';

const RUNS = process.env['SLOW'] === '1' ? 1000 : 100;
const lists = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 });

/** The later list, made from the earlier one by the pieces. */
function applied<T>(pieces: readonly Piece[], earlier: readonly T[], later: readonly T[]): T[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'removed') return [];
    const [list, from] = piece.kind === 'same' ? [earlier, piece.earlier] : [later, piece.later];
    return list.slice(from, from + piece.length);
  });
}

/** How many stand in both, by the pieces. */
function kept(pieces: readonly Piece[] | null): number {
  return (pieces ?? [])
    .filter(({ kind }) => kind === 'same')
    .reduce((sum, { length }) => sum + length, 0);
}

/** Length of the longest common subsequence, by the plain table. */
function longest(a: readonly number[], b: readonly number[]): number {
  let row = Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (const [j, y] of b.entries())
      next.push(x === y ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('align', () => {
  it('gives pieces that make the later list of the earlier one, with as much kept as can be', async () => {
    await fc.assert(
      fc.asyncProperty(lists, lists, async (earlier, later) => {
        const pieces = await align(earlier, later);
        expect(applied(pieces ?? [], earlier, later)).toEqual(later);
        expect(kept(pieces)).toBe(longest(earlier, later));
        const gone = (pieces ?? [])
          .filter(({ kind }) => kind !== 'added')
          .reduce((sum, { length }) => sum + length, 0);
        expect(gone).toBe(earlier.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('marks blank rows that are gone next to the change that they belong to, not somewhere else', async () => {
    const blank = Array<string>(300).fill('');
    const earlier = ['head', 'a1', 'a2', ...blank, 'end', ...blank, 'foot'];
    const later = ['head', 'b1', 'b2', 'b3', 'b4', ...blank.slice(2), 'end', ...blank, 'foot'];
    for (const [from, to] of [
      [earlier, later],
      [later, earlier],
      [earlier.toReversed(), later.toReversed()],
    ] as const) {
      const pieces = (await align(from, to)) ?? [];
      expect(pieces.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
      expect(pieces.slice(1, 3).map(({ length }) => length)).toEqual([4, 4]);
    }
  });

  it('follows what moved down, however much came new before it', async () => {
    const earlier = Array.from({ length: 50_000 }, (_, i) => `row ${i}`);
    const come = Array.from({ length: 20_000 }, (_, i) => `new ${i}`);
    const later = [...earlier.slice(0, 100), ...come, ...earlier.slice(100)];
    expect(await align(earlier, later)).toEqual([
      { kind: 'same', earlier: 0, later: 0, length: 100 },
      { kind: 'added', earlier: 100, later: 100, length: 20_000 },
      { kind: 'same', earlier: 100, later: 20_100, length: 49_900 },
    ]);
  });

  it('gives null where too much has moved, and lets other work be done meanwhile', async () => {
    const earlier = Array.from({ length: 5000 }, (_, i) => i);
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
    }, 5);
    expect(await align(earlier, earlier.toReversed())).toBeNull();
    clearInterval(beat);
    expect(turns).toBeGreaterThan(10);
  });
});

describe('alignInPlace', () => {
  it('matches place against place alone', () => {
    expect(alignInPlace(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
      { kind: 'same', earlier: 0, later: 0, length: 1 },
      { kind: 'removed', earlier: 1, later: 1, length: 1 },
      { kind: 'added', earlier: 2, later: 1, length: 1 },
      { kind: 'same', earlier: 2, later: 2, length: 1 },
      { kind: 'added', earlier: 3, later: 3, length: 1 },
    ]);
  });
});
