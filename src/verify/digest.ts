import { digestOfHash, type Digest } from '#src/core/digest.ts';

/** WebCrypto takes no view of shared memory; everything else passes without a copy. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

/** SHA-256 of bytes through WebCrypto, 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', unshared(bytes)));
}

/** SHA-256 of bytes with its algorithm. */
export async function digestOf(bytes: Uint8Array): Promise<Digest> {
  return digestOfHash(await sha256(bytes));
}
