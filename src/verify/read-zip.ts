import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isPackPath, PACK_LIMITS } from '#src/pack/format.ts';
import { crc32 } from './crc32.ts';

const CENTRAL = 46;
const END = 22;
const VERSION = 20;
const DATE = 0x0021;

function notAPack(expected: string): EvidenceError {
  return new EvidenceError('PACK_NOT_A_PACK', `container expected ${expected}`);
}

function notCanonical(expected: string): EvidenceError {
  return new EvidenceError('PACK_NOT_CANONICAL', `container expected ${expected}`);
}

interface Place {
  readonly path: string;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

function readEnd(bytes: Uint8Array, view: DataView): { count: number; offset: number } {
  const at = bytes.length - END;
  if (at < 0 || view.getUint32(0, true) !== 0x04034b50) throw notAPack('a ZIP file');
  // A comment, a trailing byte or a prefix would move it: then this is not where it must stand.
  if (view.getUint32(at, true) !== 0x06054b50) throw notCanonical('to end with its directory');
  const count = view.getUint16(at + 10, true);
  const offset = view.getUint32(at + 16, true);
  if (count > PACK_LIMITS.files)
    throw new EvidenceError('PACK_TOO_LARGE', 'container expected fewer files');
  if (offset > at || count * CENTRAL > at - offset) throw notAPack('a directory within its bounds');
  return { count, offset };
}

function readPlace(bytes: Uint8Array, view: DataView, at: number): { place: Place; next: number } {
  if (at + CENTRAL > bytes.length - END || view.getUint32(at, true) !== 0x02014b50) {
    throw notAPack('directory records of one form');
  }
  const nameLength = view.getUint16(at + 28, true);
  const next = at + CENTRAL + nameLength;
  if (nameLength > PACK_LIMITS.pathCharacters || next > bytes.length - END) {
    throw new EvidenceError('PACK_PATH_INVALID', '"path" expected within its bounds');
  }
  const path = readName(bytes.subarray(at + CENTRAL, next));
  const place = {
    path,
    crc: view.getUint32(at + 16, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  return { place, next };
}

function readName(bytes: Uint8Array): string {
  let path = '';
  try {
    path = fromUtf8(bytes);
  } catch (cause) {
    throw new EvidenceError('PACK_PATH_INVALID', '"path" expected ASCII', { cause });
  }
  if (!isPackPath(path)) {
    throw new EvidenceError('PACK_PATH_INVALID', '"path" expected one that a pack may hold');
  }
  return path;
}

/** A writer of exactly the bytes that the format demands, compared with those that are there. */
class Expectation {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get at(): number {
    return this.#at;
  }

  /** Numbers as [width in bytes, value], little-endian. */
  numbers(...fields: readonly (readonly [2 | 4, number])[]): void {
    for (const [width, value] of fields) {
      if (this.#at + width > this.#bytes.length) throw notCanonical('every byte of its form');
      const got =
        width === 2 ? this.#view.getUint16(this.#at, true) : this.#view.getUint32(this.#at, true);
      if (got !== value) throw notCanonical('every byte of its one form');
      this.#at += width;
    }
  }

  text(value: string): void {
    for (const byte of utf8(value)) {
      if (this.#bytes[this.#at] !== byte) throw notCanonical('every byte of its one form');
      this.#at += 1;
    }
  }

  data(size: number): Uint8Array {
    if (size > this.#bytes.length - this.#at) throw notAPack('file contents within its bounds');
    const data = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return data;
  }
}

type Fields = readonly (readonly [2 | 4, number])[];

/** The fields that both headers of a file share, from "version needed" to "extra length". */
function shared({ path, crc, size }: Place): Fields {
  return [
    ...([
      [2, VERSION],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, DATE],
    ] as const),
    ...([
      [4, crc],
      [4, size],
      [4, size],
      [2, path.length],
      [2, 0],
    ] as const),
  ];
}

function assertOrder(places: readonly Place[]): void {
  places.forEach(({ path }, i) => {
    const before = places[i - 1];
    if (before !== undefined && before.path >= path) throw notCanonical('files sorted, each once');
  });
  if (new Set(places.map(({ path }) => path.toLowerCase())).size !== places.length) {
    throw new EvidenceError('PACK_PATH_INVALID', '"path" expected once, whatever its case');
  }
}

/** Walk the container from its first byte to its last and demand each one. */
function rewrite(bytes: Uint8Array, places: readonly Place[]): Map<string, Uint8Array> {
  const expect = new Expectation(bytes);
  const files = new Map<string, Uint8Array>();
  for (const place of places) {
    if (place.offset !== expect.at) throw notCanonical('files one after another');
    expect.numbers([4, 0x04034b50], ...shared(place));
    expect.text(place.path);
    files.set(place.path, expect.data(place.size));
  }
  const directory = expect.at;
  for (const place of places) {
    expect.numbers([4, 0x02014b50], [2, VERSION], ...shared(place));
    expect.numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, place.offset]);
    expect.text(place.path);
  }
  const size = expect.at - directory;
  expect.numbers([4, 0x06054b50], [2, 0], [2, 0], [2, places.length], [2, places.length]);
  expect.numbers([4, size], [4, directory], [2, 0]);
  if (expect.at !== bytes.length) throw notCanonical('to end with its directory');
  return files;
}

/** Small files first: what is wrong with a list or a signature is found before gigabytes of pictures are read. */
function assertChecksums(files: ReadonlyMap<string, Uint8Array>, places: readonly Place[]): void {
  for (const { path, crc } of places.toSorted((a, b) => a.size - b.size)) {
    const data = files.get(path);
    if (data === undefined || crc32(data) !== crc) {
      throw new EvidenceError(
        'PACK_DIGEST_MISMATCH',
        'checksum of file expected that of its bytes',
      );
    }
  }
}

/**
 * Read a pack's container and demand the one form that a set of files has, byte for byte: nothing can
 * ride along before, between, behind or beside the files.
 * @param bytes - hostile
 * @returns path → contents, in the order of the container; views of `bytes`, not copies
 * @throws {EvidenceError} PACK_NOT_A_PACK - no ZIP, or cut
 * @throws {EvidenceError} PACK_NOT_CANONICAL - a ZIP, but not the one form
 * @throws {EvidenceError} PACK_PATH_INVALID, PACK_TOO_LARGE, PACK_DIGEST_MISMATCH - a name, a size or contents refused
 * @see docs/spec/pack.md, section 2
 */
export function readCanonicalZip(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length < END) throw notAPack('a ZIP file');
  if (bytes.length > PACK_LIMITS.packBytes) {
    throw new EvidenceError('PACK_TOO_LARGE', 'container expected fewer bytes');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, offset } = readEnd(bytes, view);
  const places: Place[] = [];
  for (let i = 0, at = offset; i < count; i++) {
    const { place, next } = readPlace(bytes, view, at);
    places.push(place);
    at = next;
  }
  assertOrder(places);
  const files = rewrite(bytes, places);
  assertChecksums(files, places);
  return files;
}
