import sharp from 'sharp';
import type { Shown } from './view.ts';

/**
 * Put the pages' pictures together as the window shows them.
 * @param shown - back to front
 * @param size - of the window's content in CSS pixels
 * @returns PNG bytes of `size` × `dpr`
 */
export async function compose(
  shown: readonly Shown[],
  size: { readonly width: number; readonly height: number },
  dpr: number,
  background: string,
): Promise<Uint8Array> {
  const width = Math.round(size.width * dpr);
  const height = Math.round(size.height * dpr);
  const layers = await Promise.all(shown.map((one) => layer(one, width, height, dpr)));
  const base = sharp({
    create: { width, height, channels: 3, background: background || '#ffffff' },
  });
  return base
    .composite(layers.filter((one) => one !== null))
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
}

async function layer(
  { view, contents, bounds }: Shown,
  width: number,
  height: number,
  dpr: number,
): Promise<{ input: Buffer; left: number; top: number } | null> {
  const x = Math.round(bounds.x * dpr);
  const y = Math.round(bounds.y * dpr);
  const right = Math.min(width, x + Math.round(bounds.width * dpr));
  const bottom = Math.min(height, y + Math.round(bounds.height * dpr));
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  if (right <= left || bottom <= top) return null;
  const picture = (await contents?.picture.take()) ?? null;
  // Closed or hidden while its picture was being made: it must not be shown.
  if (contents?.isDestroyed() === true) return null;
  const whole = { width: Math.round(bounds.width * dpr), height: Math.round(bounds.height * dpr) };
  const drawn =
    picture === null
      ? sharp({ create: { ...whole, channels: 3, background: view.background || '#ffffff' } }).png()
      : sharp(picture)
          .resize({ ...whole, fit: 'cover', position: 'left top' })
          .png();
  const full = await drawn.toBuffer();
  const input = await sharp(full)
    .extract({ left: left - x, top: top - y, width: right - left, height: bottom - top })
    .png()
    .toBuffer();
  return { input, left, top };
}
