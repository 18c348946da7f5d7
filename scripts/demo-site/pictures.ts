import sharp from 'sharp';
import { bandColour } from './bands.ts';

const WIDTH = 640;
const HEIGHT = 400;
const NOISE_ROWS = 46;

/**
 * A picture made for one page: eight bands coded from its number, and a strip of repeatable noise that
 * gives it the weight of a photograph.
 * @param number - from 0; every number gives other bytes
 * @returns a PNG of 640 × 400 px, about 90 KB
 */
export async function codedPicture(number: number): Promise<Buffer> {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  let seed = number * 2_654_435_761 + 12_345;
  for (let y = 0; y < HEIGHT; y++) {
    const colour = bandColour(number * 8 + Math.floor(y / 50));
    for (let x = 0; x < WIDTH; x++) {
      const at = (y * WIDTH + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
        data[at + channel] = y >= HEIGHT - NOISE_ROWS ? seed >> 16 : (colour[channel] ?? 0);
      }
    }
  }
  return await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
