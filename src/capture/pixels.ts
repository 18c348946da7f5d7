import sharp, { type Sharp } from 'sharp';
import { EvidenceError } from '#src/core/errors.ts';

/** A decoded picture: rows of red, green, blue, one byte each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

// A view on the largest screens, or a tile; anything larger is not ours.
const MAX_PIXELS = 64 * 1024 * 1024;
const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

let restricted = false;

// Decoders are the largest hostile surface there is: all but these three stay off, process-wide.
function restrictLoaders(): void {
  if (restricted) return;
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadWebpBuffer',
    ],
  });
  restricted = true;
}

/**
 * Decode a PNG.
 * @param png - hostile bytes
 * @throws {EvidenceError} PICTURE_MALFORMED - not a PNG, damaged, or more than 64 Mpx
 */
export async function decodePng(png: Uint8Array): Promise<Pixels> {
  if (!PNG_HEAD.every((byte, index) => png[index] === byte)) {
    throw new EvidenceError('PICTURE_MALFORMED', 'picture expected a PNG');
  }
  restrictLoaders();
  try {
    const { data, info } = await sharp(png, { limitInputPixels: MAX_PIXELS, failOn: 'warning' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new RangeError(`channels expected 3, got ${info.channels}`);
    return { width: info.width, height: info.height, data };
  } catch (cause) {
    throw new EvidenceError('PICTURE_MALFORMED', 'picture expected to decode', { cause });
  }
}

/** Encode pixels as a PNG, without loss. */
export async function encodePng(pixels: Pixels): Promise<Uint8Array> {
  return await rawSharp(pixels).png({ compressionLevel: 3 }).toBuffer();
}

/** Pixels scaled to another size. */
export async function scalePixels(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const data = await rawSharp(pixels)
    .resize(width, height, { fit: 'fill', kernel: 'lanczos2' })
    .raw()
    .toBuffer();
  return { width, height, data };
}

function rawSharp(pixels: Pixels): Sharp {
  restrictLoaders();
  return sharp(pixels.data, {
    limitInputPixels: false,
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
  });
}

/** A rectangle of a picture as a picture of its own. @throws {RangeError} when it lies outside */
export function cropPixels(
  pixels: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
): Pixels {
  if (x < 0 || y < 0 || x + width > pixels.width || y + height > pixels.height) {
    throw new RangeError('rectangle expected inside the picture');
  }
  if (x === 0 && width === pixels.width) {
    return { width, height, data: pixels.data.subarray(y * width * 3, (y + height) * width * 3) };
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * pixels.width + x) * 3;
    data.set(pixels.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, data };
}

/** How many pixels differ between two pictures of one size. @throws {RangeError} other sizes */
export function countDifferent(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError('pictures expected of one size');
  if (Buffer.compare(a.data, b.data) === 0) return 0;
  let different = 0;
  for (let i = 0; i < a.data.length; i += 3) {
    if (
      a.data[i] !== b.data[i] ||
      a.data[i + 1] !== b.data[i + 1] ||
      a.data[i + 2] !== b.data[i + 2]
    ) {
      different += 1;
    }
  }
  return different;
}

/** Counts how much of a picture, seen piece by piece, has its most common colour. */
export class ColourShare {
  #colour = -1;
  #same = 0;
  #total = 0;

  /** Take one piece; pieces may overlap. */
  add(pixels: Pixels): void {
    const { data } = pixels;
    if (this.#colour === -1) this.#colour = commonColour(data);
    for (let i = 0; i + 2 < data.length; i += 3) {
      if (colourAt(data, i) === this.#colour) this.#same += 1;
    }
    this.#total += Math.floor(data.length / 3);
  }

  /** 0 to 1; 1 when every pixel so far has one colour. */
  share(): number {
    return this.#total === 0 ? 0 : this.#same / this.#total;
  }
}

function colourAt(data: Uint8Array, i: number): number {
  return ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
}

function commonColour(data: Uint8Array): number {
  const counts = new Map<number, number>();
  const stride = Math.max(3, Math.floor(data.length / 3 / 2_000) * 3);
  for (let i = 0; i + 2 < data.length; i += stride) {
    const colour = colourAt(data, i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
