import { EvidenceError } from './errors.ts';

const HEX = /^(?:[0-9a-f]{2})*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** UTF-8 bytes of a string. @throws {EvidenceError} BYTES_MALFORMED - the string holds a lone surrogate */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  if (!text.isWellFormed()) {
    throw new EvidenceError(
      'BYTES_MALFORMED',
      'text expected well-formed UTF-16, got a lone surrogate',
    );
  }
  return new TextEncoder().encode(text);
}

/** Text of UTF-8 bytes; a byte order mark is kept. @throws {EvidenceError} BYTES_MALFORMED - not UTF-8 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new EvidenceError('BYTES_MALFORMED', 'bytes expected UTF-8', { cause });
  }
}

/** Lower-case hexadecimal of bytes, two digits each. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Bytes of lower-case hexadecimal. @throws {EvidenceError} BYTES_MALFORMED - other characters or odd length */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!HEX.test(text)) {
    throw new EvidenceError(
      'BYTES_MALFORMED',
      'text expected lower-case hexadecimal of even length',
    );
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Padded standard base64 (RFC 4648 §4) of bytes. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

/** Bytes of padded standard base64, canonical only. @throws {EvidenceError} BYTES_MALFORMED - any other text */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (BASE64.test(text)) {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    if (toBase64(bytes) === text) return bytes;
  }
  throw new EvidenceError('BYTES_MALFORMED', 'text expected canonical base64');
}

/** Join byte strings in order into a new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Whether two byte strings are equal; not constant-time, so never for secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
