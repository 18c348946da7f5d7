/** Height of one coded band, css px. */
export const BAND_CSS = 100;

// Odd, so that every index below 2^24 has a colour of its own; neighbours look nothing alike.
const FACTOR = 0x9e3779;
const START = 0x2a5c3d;

/** The colour of a band, unique for 0 to 2^24 - 1. */
export function bandColour(index: number): readonly [number, number, number] {
  const code = (Math.imul(index, FACTOR) + START) & 0xffffff;
  return [code >> 16, (code >> 8) & 0xff, code & 0xff];
}

/** The same as a CSS colour. */
export function bandCss(index: number): string {
  return `rgb(${bandColour(index).join(',')})`;
}

/** Bands one under the other, as HTML; each as wide as its parent. */
export function bandsHtml(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `<div style="height:${BAND_CSS}px;background:${bandCss(index)}"></div>`,
  ).join('');
}

/** A decoded picture: rows of red, green, blue. */
export interface BandPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Where to read bands. */
export interface BandPlace {
  /** Top of the picture in the whole page, device px; 0 where absent. */
  readonly y?: number;
  /** Device px to a css px; 1 where absent. */
  readonly dpr?: number;
  /** Columns to read, device px in the picture; five across the whole width where absent. */
  readonly columns?: readonly number[];
}

/**
 * Read every row of a picture of coded bands.
 * @returns indexes of bands of which any point has another colour than it must have; empty when all are right
 */
export function readBands(picture: BandPicture, place: BandPlace = {}): readonly number[] {
  const { y = 0, dpr = 1 } = place;
  const columns =
    place.columns ?? [0.01, 0.25, 0.5, 0.75, 0.99].map((part) => Math.floor(part * picture.width));
  const wrong = new Set<number>();
  for (let row = 0; row < picture.height; row++) {
    const index = Math.floor((y + row + 0.5) / dpr / BAND_CSS);
    const expected = bandColour(index);
    for (const column of columns) {
      const at = (row * picture.width + column) * 3;
      if (expected.some((value, channel) => picture.data[at + channel] !== value)) wrong.add(index);
    }
  }
  return [...wrong];
}
