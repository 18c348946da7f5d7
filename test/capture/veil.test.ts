import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { VEIL_MAX_PX, VEIL_POINT_CSS, veilPng } from '#src/capture/veil.ts';

type Colour = readonly [number, number, number];
type Paint = (x: number, y: number) => Colour;

/** A picture painted point by point. */
async function painted(width: number, height: number, paint: Paint): Promise<Uint8Array> {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(paint(x, y), (y * width + x) * 3);
  return await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Its size, and each of its points. */
async function opened(png: Uint8Array) {
  const { width, height, channels, space } = await sharp(png).metadata();
  const values = await sharp(png).toColourspace('b-w').raw().toBuffer();
  return { width, height, channels, space, values };
}

/** Michelson contrast of what is inside the picture: its rim, which the blur repeats, is left out. */
function contrastOf({ width, height, values }: Awaited<ReturnType<typeof opened>>): number {
  let [low, high] = [255, 0];
  for (let y = 6; y < height - 6; y++)
    for (let x = 6; x < width - 6; x++) {
      const value = values[y * width + x] ?? 0;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  return (high - low) / (high + low);
}

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const squares =
  (size: number): Paint =>
  (x, y) =>
    (Math.floor(x / size) + Math.floor(y / size)) % 2 === 0 ? BLACK : WHITE;
const stripes =
  (period: number): Paint =>
  (x) =>
    x % period < period / 2 ? BLACK : WHITE;

describe('veilPng', () => {
  it.each([
    [960, 700, 960, 96, 70],
    [1920, 1400, 960, 96, 70],
    [1400, 900, 1400, 96, 61],
    [640, 316, 640, 64, 31],
    [500, 2000, 500, 24, 96],
    [3, 2, 3, 1, 1],
  ])(
    'makes of %i × %i for %i css px a grey picture of %i × %i',
    async (width, height, cssWidth, wide, high) => {
      const made = await opened(await veilPng(await painted(width, height, squares(40)), cssWidth));
      expect(made.values).toHaveLength(wide * high);
      expect(made).toMatchObject({ width: wide, height: high, channels: 1, space: 'b-w' });
      expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(VEIL_MAX_PX);
      expect(made.width * VEIL_POINT_CSS).toBeLessThanOrEqual(Math.max(cssWidth, VEIL_POINT_CSS));
    },
  );

  it('leaves no colour: red, green and blue of one lightness look the same', async () => {
    const [red, green]: [Colour, Colour] = [
      [255, 0, 0],
      [0, 145, 0],
    ];
    const made = await opened(
      await veilPng(await painted(600, 400, (x) => (x < 300 ? red : green)), 600),
    );
    expect(made.channels).toBe(1);
    expect(contrastOf(made)).toBeLessThan(0.25);
  });

  it.each([2, 4, 8, 10, 16, 20])(
    'hides a chequered pattern of %i css px: under a tenth of its contrast is left',
    async (size) => {
      const made = await opened(await veilPng(await painted(960, 640, squares(size)), 960));
      expect(contrastOf(made)).toBeLessThan(0.1);
    },
  );

  it.each([4, 10, 19, 20, 21, 30, 40])(
    'hides stripes of black and white every %i css px: under a tenth of their contrast is left',
    async (period) => {
      const made = await opened(await veilPng(await painted(960, 640, stripes(period)), 960));
      expect(contrastOf(made)).toBeLessThan(0.1);
    },
  );

  it('still shows what is large: halves of the view are told apart', async () => {
    const made = await opened(
      await veilPng(await painted(960, 640, (x) => (x < 480 ? BLACK : WHITE)), 960),
    );
    expect(contrastOf(made)).toBeGreaterThan(0.95);
  });

  it('refuses what is no PNG with PICTURE_MALFORMED', async () => {
    await expect(veilPng(new Uint8Array([1, 2, 3]), 100)).rejects.toMatchObject({
      code: 'PICTURE_MALFORMED',
      message: 'picture expected a PNG',
    });
  });
});
