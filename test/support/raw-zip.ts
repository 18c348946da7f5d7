import { crc32, deflateRawSync } from 'node:zlib';
import { concatBytes, utf8 } from '#src/core/bytes.ts';

/** One file of a container that need not be canonical. */
export interface RawFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Name in the local header, where it differs from the directory's. */
  readonly localPath?: string;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly date?: number;
  readonly extra?: Uint8Array;
  readonly comment?: string;
  readonly attributes?: number;
  readonly versionNeeded?: number;
  readonly madeBy?: number;
  /** Size that the headers announce. */
  readonly announced?: number;
  readonly crc?: number;
  /** Bytes in front of its local header. */
  readonly gap?: Uint8Array;
  /** Absent from the directory. */
  readonly hidden?: boolean;
}

/** What stands around the files. */
export interface RawEnd {
  readonly comment?: string;
  readonly count?: number;
  readonly countHere?: number;
  readonly disk?: number;
  readonly offset?: number;
  readonly size?: number;
  readonly beforeEnd?: Uint8Array;
  readonly reverseDirectory?: boolean;
}

function numbers(...fields: readonly (readonly [number, number])[]): Uint8Array {
  return concatBytes(
    ...fields.map(([width, value]) =>
      Uint8Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256),
    ),
  );
}

function common(
  file: RawFile,
  stored: Uint8Array,
  name: Uint8Array,
  extra: Uint8Array,
): Uint8Array {
  return numbers(
    ...([
      [2, file.versionNeeded ?? 20],
      [2, file.flags ?? 0],
      [2, file.deflate === true ? 8 : 0],
      [2, 0],
      [2, file.date ?? 0x21],
    ] as const),
    ...([
      [4, file.crc ?? crc32(file.bytes)],
      [4, stored.length],
      [4, file.announced ?? file.bytes.length],
      [2, name.length],
      [2, extra.length],
    ] as const),
  );
}

/** Write a ZIP file exactly as told, canonical where nothing is told. */
export function rawZip(files: readonly RawFile[], end: RawEnd = {}): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const stored = file.deflate === true ? new Uint8Array(deflateRawSync(file.bytes)) : file.bytes;
    const extra = file.extra ?? new Uint8Array();
    const comment = utf8(file.comment ?? '');
    const name = utf8(file.path);
    const localName = utf8(file.localPath ?? file.path);
    offset += file.gap?.length ?? 0;
    const local = concatBytes(
      file.gap ?? new Uint8Array(),
      numbers([4, 0x04034b50]),
      common(file, stored, localName, extra),
      localName,
      extra,
      stored,
    );
    locals.push(local);
    const central = concatBytes(
      numbers([4, 0x02014b50], [2, file.madeBy ?? 20]),
      common(file, stored, name, extra),
      numbers([2, comment.length], [2, 0], [2, 0], [4, file.attributes ?? 0], [4, offset]),
      name,
      extra,
      comment,
    );
    if (file.hidden !== true) centrals.push(central);
    offset += local.length - (file.gap?.length ?? 0);
  }
  if (end.reverseDirectory === true) centrals.reverse();
  const size = centrals.reduce((sum, one) => sum + one.length, 0);
  const comment = utf8(end.comment ?? '');
  return concatBytes(
    ...locals,
    ...centrals,
    end.beforeEnd ?? new Uint8Array(),
    numbers(
      ...([
        [4, 0x06054b50],
        [2, end.disk ?? 0],
        [2, 0],
        [2, end.countHere ?? end.count ?? centrals.length],
        [2, end.count ?? centrals.length],
        [4, end.size ?? size],
        [4, end.offset ?? offset],
        [2, comment.length],
      ] as const),
    ),
    comment,
  );
}
