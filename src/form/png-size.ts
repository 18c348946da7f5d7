import { EvidenceError } from '#src/core/errors.ts';

/**
 * Width and height that a PNG states in its header.
 * @param png - untrusted
 * @throws {EvidenceError} PICTURE_MALFORMED - not a PNG, or without a size
 */
export function pngSize(png: Uint8Array): { readonly widthPx: number; readonly heightPx: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const isPng =
    png.length >= 24 && view.getUint32(0) === 0x89504e47 && view.getUint32(12) === 0x49484452;
  const widthPx = isPng ? view.getUint32(16) : 0;
  const heightPx = isPng ? view.getUint32(20) : 0;
  if (widthPx === 0 || heightPx === 0) {
    throw new EvidenceError('PICTURE_MALFORMED', 'picture expected a PNG with a size');
  }
  return { widthPx, heightPx };
}
