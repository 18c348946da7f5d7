import { describe, expect, it } from 'vitest';
import type { Pixels } from '#src/capture/pixels.ts';
import { Rims } from '#src/capture/rims.ts';
import type { GridTile } from '#src/capture/tile-grid.ts';

const OVERLAP = 2;
const SIZE = 6;

/** A tile of a picture whose every point has a value of its own. */
function piece(x: number, y: number): Pixels {
  const data = new Uint8Array(SIZE * SIZE * 3);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const [column, row] = [x + (i % SIZE), y + Math.floor(i / SIZE)];
    data.set([column, row, column ^ row], i * 3);
  }
  return { width: SIZE, height: SIZE, data };
}

function at(row: number, column: number): GridTile {
  return { row, column, xCss: 0, yCss: 0, widthCss: SIZE, heightCss: SIZE };
}

function counts(change: (tile: Pixels, row: number, column: number) => Pixels): unknown {
  const rims = new Rims(OVERLAP);
  for (const row of [0, 1]) {
    for (const column of [0, 1]) {
      const tile = piece(column * (SIZE - OVERLAP), row * (SIZE - OVERLAP));
      rims.add(at(row, column), change(tile, row, column));
    }
  }
  return rims.counts;
}

describe('Rims', () => {
  it('finds nothing where neighbours show the same, down and across', () => {
    expect(counts((tile) => tile)).toEqual({ compared: 4, different: 0 });
  });

  it('finds one point that differs in a rim, and none outside', () => {
    const changed = (index: number) => (tile: Pixels, row: number, column: number) => {
      if (row === 1 && column === 1) tile.data[index] = 200;
      return tile;
    };
    expect(counts(changed(0))).toEqual({ compared: 4, different: 2 });
    expect(counts(changed((SIZE - 1) * 3))).toEqual({ compared: 4, different: 1 });
    expect(counts(changed((SIZE * SIZE - 1) * 3))).toEqual({ compared: 4, different: 0 });
  });
});
