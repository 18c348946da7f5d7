import { describe, expect, it } from 'vitest';
import { cutPart, devicePxOf, tilesIn, type PlacedTile } from '#src/capture/cut-part.ts';
import { cropPixels, decodePng, encodePng, type Pixels } from '#src/capture/pixels.ts';
import { tileGrid } from '#src/capture/tile-grid.ts';

/** A pattern in which no two pixels near one another are alike. */
function pattern(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([x & 255, y & 255, ((x >> 8) << 4) | (y >> 8)], i * 3);
  }
  return { width, height, data };
}

/** The pattern in tiles as a capture takes them, and what opens them. */
async function tiled(widthCss: number, heightCss: number, ratio: number) {
  const whole = pattern(Math.round(widthCss * ratio), Math.round(heightCss * ratio));
  const pngs = new Map<string, Uint8Array>();
  const tiles: PlacedTile[] = [];
  for (const [i, at] of tileGrid(widthCss, heightCss, ratio).tiles.entries()) {
    const [x, y] = [Math.round(at.xCss * ratio), Math.round(at.yCss * ratio)];
    const width = Math.min(whole.width - x, Math.round(at.widthCss * ratio));
    const height = Math.min(whole.height - y, Math.round(at.heightCss * ratio));
    const object = `tile-${i + 1}.png`;
    tiles.push({ object, x, y, width, height });
    pngs.set(object, await encodePng(cropPixels(whole, x, y, width, height)));
  }
  const opened: string[] = [];
  const open = (name: string): Promise<Uint8Array> => {
    opened.push(name);
    const png = pngs.get(name);
    return png === undefined ? Promise.reject(new Error(name)) : Promise.resolve(png);
  };
  return { whole, tiles, open, opened, pngs };
}

describe('cutPart', () => {
  it.each([1, 1.5, 2])(
    'cuts exactly the pixels of the rectangle across tiles at %f device px to a css px',
    async (ratio) => {
      const { whole, tiles, open, opened } = await tiled(301, Math.round(4300 / ratio), ratio);
      expect(tiles.length).toBeGreaterThan(1);
      const css = {
        x: 11,
        y: Math.floor(3900 / ratio),
        width: 103,
        height: Math.floor(333 / ratio),
      };
      const px = devicePxOf(css, ratio, whole);
      const touched = tilesIn(tiles, px);
      const cut = await decodePng(await cutPart(touched, px, open));
      const right = cropPixels(whole, px.x, px.y, px.width, px.height);
      expect([cut.width, cut.height]).toEqual([px.width, px.height]);
      expect(Buffer.compare(cut.data, right.data)).toBe(0);
      expect(opened).toEqual(touched.map(({ object }) => object));
      expect(opened.length).toBeGreaterThan(1);
    },
    60_000,
  );

  it('opens only the tiles that the rectangle touches', async () => {
    const { whole, tiles, open, opened } = await tiled(200, 9000, 1);
    const px = devicePxOf({ x: 5, y: 8900, width: 50, height: 50 }, 1, whole);
    await cutPart(tilesIn(tiles, px), px, open);
    expect(opened).toEqual([tiles.at(-1)?.object]);
  });

  it('throws PICTURE_MALFORMED for a tile of another size than recorded', async () => {
    const { whole, tiles, pngs } = await tiled(200, 200, 1);
    const png = await encodePng(cropPixels(whole, 0, 0, 199, 200));
    expect(pngs.size).toBe(1);
    const px = { x: 0, y: 0, width: 10, height: 10 };
    await expect(cutPart(tiles, px, () => Promise.resolve(png))).rejects.toMatchObject({
      code: 'PICTURE_MALFORMED',
      message: 'tile expected of the size recorded',
    });
  });

  it('throws PICTURE_MALFORMED where a tile of the rectangle is missing', async () => {
    const { tiles, open } = await tiled(200, 9000, 1);
    const px = { x: 0, y: 0, width: 10, height: 9000 };
    await expect(cutPart(tiles.slice(0, 2), px, open)).rejects.toMatchObject({
      code: 'PICTURE_MALFORMED',
      message: 'part expected to be pictured whole',
    });
  });
});

describe('devicePxOf', () => {
  it('rounds outwards, takes a product near a whole number for it, and is cut at the edge', () => {
    const picture = { width: 450, height: 450 };
    expect(devicePxOf({ x: 1, y: 3, width: 3, height: 3 }, 1.5, picture)).toEqual({
      ...{ x: 1, y: 4, width: 5, height: 5 },
    });
    expect(devicePxOf({ x: 10, y: 10, width: 20, height: 20 }, 1.1, picture)).toEqual({
      ...{ x: 11, y: 11, width: 22, height: 22 },
    });
    expect(devicePxOf({ x: 299, y: 0, width: 900, height: 1 }, 1.5, picture)).toEqual({
      ...{ x: 448, y: 0, width: 2, height: 2 },
    });
    expect(devicePxOf({ x: 400, y: 0, width: 9, height: 9 }, 1.5, picture).width).toBe(0);
  });
});
