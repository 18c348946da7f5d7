import { encodePng, scalePixels, type Pixels } from './pixels.ts';

/** Width of a small picture, px, where its height allows. */
export const PREVIEW_WIDTH = 720;
const MAX_HEIGHT = 12_000;

/** A small picture of the whole page for the reviewers' check: a view in memory, never stored. */
export interface Preview {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Preview px to one device px of the page. */
  readonly scale: number;
}

/** Puts a preview together from tiles as they come, in bounded memory. */
export class PreviewBuilder {
  readonly #scale: number;
  readonly #width: number;
  readonly #height: number;
  readonly #data: Uint8Array;
  #filled = 0;

  /** @param widthPx - the whole page, device px @param heightPx - the whole page, device px */
  constructor(widthPx: number, heightPx: number) {
    this.#scale = Math.min(1, PREVIEW_WIDTH / widthPx, MAX_HEIGHT / heightPx);
    this.#width = Math.max(1, Math.round(widthPx * this.#scale));
    this.#height = Math.max(1, Math.round(heightPx * this.#scale));
    this.#data = new Uint8Array(this.#width * this.#height * 3).fill(0x80);
  }

  /** Whether its height made it narrower than a small picture is: what stands in it can hardly be read. */
  get isNarrow(): boolean {
    return this.#scale < 1 && this.#width < PREVIEW_WIDTH - 1;
  }

  /** Take one tile at its place in the whole page, device px. */
  async add(tile: Pixels, x: number, y: number): Promise<void> {
    const left = Math.round(x * this.#scale);
    const top = Math.round(y * this.#scale);
    const width = Math.min(this.#width - left, Math.max(1, Math.round(tile.width * this.#scale)));
    const height = Math.min(this.#height - top, Math.max(1, Math.round(tile.height * this.#scale)));
    if (width < 1 || height < 1) return;
    const small = await scalePixels(tile, width, height);
    for (let row = 0; row < height; row++) {
      const from = row * width * 3;
      this.#data.set(
        small.data.subarray(from, from + width * 3),
        ((top + row) * this.#width + left) * 3,
      );
    }
    this.#filled = Math.max(this.#filled, top + height);
  }

  /** The preview down to where tiles were given; null when none was. */
  async finish(): Promise<Preview | null> {
    if (this.#filled === 0) return null;
    const data = this.#data.subarray(0, this.#width * this.#filled * 3);
    return {
      png: await encodePng({ width: this.#width, height: this.#filled, data }),
      widthPx: this.#width,
      heightPx: this.#filled,
      scale: this.#scale,
    };
  }
}
