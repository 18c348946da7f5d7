import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { encodeIcns, encodeIco } from '#scripts/make-icons.ts';

const folder = fileURLToPath(new URL('../../assets/icons/', import.meta.url));
const pngSignature = '89504e470d0a1a0a';

async function pngOf(size: number): Promise<Buffer> {
  return readFile(`${folder}countersign-${size}.png`);
}

describe('assets/icons', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
    'holds a square PNG of %i px',
    async (size) => {
      const png = await pngOf(size);
      expect(png.subarray(0, 8).toString('hex')).toBe(pngSignature);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    },
  );

  it('holds the ICO and ICNS made of these PNGs', async () => {
    const ico = await readFile(`${folder}countersign.ico`);
    const sizes = [16, 24, 32, 48, 64, 128, 256];
    const pictures = await Promise.all(
      sizes.map(async (size) => [size, await pngOf(size)] as const),
    );
    expect(Buffer.from(encodeIco(pictures)).equals(ico)).toBe(true);
    const icns = await readFile(`${folder}countersign.icns`);
    expect(icns.subarray(0, 4).toString('ascii')).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(icns.includes(await pngOf(1024))).toBe(true);
  });
});

describe('encodeIcns', () => {
  it('counts each head in its length', () => {
    const icns = Buffer.from(encodeIcns([['ic07', Uint8Array.of(1, 2, 3)]]));
    expect(icns.toString('hex')).toBe('69636e7300000013696330370000000b010203');
  });
});
