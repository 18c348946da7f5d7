import { EvidenceError } from '#src/core/errors.ts';
import { sha256 } from '#src/crypto/hash.ts';
import { align, alignInPlace, type Piece } from './align.ts';
import type { Pixels } from './pixels.ts';

/** A tile at its place in the picture, device px. */
interface RowTile {
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of the page's whole width, css px. */
export interface Band {
  readonly topCss: number;
  readonly heightCss: number;
}

/** Rows of device px of each picture that are compared. */
export const MAX_ROWS = 1_000_000;
/** Changes nearer to each other are one band, css px: lines of one paragraph. */
const NEAR_CSS = 24;
const MAX_BANDS = 100;
// A digest's first half: two rows that differ and share it can't be made.
const KEY_BYTES = 16;

/**
 * Takes in a picture tile by tile and keeps a digest of each of its rows: what is held of it grows with its height
 * alone, and two rows count as the same only where every pixel is.
 */
export class PictureRows {
  readonly #rows: string[] = [];
  readonly #ends = new Map<number, number>();
  /** Where each column ends, by where it begins. */
  readonly #columns = new Map<number, number>();

  /**
   * Take the next tile; they come row by row. What overlaps the tile above was taken with that.
   * @throws {EvidenceError} PICTURE_MALFORMED - of another size than recorded
   */
  add(pixels: Pixels, tile: RowTile): void {
    if (pixels.width !== tile.width || pixels.height !== tile.height)
      throw new EvidenceError('PICTURE_MALFORMED', 'tile expected of the size recorded');
    const end = Math.min(tile.y + tile.height, MAX_ROWS);
    const bytes = pixels.width * 3;
    for (let y = Math.max(tile.y, this.#ends.get(tile.column) ?? 0); y < end; y++) {
      const from = (y - tile.y) * bytes;
      const key = keyOf(pixels.data.subarray(from, from + bytes));
      this.#rows[y] = (this.#rows[y] ?? '') + key;
    }
    this.#ends.set(tile.column, tile.y + tile.height);
    this.#columns.set(tile.x, tile.x + tile.width);
  }

  /**
   * Digests from the first row to the last that is compared.
   * @param widthPx - of the whole picture @param heightPx - of the whole picture
   * @returns null where a part of it was not taken in
   */
  finish(widthPx: number, heightPx: number): readonly string[] | null {
    const rows = this.#rows;
    const length = this.#columns.size * KEY_BYTES;
    if (rows.length !== Math.min(heightPx, MAX_ROWS) || this.#reach() !== widthPx) return null;
    for (let y = 0; y < rows.length; y++) if (rows[y]?.length !== length) return null;
    return rows;
  }

  /** How far to the right the columns reach without a gap. */
  #reach(): number {
    let reach = 0;
    for (const [x, end] of [...this.#columns].toSorted(([a], [b]) => a - b)) {
      if (x > reach) return reach;
      reach = Math.max(reach, end);
    }
    return reach;
  }
}

function keyOf(row: Uint8Array): string {
  return String.fromCharCode(...sha256(row).subarray(0, KEY_BYTES));
}

/** Where the rows of two pictures differ, as bands of each. */
export interface ComparedRows {
  readonly earlier: readonly Band[];
  readonly later: readonly Band[];
  /** What moved up or down counts as the same; else too much has moved for that. */
  readonly followed: boolean;
}

/** Compare pictures of one width and one ratio by their rows. @param ratio - device px to a css px */
export async function compareRows(
  earlier: readonly string[],
  later: readonly string[],
  ratio: number,
): Promise<ComparedRows> {
  const followed = await align(earlier, later);
  const pieces = followed ?? alignInPlace(earlier, later);
  return {
    earlier: bandsOf(pieces, 'removed', 'earlier', ratio),
    later: bandsOf(pieces, 'added', 'later', ratio),
    followed: followed !== null,
  };
}

function bandsOf(
  pieces: readonly Piece[],
  kind: 'removed' | 'added',
  side: 'earlier' | 'later',
  ratio: number,
): readonly Band[] {
  const found = pieces
    .filter((piece) => piece.kind === kind)
    .map((piece): Band => {
      const topCss = Math.floor(piece[side] / ratio);
      return { topCss, heightCss: Math.ceil((piece[side] + piece.length) / ratio) - topCss };
    });
  let near = NEAR_CSS;
  let bands = merged(found, near);
  while (bands.length > MAX_BANDS) bands = merged(bands, (near *= 2));
  return bands;
}

function merged(bands: readonly Band[], near: number): readonly Band[] {
  const found: Band[] = [];
  for (const band of bands) {
    const last = found.at(-1);
    if (last !== undefined && band.topCss - (last.topCss + last.heightCss) < near) {
      const heightCss = band.topCss + band.heightCss - last.topCss;
      found[found.length - 1] = { topCss: last.topCss, heightCss };
    } else found.push(band);
  }
  return found;
}
