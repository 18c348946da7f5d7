import { cropPixels, encodePng, type Pixels } from './pixels.ts';

/** Tallest sheet, device px. */
export const MAX_SHEET_PX = 16_000;

// What all columns together may hold before sheets are written out, bytes.
const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** One finished sheet: a derivative of tiles. */
export interface Sheet {
  readonly png: Uint8Array;
  readonly column: number;
  /** Top of the sheet in the whole page, device px. */
  readonly y: number;
  readonly height: number;
  /** Names of the tiles whose pixels are in it. */
  readonly parents: readonly string[];
}

interface Strip {
  readonly pixels: Pixels;
  readonly name: string;
}

/**
 * Joins the tiles of one column, given from the top down, to sheets in bounded memory: raw rows are held
 * until a sheet is full, then encoded and let go.
 */
export class Stitcher {
  readonly #column: number;
  readonly #maxBytes: number;
  #strips: Strip[] = [];
  #rows = 0;
  #y = 0;
  #width = 0;

  /** @param columns - how many columns share the memory */
  constructor(column: number, columns: number) {
    this.#column = column;
    this.#maxBytes = Math.floor(MAX_HELD_BYTES / Math.max(1, columns));
  }

  /**
   * Take the next tile.
   * @param overlapPx - rows at its top that the tile above has already given; 0 for the first
   * @returns sheets that became full
   * @throws {RangeError} a tile of another width
   */
  async add(name: string, tile: Pixels, overlapPx: number): Promise<readonly Sheet[]> {
    if (this.#width !== 0 && this.#width !== tile.width)
      throw new RangeError('tiles expected of one width');
    this.#width = tile.width;
    const limit = Math.max(
      1,
      Math.min(MAX_SHEET_PX, Math.floor(this.#maxBytes / (tile.width * 3))),
    );
    const full: Sheet[] = [];
    let from = overlapPx;
    while (from < tile.height) {
      const rows = Math.min(tile.height - from, limit - this.#rows);
      this.#strips.push({ name, pixels: cropPixels(tile, 0, from, tile.width, rows) });
      this.#rows += rows;
      from += rows;
      if (this.#rows === limit) full.push(await this.#flush());
    }
    return full;
  }

  /** The last sheet, null where nothing is left. */
  async finish(): Promise<Sheet | null> {
    return this.#rows === 0 ? null : await this.#flush();
  }

  async #flush(): Promise<Sheet> {
    const data = new Uint8Array(this.#width * this.#rows * 3);
    let offset = 0;
    for (const strip of this.#strips) {
      data.set(strip.pixels.data, offset);
      offset += strip.pixels.data.length;
    }
    const sheet = {
      png: await encodePng({ width: this.#width, height: this.#rows, data }),
      column: this.#column,
      y: this.#y,
      height: this.#rows,
      parents: [...new Set(this.#strips.map((strip) => strip.name))],
    };
    this.#y += this.#rows;
    this.#rows = 0;
    this.#strips = [];
    return sheet;
  }
}
