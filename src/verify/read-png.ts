import { concatBytes } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';

/** A picture as rows of samples, one byte each. */
export interface ReadPng {
  readonly width: number;
  readonly height: number;
  /** 3 for RGB, 4 with an alpha that is left aside. */
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

const HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_PIXELS = 64 * 1024 * 1024;
/** Chunks that change what the samples mean: such a picture is not judged here. */
const OTHER_MEANING = ['iCCP', 'gAMA', 'cHRM', 'cICP', 'tRNS'];

function malformed(expected: string): EvidenceError {
  return new EvidenceError('PACK_EXHIBIT_UNPROVED', `picture expected ${expected}`);
}

function* chunksOf(png: Uint8Array): Generator<{ type: string; data: Uint8Array }> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let at = HEAD.length;
  while (at + 12 <= png.length) {
    const length = view.getUint32(at);
    if (at + 12 + length > png.length) throw malformed('whole chunks');
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    yield { type, data: png.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
    if (type === 'IEND') return;
  }
  throw malformed('an end');
}

/** Inflate to exactly `size` bytes. */
async function inflate(packed: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  let filled = 0;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (filled + next.value.length > size) {
        await reader.cancel();
        throw new RangeError('more than its size');
      }
      out.set(next.value, filled);
      filled += next.value.length;
    }
  } catch (cause) {
    throw new EvidenceError('PACK_EXHIBIT_UNPROVED', 'picture expected to inflate', { cause });
  }
  if (filled !== size) throw malformed('all its rows');
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

function predicted(filter: number, a: number, b: number, c: number): number {
  if (filter === 1) return a;
  if (filter === 2) return b;
  if (filter === 3) return (a + b) >> 1;
  return filter === 4 ? paeth(a, b, c) : 0;
}

/** Undo the filters (PNG, section 9). */
function unfiltered(raw: Uint8Array, height: number, stride: number, step: number): Uint8Array {
  const data = new Uint8Array(height * stride);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)] ?? 0;
    if (filter > 4) throw malformed('known filters');
    const from = row * (stride + 1) + 1;
    const to = row * stride;
    for (let i = 0; i < stride; i++) {
      const a = i < step ? 0 : (data[to + i - step] ?? 0);
      const b = row === 0 ? 0 : (data[to + i - stride] ?? 0);
      const c = i < step || row === 0 ? 0 : (data[to + i - stride - step] ?? 0);
      data[to + i] = (raw[from + i] ?? 0) + predicted(filter, a, b, c);
    }
  }
  return data;
}

/** Width and height of a PNG. @throws {EvidenceError} PACK_EXHIBIT_UNPROVED - not one, or too large */
export function pngHead(png: Uint8Array): DataView {
  if (!HEAD.every((byte, i) => png[i] === byte) || png.length < 33) throw malformed('a PNG');
  const view = new DataView(png.buffer, png.byteOffset + 16, 13);
  const pixels = view.getUint32(0) * view.getUint32(4);
  if (pixels === 0 || pixels > MAX_PIXELS) throw malformed('at most 64 Mpx');
  return view;
}

/**
 * Read a PNG of 8-bit RGB or RGBA, not interlaced, as browsers make them.
 * @param png - hostile
 * @returns null for another form: it can't be judged here
 * @throws {EvidenceError} PACK_EXHIBIT_UNPROVED - damaged, or too large
 */
export async function readPng(png: Uint8Array): Promise<ReadPng | null> {
  const head = pngHead(png);
  const [width, height] = [head.getUint32(0), head.getUint32(4)];
  const [depth, colour, interlaced] = [head.getUint8(8), head.getUint8(9), head.getUint8(12)];
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlaced !== 0) return null;
  const chunks = [...chunksOf(png)];
  if (chunks.some(({ type }) => OTHER_MEANING.includes(type))) return null;
  const channels = colour === 2 ? 3 : 4;
  const stride = width * channels;
  const packed = chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []));
  const raw = await inflate(concatBytes(...packed), height * (stride + 1));
  return { width, height, channels, data: unfiltered(raw, height, stride, channels) };
}
