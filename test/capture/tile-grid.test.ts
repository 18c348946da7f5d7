import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TILE_PX } from '#src/capture/plan.ts';
import { tileGrid } from '#src/capture/tile-grid.ts';

const RATIOS = [1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

describe('tileGrid', () => {
  it('covers every point, shares the overlap, stays within a tile’s limit and on whole device pixels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 200_000 }),
        fc.constantFrom(...RATIOS),
        (width, height, dpr) => {
          const grid = tileGrid(width, height, dpr);
          expect(grid.tiles).toHaveLength(grid.rows * grid.columns);
          const firstColumn = grid.tiles.filter((tile) => tile.column === 0);
          let reached = 0;
          for (const tile of firstColumn) {
            expect(tile.yCss).toBe(reached === 0 ? 0 : reached - grid.overlapCss);
            reached = tile.yCss + tile.heightCss;
            expect(tile.heightCss * dpr).toBeLessThanOrEqual(MAX_TILE_PX);
            expect(tile.widthCss * dpr).toBeLessThanOrEqual(MAX_TILE_PX);
            expect(Number.isInteger(tile.yCss * dpr)).toBe(true);
            expect(Number.isInteger(tile.xCss * dpr)).toBe(true);
          }
          expect(reached).toBe(height);
          const lastRow = grid.tiles.at(-1);
          expect((lastRow?.xCss ?? 0) + (lastRow?.widthCss ?? 0)).toBe(width);
        },
      ),
      { numRuns: process.env['SLOW'] === '1' ? 1_000 : 50 },
    );
  });

  it.each([
    [0, 1, 1],
    [1, 0.5, 1],
    [1, 1, 0],
    [1, 1, Number.NaN],
  ])('throws RangeError for %d × %d at ratio %d', (width, height, dpr) => {
    expect(() => tileGrid(width, height, dpr)).toThrow(RangeError);
  });
});
