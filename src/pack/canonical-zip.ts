import { crc32 } from 'node:zlib';
import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isPackPath, PACK_LIMITS } from './format.ts';

/** One file of a container. */
export interface PackFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
/** 1 January 1980, midnight: the earliest that the format can say. */
const DATE = 0x0021;

function assertFiles(files: readonly PackFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (!isPackPath(path)) {
      throw new EvidenceError('PACK_PATH_INVALID', '"path" expected one that a pack may hold');
    }
    const folded = path.toLowerCase();
    if (seen.has(folded)) {
      throw new EvidenceError('PACK_PATH_INVALID', '"path" expected once, whatever its case');
    }
    seen.add(folded);
  }
  if (files.length > PACK_LIMITS.files) {
    throw new EvidenceError('PACK_TOO_LARGE', `pack expected at most ${PACK_LIMITS.files} files`);
  }
  const size = files.reduce(
    (sum, { path, bytes }) => sum + bytes.length + 2 * path.length + LOCAL_BYTES + CENTRAL_BYTES,
    END_BYTES,
  );
  if (size > PACK_LIMITS.packBytes) {
    throw new EvidenceError(
      'PACK_TOO_LARGE',
      `pack expected at most ${PACK_LIMITS.packBytes} bytes`,
    );
  }
}

/** The fields that a local and a central header share, from "version needed" to "extra length". */
function common(view: DataView, at: number, crc: number, size: number, nameLength: number): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameLength, true);
}

function localHeader(name: Uint8Array, crc: number, size: number): Uint8Array {
  const header = new Uint8Array(LOCAL_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x04034b50, true);
  common(view, 4, crc, size, name.length);
  return concatBytes(header, name);
}

function centralHeader(name: Uint8Array, crc: number, size: number, offset: number): Uint8Array {
  const header = new Uint8Array(CENTRAL_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION, true);
  common(view, 6, crc, size, name.length);
  view.setUint32(42, offset, true);
  return concatBytes(header, name);
}

function endRecord(count: number, size: number, offset: number): Uint8Array {
  const end = new Uint8Array(END_BYTES);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return end;
}

/**
 * The one ZIP container of a set of files: sorted by path bytes, stored, one fixed date, no extra
 * fields, no comments. The same files always give the same bytes.
 * @param files - in any order
 * @throws {EvidenceError} PACK_PATH_INVALID - a path that a pack may not hold, or the same twice
 * @throws {EvidenceError} PACK_TOO_LARGE - over the limits of the format
 * @see docs/spec/pack.md, section 2
 */
export function writeCanonicalZip(files: readonly PackFile[]): Uint8Array {
  assertFiles(files);
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const { path, bytes } of sorted) {
    const name = utf8(path);
    const crc = crc32(bytes);
    const local = localHeader(name, crc, bytes.length);
    centrals.push(centralHeader(name, crc, bytes.length, offset));
    locals.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const size = centrals.reduce((sum, header) => sum + header.length, 0);
  return concatBytes(...locals, ...centrals, endRecord(sorted.length, size, offset));
}
