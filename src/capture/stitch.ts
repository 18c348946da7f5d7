import { cropPixels, encodePng, type Pixels } from './pixels.ts';

/** Tallest sheet, device px. */
export const MAX_SHEET_PX = 16_000;

// What all columns together may hold before sheets are written out, bytes.
const MAX_HELD_BYTES = 48 * 1024 * 1024;

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

/**
 * Joins the tiles of one column, given from the top down, to sheets in bounded memory: rows are copied into
 * one buffer until it is full, then encoded; no tile is held after it was given.
 */
export class Stitcher {
  readonly #column: number;
  readonly #maxBytes: number;
  readonly #wholeRows: number;
  readonly #parents = new Set<string>();
  #buffer: Uint8Array | null = null;
  #limit = 0;
  #rows = 0;
  #y = 0;
  #width = 0;

  /**
   * @param columns - how many columns share the memory
   * @param wholeRows - height of the whole picture, device px, where it is known
   */
  constructor(column: number, columns: number, wholeRows = MAX_SHEET_PX) {
    this.#column = column;
    this.#maxBytes = Math.floor(MAX_HELD_BYTES / Math.max(1, columns));
    this.#wholeRows = wholeRows;
  }

  /**
   * Take the next tile.
   * @param overlapPx - rows at its top that the tile above has already given; 0 for the first
   * @param onSheet - takes each sheet that became full
   * @throws {RangeError} a tile of another width
   */
  async add(
    name: string,
    tile: Pixels,
    overlapPx: number,
    onSheet: (sheet: Sheet) => Promise<void>,
  ): Promise<void> {
    const buffer = this.#bufferFor(tile.width);
    let from = overlapPx;
    while (from < tile.height) {
      const rows = Math.min(tile.height - from, this.#limit - this.#rows);
      buffer.set(cropPixels(tile, 0, from, tile.width, rows).data, this.#rows * tile.width * 3);
      this.#parents.add(name);
      this.#rows += rows;
      from += rows;
      if (this.#rows === this.#limit) await onSheet(await this.#flush(buffer));
    }
  }

  /** The last sheet, null where nothing is left. */
  async finish(): Promise<Sheet | null> {
    const buffer = this.#buffer;
    return this.#rows === 0 || buffer === null ? null : await this.#flush(buffer);
  }

  #bufferFor(width: number): Uint8Array {
    if (this.#buffer !== null) {
      if (this.#width !== width) throw new RangeError('tiles expected of one width');
      return this.#buffer;
    }
    const room = Math.floor(this.#maxBytes / (width * 3));
    this.#limit = Math.max(1, Math.min(MAX_SHEET_PX, room, this.#wholeRows));
    this.#width = width;
    this.#buffer = new Uint8Array(width * this.#limit * 3);
    return this.#buffer;
  }

  async #flush(buffer: Uint8Array): Promise<Sheet> {
    const data = buffer.subarray(0, this.#width * this.#rows * 3);
    const sheet = {
      png: await encodePng({ width: this.#width, height: this.#rows, data }),
      column: this.#column,
      y: this.#y,
      height: this.#rows,
      parents: [...this.#parents],
    };
    this.#y += this.#rows;
    this.#rows = 0;
    this.#parents.clear();
    return sheet;
  }
}
