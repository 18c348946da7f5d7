import { describe, expect, it } from 'vitest';
import { compareRows, PictureRows } from '#src/capture/compare-rows.ts';
import { cropPixels, type Pixels } from '#src/capture/pixels.ts';
import { tileGrid } from '#src/capture/tile-grid.ts';

/** A picture in which no two rows are alike. */
function rows(width: number, height: number, from = 0): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([(y + from) & 255, ((y + from) >> 8) & 255, x & 255], (y * width + x) * 3);
  return { width, height, data };
}

/** Its rows, taken in by tiles as a capture makes them. */
function taken(picture: Pixels, ratio: number, left: readonly number[] = []) {
  const taker = new PictureRows();
  const { tiles } = tileGrid(picture.width / ratio, picture.height / ratio, ratio);
  for (const [place, tile] of tiles.entries()) {
    if (left.includes(place)) continue;
    const [x, y] = [tile.xCss * ratio, tile.yCss * ratio];
    const [width, height] = [tile.widthCss * ratio, tile.heightCss * ratio];
    const { row, column } = tile;
    taker.add(cropPixels(picture, x, y, width, height), { row, column, x, y, width, height });
  }
  return taker.finish(picture.width, picture.height);
}

/** One picture above another. */
function stacked(...parts: readonly Pixels[]): Pixels {
  const data = Buffer.concat(parts.map((part) => part.data));
  const height = parts.reduce((sum, part) => sum + part.height, 0);
  return { width: parts[0]?.width ?? 0, height, data };
}

function changedAt(picture: Pixels, x: number, y: number): Pixels {
  const data = picture.data.slice();
  const at = (y * picture.width + x) * 3;
  data[at] = (data[at] ?? 0) ^ 1;
  return { ...picture, data };
}

describe('PictureRows', () => {
  it('takes each row once where tiles overlap, whichever tiles there are', () => {
    const picture = rows(60, 9000);
    const found = taken(picture, 1);
    expect(found).toHaveLength(9000);
    expect(new Set(found).size).toBe(9000);
    expect(taken(rows(8300, 100), 1)).toHaveLength(100);
  });

  it('gives null where a tile is missing', () => {
    expect(taken(rows(60, 9000), 1, [1])).toBeNull();
    for (const place of [0, 1, 2]) expect(taken(rows(8300, 10), 1, [place])).toBeNull();
    expect(taken(rows(4200, 4200), 1, [3])).toBeNull();
    expect(taken(rows(60, 9000), 1, [2])).toBeNull();
  });

  it('throws PICTURE_MALFORMED for a tile of another size than recorded', () => {
    const tile = { row: 0, column: 0, x: 0, y: 0, width: 10, height: 11 };
    expect(() => {
      new PictureRows().add(rows(10, 10), tile);
    }).toThrowError(
      expect.objectContaining({
        code: 'PICTURE_MALFORMED',
        message: 'tile expected of the size recorded',
      }),
    );
  });
});

describe('compareRows', () => {
  const all = async (before: Pixels, after: Pixels, ratio = 1) =>
    await compareRows(taken(before, ratio) ?? [], taken(after, ratio) ?? [], ratio);

  it('finds nothing between equal pictures', async () => {
    expect(await all(rows(60, 9000), rows(60, 9000))).toEqual({
      ...{ earlier: [], later: [], followed: true },
    });
  });

  it.each([1, 2])(
    'finds one changed pixel wherever it is, at %f device px to a css px',
    async (ratio) => {
      const picture = rows(60 * ratio, 5000 * ratio);
      for (const y of [0, 4095, 4096, 4999 * ratio]) {
        const band = [{ topCss: Math.floor(y / ratio), heightCss: 1 }];
        expect(await all(picture, changedAt(picture, 7, y), ratio)).toEqual({
          ...{ earlier: band, later: band, followed: true },
        });
      }
    },
  );

  it('marks what was put in and not what moved down by it', async () => {
    const [top, bottom, put] = [rows(60, 300), rows(60, 700, 300), rows(60, 50, 5000)];
    expect(await all(stacked(top, bottom), stacked(top, put, bottom))).toEqual({
      ...{ earlier: [], later: [{ topCss: 300, heightCss: 50 }], followed: true },
    });
  });

  it('makes one band of changes near to each other, and two of those apart', async () => {
    const before = rows(60, 400);
    const after = [100, 110, 130, 300].reduce((picture, y) => changedAt(picture, 3, y), before);
    const bands = [
      { topCss: 100, heightCss: 31 },
      { topCss: 300, heightCss: 1 },
    ];
    expect(await all(before, after)).toEqual({ earlier: bands, later: bands, followed: true });
  });

  it('compares at the same height, and says so, where too much has moved', async () => {
    const before = rows(9, 4000);
    const after = stacked(
      ...Array.from({ length: 4000 }, (_, y) => cropPixels(before, 0, 3999 - y, 9, 1)),
    );
    const compared = await all(before, after);
    expect(compared.followed).toBe(false);
    expect(compared.earlier).toEqual([{ topCss: 0, heightCss: 4000 }]);
  });

  it('never gives more than a hundred bands', async () => {
    const before = rows(9, 30_000);
    let after = before;
    const data = before.data.slice();
    for (let y = 0; y < 30_000; y += 50) data[y * 27] = (data[y * 27] ?? 0) ^ 1;
    after = { ...before, data };
    const { earlier } = await all(before, after);
    expect(earlier.length).toBeLessThanOrEqual(100);
    expect(earlier[0]?.topCss).toBe(0);
    const last = earlier.at(-1);
    expect((last?.topCss ?? 0) + (last?.heightCss ?? 0)).toBe(29_951);
  });
});
