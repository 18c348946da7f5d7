import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every ordinary file below a folder; what disappears meanwhile is left out. */
export function filesBelow(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(file);
    return entry.isFile() ? [file] : [];
  });
}

/** One text and one of the ways in which it could lie on a disk. */
export interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The ways in which a program may write a text down. */
export function formsOf(text: string): readonly Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const forms: [string, Buffer][] = [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['hexadecimal', Buffer.from(utf8.toString('hex'))],
    ['percent-encoded', Buffer.from(encodeURIComponent(text))],
    ['form-encoded', Buffer.from(encodeURIComponent(text).replaceAll('%20', '+'))],
    ['JSON', Buffer.from(JSON.stringify(text).slice(1, -1))],
    ['HTML', Buffer.from(text.replaceAll('&', '&amp;').replaceAll("'", '&#39;'))],
    ...[0, 1, 2].flatMap((before): [string, Buffer][] => [
      [`base64 at ${before}`, base64Within(utf8, before)],
      [`base64 of UTF-16LE at ${before}`, base64Within(utf16, before)],
    ]),
  ];
  const seen = new Set<string>();
  return forms.flatMap(([name, bytes]) => {
    const key = bytes.toString('latin1');
    if (seen.has(key) || bytes.length < 6) return [];
    seen.add(key);
    return [{ name: `${text} as ${name}`, bytes }];
  });
}

/** The middle of a base64 text that holds these bytes after so many others: the same whatever stands around them. */
function base64Within(bytes: Buffer, before: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const coded = whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
  return Buffer.from(coded.slice(before === 0 ? 0 : 4));
}

/** Looks for needles in files, and reads no file twice that has not changed. */
export class Scanner {
  readonly #needles: readonly Needle[];
  readonly #seen = new Map<string, string>();
  /** How many files were read, and how many bytes. */
  files = 0;
  bytes = 0;

  constructor(needles: readonly Needle[]) {
    this.#needles = needles;
  }

  /** @returns what was found where, a line each */
  scan(folder: string): readonly string[] {
    return filesBelow(folder).flatMap((file) => this.#scanFile(file, folder));
  }

  #scanFile(file: string, folder: string): readonly string[] {
    const found: string[] = [];
    try {
      const { mtimeMs, size, ino } = lstatSync(file);
      const state = `${mtimeMs} ${size} ${ino}`;
      if (this.#seen.get(file) === state) return [];
      this.#seen.set(file, state);
      const bytes = readFileSync(file);
      this.files += 1;
      this.bytes += bytes.length;
      for (const needle of this.#needles) {
        if (bytes.includes(needle.bytes))
          found.push(`${path.relative(folder, file)}: ${needle.name}`);
      }
    } catch {
      // Gone meanwhile.
    }
    return found;
  }
}

/** Which of these pieces of bytes any file below a folder still holds a part of. */
export function piecesBelow(folder: string, pieces: readonly Uint8Array[]): number {
  const files = filesBelow(folder).map((file) => readFileSync(file));
  const windowsOf = (piece: Uint8Array): Buffer[] => {
    const length = Math.min(48, piece.length);
    return [0, (piece.length - length) >> 1, piece.length - length].map((at) =>
      Buffer.from(piece.subarray(at, at + length)),
    );
  };
  return pieces.filter((piece) =>
    windowsOf(piece).some((window) => files.some((file) => file.includes(window))),
  ).length;
}
