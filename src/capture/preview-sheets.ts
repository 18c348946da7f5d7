import { encodePng, scalePixels, type Pixels } from './pixels.ts';
import { PREVIEW_WIDTH, type Preview } from './preview.ts';

/** Rows of one sheet, preview px: what a screen holds at a time. */
export const SHEET_ROWS = 4_000;
/** Most rows of all sheets of a picture: a page of 280,000 px is still shown at full width. */
const MAX_ROWS = 160_000;

/**
 * Puts a picture together for the screen in sheets of one width, from tiles that come row by row. Only the sheets
 * that the last row of tiles touches are in memory as points; those above are PNG already.
 */
export class PreviewSheets {
  readonly #scale: number;
  readonly #width: number;
  readonly #open = new Map<number, Uint8Array>();
  readonly #done = new Map<number, Preview>();
  #closed = 0;
  #filled = 0;

  /** @param widthPx - the whole picture, device px @param heightPx - as far as it is known, device px */
  constructor(widthPx: number, heightPx: number) {
    this.#scale = Math.min(1, PREVIEW_WIDTH / widthPx, MAX_ROWS / heightPx);
    this.#width = Math.max(1, Math.round(widthPx * this.#scale));
  }

  /** Take one tile at its place in the picture, device px. */
  async add(tile: Pixels, x: number, y: number): Promise<void> {
    const left = Math.round(x * this.#scale);
    const top = Math.round(y * this.#scale);
    const width = Math.min(this.#width - left, Math.max(1, Math.round(tile.width * this.#scale)));
    const height = Math.max(1, Math.round(tile.height * this.#scale));
    if (width < 1) return;
    await this.#closeAbove(top);
    const small = await scalePixels(tile, width, height);
    for (let row = 0; row < height; row++) {
      const sheet = this.#sheetOf(top + row);
      const from = row * width * 3;
      const at = (((top + row) % SHEET_ROWS) * this.#width + left) * 3;
      sheet?.set(small.data.subarray(from, from + width * 3), at);
    }
    this.#filled = Math.min(MAX_ROWS, Math.max(this.#filled, top + height));
  }

  /** The sheets from top to bottom, down to where tiles were given; none without a tile. */
  async finish(): Promise<readonly Preview[]> {
    const count = Math.ceil(this.#filled / SHEET_ROWS);
    await this.#closeAbove(count * SHEET_ROWS);
    return [...this.#done].sort(([a], [b]) => a - b).map(([, sheet]) => sheet);
  }

  // Null where a part went back to what is closed already, or beyond the last sheet.
  #sheetOf(row: number): Uint8Array | null {
    const number = Math.floor(row / SHEET_ROWS);
    if (number < this.#closed || row >= MAX_ROWS) return null;
    const open = this.#open.get(number);
    if (open !== undefined) return open;
    const made = new Uint8Array(this.#width * SHEET_ROWS * 3).fill(0x80);
    this.#open.set(number, made);
    return made;
  }

  async #closeAbove(row: number): Promise<void> {
    const until = Math.floor(Math.min(row, MAX_ROWS) / SHEET_ROWS);
    for (const [number, data] of [...this.#open].sort(([a], [b]) => a - b)) {
      if (number >= until) continue;
      const rows = Math.min(SHEET_ROWS, this.#filled - number * SHEET_ROWS);
      this.#open.delete(number);
      const pixels = {
        width: this.#width,
        height: rows,
        data: data.subarray(0, rows * this.#width * 3),
      };
      const png = await encodePng(pixels);
      this.#done.set(number, { png, widthPx: this.#width, heightPx: rows, scale: this.#scale });
    }
    this.#closed = Math.max(this.#closed, until);
  }
}
