import { equalBytes } from '#src/core/bytes.ts';
import { sha256 } from '#src/crypto/hash.ts';
import { cropPixels, type Pixels } from './pixels.ts';
import type { GridTile } from './tile-grid.ts';

/** Compares what neighbouring tiles share, given row by row; holds only hashes of rims: equal hashes, equal pixels. */
export class Rims {
  readonly #above = new Map<number, Uint8Array>();
  readonly #overlap: number;
  #left: Uint8Array | null = null;
  readonly counts = { compared: 0, different: 0 };

  /** @param overlapPx - what two neighbours share, device px */
  constructor(overlapPx: number) {
    this.#overlap = overlapPx;
  }

  /** Take the next tile. */
  add(tile: GridTile, pixels: Pixels): void {
    const overlap = this.#overlap;
    const { width, height } = pixels;
    if (tile.row > 0) {
      const shared = cropPixels(pixels, 0, 0, width, Math.min(overlap, height));
      this.#count(this.#above.get(tile.column), shared);
    }
    if (tile.column > 0) {
      const shared = cropPixels(pixels, 0, 0, Math.min(overlap, width), height);
      this.#count(this.#left ?? undefined, shared);
    }
    if (height >= overlap) {
      const bottom = cropPixels(pixels, 0, height - overlap, width, overlap);
      this.#above.set(tile.column, sha256(bottom.data));
    }
    this.#left =
      width >= overlap
        ? sha256(cropPixels(pixels, width - overlap, 0, overlap, height).data)
        : null;
  }

  #count(neighbour: Uint8Array | undefined, rim: Pixels): void {
    this.counts.compared += 1;
    if (neighbour === undefined || !equalBytes(neighbour, sha256(rim.data))) {
      this.counts.different += 1;
    }
  }
}
