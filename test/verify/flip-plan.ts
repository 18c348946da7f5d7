import { readCanonicalZip } from '#src/verify/read-zip.ts';

/** What a bit of a pack belongs to. */
export type FlipPart =
  /** Local headers, central directory, end record. */
  | 'headers'
  /** Contents of every signature, manifest, certificate and ledger file. */
  | 'lists'
  /** Contents of all other files. */
  | 'rest';

/** Where a file lies in a pack, in bytes from its start. */
export interface FilePlace {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** Its CRC-32, in its local header and in the directory. */
  readonly checksums: readonly [number, number];
}

const LISTS = [
  /^signatures\//,
  /\.p7s$/,
  /^(tag)?manifest-sha256\.txt$/,
  /\/record-manifest\.json$/,
  /^data\/ledger\//,
  /^certificates\//,
];
const BLOCK_BYTES = 4096;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;

/** Every file of a pack that is as it should be. */
export function placesOf(pack: Uint8Array): readonly FilePlace[] {
  const files = [...readCanonicalZip(pack)];
  let central = Math.max(...files.map(([, data]) => data.byteOffset + data.length));
  return files.map(([path, data]) => {
    const from = data.byteOffset - pack.byteOffset;
    const local = from - path.length - LOCAL_BYTES;
    const checksums = [local + 14, central - pack.byteOffset + 16] as const;
    central += CENTRAL_BYTES + path.length;
    return { path, from, to: from + data.length, checksums };
  });
}

/** Whether a file is one of those of which every bit counts. */
export function isList({ path }: FilePlace): boolean {
  return LISTS.some((form) => form.test(path));
}

function* spans(
  length: number,
  places: readonly FilePlace[],
  part: FlipPart,
): Generator<readonly [from: number, to: number]> {
  if (part !== 'headers') {
    for (const place of places) {
      if (isList(place) === (part === 'lists')) yield [place.from, place.to];
    }
    return;
  }
  let at = 0;
  for (const { from, to } of places) {
    yield [at, from];
    at = to;
  }
  yield [at, length];
}

/**
 * The bits of one part of a pack that are tried, in order.
 * @param step - every how manieth bit of headers and lists, 1 for all; of the rest it is always one bit in each 4 KiB
 */
export function* bitsOf(
  length: number,
  places: readonly FilePlace[],
  part: FlipPart,
  step: number,
): Generator<number> {
  let skip = 0;
  for (const [from, to] of spans(length, places, part)) {
    if (part === 'rest') {
      for (let block = from; block < to; block += BLOCK_BYTES) {
        // Another place of the block and of the byte from one to the next.
        const bytes = Math.min(BLOCK_BYTES, to - block);
        yield (block + ((Math.imul(block, 2654435761) >>> 0) % bytes)) * 8 + ((block >>> 12) & 7);
      }
      continue;
    }
    let bit = from * 8 + skip;
    for (; bit < to * 8; bit += step) yield bit;
    skip = bit - to * 8;
  }
}
