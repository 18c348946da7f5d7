import { digestOfHash, type Digest } from '#src/core/digest.ts';

/** SHA-256 of bytes through WebCrypto, 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}

/** SHA-256 of bytes with its algorithm. */
export async function digestOf(bytes: Uint8Array): Promise<Digest> {
  return digestOfHash(await sha256(bytes));
}
