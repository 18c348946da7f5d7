import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('../assets/icons/', import.meta.url));
/** Up to this size the mark is drawn without its line of text, with heavier strokes. */
const smallUpTo = 32;
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const inIco = [16, 24, 32, 48, 64, 128, 256] as const;
/** ICNS types that hold a PNG, by size in pixels. */
const inIcns = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

/**
 * A Windows icon file of PNG pictures.
 * @param pictures - size in pixels (at most 256) and PNG bytes of each
 */
export function encodeIco(
  pictures: readonly (readonly [size: number, png: Uint8Array])[],
): Uint8Array {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, [size, png]] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/**
 * A macOS icon file of PNG pictures.
 * @param pictures - four-letter type and PNG bytes of each
 */
export function encodeIcns(
  pictures: readonly (readonly [type: string, png: Uint8Array])[],
): Uint8Array {
  const parts = pictures.map(([type, png]) => Buffer.concat([headOf(type, png.length), png]));
  const body = Buffer.concat(parts);
  return Buffer.concat([headOf('icns', body.length), body]);
}

function headOf(type: string, bodyBytes: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(bodyBytes + 8, 4);
  return head;
}

/** Draw every size from the two SVG sources and write PNG, ICO and ICNS beside them. */
async function makeIcons(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const full = await readFile(`${folder}countersign.svg`);
  const small = await readFile(`${folder}countersign-small.svg`);
  const drawn = new Map<number, Uint8Array>();
  for (const size of sizes) {
    const source = size <= smallUpTo ? small : full;
    const density = Math.max(72, (72 * size) / (size <= smallUpTo ? 32 : 1024));
    const png = await sharp(source, { density })
      .resize(size, size)
      .png({ compressionLevel: 9 })
      .toBuffer();
    drawn.set(size, png);
    await writeFile(`${folder}countersign-${size}.png`, png);
  }
  const pngOf = (size: number): Uint8Array => {
    const png = drawn.get(size);
    if (png === undefined) throw new RangeError(`no picture of ${size} px`);
    return png;
  };
  const ico = encodeIco(inIco.map((size) => [size, pngOf(size)] as const));
  await writeFile(`${folder}countersign.ico`, ico);
  const icns = encodeIcns(inIcns.map(([type, size]) => [type, pngOf(size)] as const));
  await writeFile(`${folder}countersign.icns`, icns);
}

if (import.meta.main) await makeIcons();
