import { MAX_TILE_PX, OVERLAP_CSS } from './plan.ts';

/** One tile to be taken: css px, in whole device px wherever the ratio allows. */
export interface GridTile {
  readonly row: number;
  readonly column: number;
  readonly xCss: number;
  readonly yCss: number;
  readonly widthCss: number;
  readonly heightCss: number;
}

/** A page cut into tiles, row by row. */
export interface TileGrid {
  readonly rows: number;
  readonly columns: number;
  readonly overlapCss: number;
  readonly tiles: readonly GridTile[];
}

/**
 * Cut a page into tiles of at most {@link MAX_TILE_PX} device px each way that share an overlap.
 * @param widthCss - whole page, css px, from 1
 * @param heightCss - whole page, css px, from 1
 * @param dpr - device px to a css px
 * @throws {RangeError} a size that is not a whole number from 1, or a ratio outside 0.25 to 8
 */
export function tileGrid(widthCss: number, heightCss: number, dpr: number): TileGrid {
  for (const size of [widthCss, heightCss]) {
    if (!Number.isSafeInteger(size) || size < 1)
      throw new RangeError(`size expected from 1, got ${size}`);
  }
  if (!(dpr >= 0.25 && dpr <= 8)) throw new RangeError(`ratio expected 0.25 to 8, got ${dpr}`);
  const unit = wholePixelUnit(dpr);
  const longest = Math.max(unit, Math.floor(MAX_TILE_PX / dpr / unit) * unit);
  const overlapCss = Math.ceil(OVERLAP_CSS / unit) * unit;
  const columns = spans(widthCss, longest, overlapCss);
  const rows = spans(heightCss, longest, overlapCss);
  const tiles = rows.flatMap((down, row) =>
    columns.map((across, column) => ({
      row,
      column,
      xCss: across.start,
      yCss: down.start,
      widthCss: across.length,
      heightCss: down.length,
    })),
  );
  return { rows: rows.length, columns: columns.length, overlapCss, tiles };
}

/** The fewest css px that are a whole number of device px, so that pictures meet on pixel borders. */
export function wholePixelUnit(dpr: number): number {
  for (let unit = 1; unit <= 64; unit++) {
    if (Math.abs(unit * dpr - Math.round(unit * dpr)) < 1e-6) return unit;
  }
  return 1;
}

function spans(
  whole: number,
  longest: number,
  overlap: number,
): readonly { readonly start: number; readonly length: number }[] {
  const found: { start: number; length: number }[] = [];
  for (let start = 0; ; start += longest - overlap) {
    const length = Math.min(longest, whole - start);
    found.push({ start, length });
    if (start + length >= whole) return found;
  }
}
