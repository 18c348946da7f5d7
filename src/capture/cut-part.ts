import { EvidenceError } from '#src/core/errors.ts';
import { cropPixels, decodePng, encodePng } from './pixels.ts';

/** A rectangle: css px or device px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One tile of a picture: its name and its place in the whole, device px. */
export interface PlacedTile extends Box {
  readonly object: string;
}

// A product this near to a whole number is that number: ratios such as 1.1 are not exact.
const NEAR = 1e-6;

/**
 * A rectangle of css px in device px: rounded outwards, cut at the picture's edge.
 * @param ratio - device px to a css px
 * @see docs/spec/pack.md, section 7a
 */
export function devicePxOf(css: Box, ratio: number, picture: Pick<Box, 'width' | 'height'>): Box {
  const x = Math.floor(css.x * ratio + NEAR);
  const y = Math.floor(css.y * ratio + NEAR);
  const right = Math.min(picture.width, Math.ceil((css.x + css.width) * ratio - NEAR));
  const bottom = Math.min(picture.height, Math.ceil((css.y + css.height) * ratio - NEAR));
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** The tiles that a rectangle touches, in their order. */
export function tilesIn<T extends Box>(tiles: readonly T[], box: Box): readonly T[] {
  return tiles.filter(
    (tile) =>
      tile.x < box.x + box.width &&
      box.x < tile.x + tile.width &&
      tile.y < box.y + box.height &&
      box.y < tile.y + tile.height,
  );
}

/**
 * Cut a rectangle out of a picture, from its tiles alone: one of them is in memory at a time, beside the
 * part itself. Where tiles overlap the later one counts.
 * @param tiles - of {@link tilesIn}
 * @param open - bytes of a tile by its name
 * @returns a PNG
 * @throws {EvidenceError} PICTURE_MALFORMED - a tile of another size than recorded, or a part not wholly pictured
 */
export async function cutPart(
  tiles: readonly PlacedTile[],
  box: Box,
  open: (name: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const data = new Uint8Array(box.width * box.height * 3);
  const filled = new Uint8Array(box.width * box.height);
  for (const tile of tiles) {
    const pixels = await decodePng(await open(tile.object));
    if (pixels.width !== tile.width || pixels.height !== tile.height)
      throw new EvidenceError('PICTURE_MALFORMED', 'tile expected of the size recorded');
    const left = Math.max(box.x, tile.x);
    const top = Math.max(box.y, tile.y);
    const width = Math.min(box.x + box.width, tile.x + tile.width) - left;
    const height = Math.min(box.y + box.height, tile.y + tile.height) - top;
    const piece = cropPixels(pixels, left - tile.x, top - tile.y, width, height);
    for (let row = 0; row < height; row++) {
      const to = (top - box.y + row) * box.width + left - box.x;
      data.set(piece.data.subarray(row * width * 3, (row + 1) * width * 3), to * 3);
      filled.fill(1, to, to + width);
    }
  }
  if (filled.includes(0))
    throw new EvidenceError('PICTURE_MALFORMED', 'part expected to be pictured whole');
  return await encodePng({ width: box.width, height: box.height, data });
}
