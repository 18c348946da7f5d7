import { randomFillSync } from 'node:crypto';

/**
 * Bytes from the operating system's generator; the real `RandomBytes` port of src/core/ids.ts.
 * @param lengthBytes - 0 to 65,536
 * @throws {RangeError} any other length
 */
export function randomBytes(lengthBytes: number): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(lengthBytes) || lengthBytes < 0 || lengthBytes > 65_536) {
    throw new RangeError(`"lengthBytes" expected 0 to 65536, got ${lengthBytes}`);
  }
  return randomFillSync(new Uint8Array(lengthBytes));
}
