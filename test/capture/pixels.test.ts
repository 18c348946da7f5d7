import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { codedPicture } from '#scripts/demo-site/pictures.ts';
import { bandColour, readBands } from '#scripts/demo-site/bands.ts';
import {
  ColourShare,
  countDifferent,
  cropPixels,
  decodePng,
  encodePng,
  type Pixels,
} from '#src/capture/pixels.ts';
import { PreviewSheets, SHEET_ROWS } from '#src/capture/preview-sheets.ts';
import { PreviewBuilder } from '#src/capture/preview.ts';
import { MAX_SHEET_PX, Stitcher, type Sheet } from '#src/capture/stitch.ts';

/** Rows of coded bands. @param top - first row in the whole page */
function bands(width: number, top: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const colour = bandColour(Math.floor((top + row) / 100));
    for (let column = 0; column < width; column++) data.set(colour, (row * width + column) * 3);
  }
  return { width, height, data };
}

describe('decodePng', () => {
  it('gives back what encodePng was given', async () => {
    const pixels = bands(7, 0, 250);
    expect(countDifferent(await decodePng(await encodePng(pixels)), pixels)).toBe(0);
  });

  it('throws PICTURE_MALFORMED for anything that is not a whole PNG', async () => {
    const png = await codedPicture(1);
    const jpeg = await sharp(png).jpeg().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    for (const bytes of [
      jpeg,
      svg,
      Buffer.alloc(0),
      png.subarray(0, 2_000),
      Buffer.from('\u0089PNG'),
    ]) {
      await expect(decodePng(bytes)).rejects.toMatchObject({ code: 'PICTURE_MALFORMED' });
    }
  });

  it('leaves every loader but PNG, JPEG and WebP blocked', async () => {
    await decodePng(await codedPicture(1));
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).png().toBuffer()).rejects.toThrow();
    const tiff = await sharp(await codedPicture(1))
      .tiff()
      .toBuffer();
    await expect(sharp(tiff).png().toBuffer()).rejects.toThrow();
  });
});

describe('readBands', () => {
  it('finds a repeat, a shift and a blank', () => {
    expect(readBands(bands(10, 300, 500), { y: 300 })).toEqual([]);
    expect(readBands(bands(10, 300, 500), { y: 301 })).toEqual([4, 5, 6, 7, 8]);
    const repeated = bands(10, 0, 500);
    repeated.data.copyWithin(10 * 300 * 3, 0, 10 * 200 * 3);
    expect(readBands(repeated)).toEqual([3, 4]);
    const blank = bands(10, 0, 500);
    blank.data.fill(255, 10 * 450 * 3);
    expect(readBands(blank)).toEqual([4]);
  });
});

describe('Stitcher', () => {
  it('joins tiles without their overlap into sheets of bounded height that name their parents', async () => {
    const stitcher = new Stitcher(0, 1);
    const sheets: Sheet[] = [];
    for (let index = 0; index < 9; index++) {
      const top = index * 4_000;
      const take = (sheet: Sheet): Promise<void> => Promise.resolve(void sheets.push(sheet));
      await stitcher.add(`t${index}`, bands(40, top, 4_064), index === 0 ? 0 : 64, take);
    }
    const last = await stitcher.finish();
    if (last !== null) sheets.push(last);
    expect(sheets.map((sheet) => sheet.height)).toEqual([MAX_SHEET_PX, MAX_SHEET_PX, 4_064]);
    expect(sheets[0]?.parents).toEqual(['t0', 't1', 't2', 't3']);
    for (const sheet of sheets) {
      expect(readBands(await decodePng(sheet.png), { y: sheet.y })).toEqual([]);
    }
    expect(await stitcher.finish()).toBeNull();
  });
});

describe('PreviewBuilder', () => {
  it('scales a tall page into its limits and ends where tiles end', async () => {
    const preview = new PreviewBuilder(1_280, 100_000);
    await preview.add(bands(1_280, 0, 4_096), 0, 0);
    const made = await preview.finish();
    expect(made?.widthPx).toBe(154);
    expect(made?.heightPx).toBe(492);
    expect((await decodePng(made?.png ?? new Uint8Array())).height).toBe(492);
  });

  it('is null without a tile', async () => {
    expect(await new PreviewBuilder(10, 10).finish()).toBeNull();
  });
});

describe('PreviewSheets', () => {
  it('makes sheets of one width from rows of tiles, each band where it belongs, and ends where tiles end', async () => {
    const sheets = new PreviewSheets(720, 20_000);
    for (const y of [0, 4_000, 8_000]) await sheets.add(bands(720, y, 4_096), 0, y);
    const made = await sheets.finish();
    expect(made.map(({ widthPx, heightPx, scale }) => [widthPx, heightPx, scale])).toEqual([
      [720, SHEET_ROWS, 1],
      [720, SHEET_ROWS, 1],
      [720, SHEET_ROWS, 1],
      [720, 96, 1],
    ]);
    for (const [number, sheet] of made.entries()) {
      expect(readBands(await decodePng(sheet.png), { y: number * SHEET_ROWS })).toEqual([]);
    }
  });

  it('puts tiles beside each other, and leaves out what goes back above a closed sheet', async () => {
    const sheets = new PreviewSheets(200, 8_000);
    const plain = (value: number, height: number) => ({
      ...{ width: 100, height },
      data: new Uint8Array(100 * height * 3).fill(value),
    });
    await sheets.add(plain(10, 4_000), 0, 0);
    await sheets.add(plain(20, 4_000), 100, 0);
    await sheets.add(plain(30, 100), 0, 4_000);
    await sheets.add(plain(99, 100), 0, 0);
    const [first, second] = await sheets.finish();
    const one = await decodePng(first?.png ?? new Uint8Array());
    expect([one.data[0], one.data[100 * 3]]).toEqual([10, 20]);
    const two = await decodePng(second?.png ?? new Uint8Array());
    expect([two.height, two.data[0], two.data[100 * 3]]).toEqual([100, 30, 0x80]);
  });

  it('makes a picture of a million px narrower, so that all of it together stays bounded', async () => {
    const sheets = new PreviewSheets(1_280, 1_000_000);
    await sheets.add(bands(1_280, 0, 4_096), 0, 0);
    const [first] = await sheets.finish();
    expect(first?.widthPx).toBe(205);
    expect(await new PreviewSheets(10, 10).finish()).toEqual([]);
  });
});

describe('ColourShare', () => {
  it('is 1 only when every point has one colour', () => {
    const share = new ColourShare();
    share.add({ width: 10, height: 10, data: new Uint8Array(300).fill(9) });
    expect(share.share()).toBe(1);
    const data = new Uint8Array(300).fill(9);
    data[299] = 8;
    share.add({ width: 10, height: 10, data });
    expect(share.share()).toBe(0.995);
  });
});

describe('cropPixels', () => {
  it('throws RangeError outside the picture', () => {
    expect(() => cropPixels(bands(10, 0, 10), 5, 0, 6, 1)).toThrow(RangeError);
  });
});
