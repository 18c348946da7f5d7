import { utf8 } from '#src/core/bytes.ts';
import { REMOVED } from '../redact.ts';
import type { KnownSecrets } from './known-secrets.ts';

/** A reading copy without credentials, and how many were taken out. */
export interface CheckedMhtml {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly removed: number;
}

/**
 * Take known credentials out of a page's MHTML, then search what is left as a reader would decode it.
 * @param text - as the browser made it
 * @returns null where a credential could not be taken out: then it may not be kept
 * @see docs/spec/archive.md, section 4
 */
export function checkedMhtml(text: string, secrets: KnownSecrets): CheckedMhtml | null {
  let removed = 0;
  let clean = text;
  for (const variant of secrets.variants()) {
    clean = clean.replaceAll(quotedPattern(variant), () => {
      removed += 1;
      return REMOVED;
    });
  }
  const found =
    secrets.isIn(unquoted(clean)) || base64Parts(clean).some((part) => secrets.isIn(part));
  return found ? null : { bytes: utf8(clean), removed };
}

/** A value as quoted-printable may write it: any character encoded, any line broken in between. */
function quotedPattern(value: string): RegExp {
  const characters = Array.from(value, (character) => {
    const encoded = [...utf8(character)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`);
    const plain = character.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
    return `(?:${plain}|${caseless(encoded.join(SOFT_BREAK))})`;
  });
  return new RegExp(characters.join(SOFT_BREAK), 'gu');
}

const SOFT_BREAK = '(?:=\\r?\\n)?';

// Hexadecimal digits may be of either case, while the value itself may not.
function caseless(pattern: string): string {
  return pattern.replace(/(?<==[0-9a-f]?)[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function unquoted(text: string): string {
  const joined = text.replaceAll(/=\r?\n/gu, '');
  const bytes = utf8(joined);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const hex =
      bytes[at] === 0x3d ? String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) : '';
    const isCode = /^[0-9a-f]{2}$/iu.test(hex);
    out[length] = isCode ? Number.parseInt(hex, 16) : (bytes[at] ?? 0);
    length += 1;
    if (isCode) at += 2;
  }
  return Buffer.from(out.subarray(0, length)).toString('utf8');
}

const BASE64_PART =
  /^content-transfer-encoding:\s*base64\s*\r?\n(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*\r?\n([a-z0-9+/=\r\n]*)/gimu;

function base64Parts(text: string): string[] {
  return [...text.matchAll(BASE64_PART)].map((match) =>
    Buffer.from(match[1] ?? '', 'base64').toString('utf8'),
  );
}
