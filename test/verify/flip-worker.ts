import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { bitsOf, placesOf, type FilePlace, type FlipPart } from './flip-plan.ts';

/** What one thread tries. */
export interface FlipWork {
  readonly pack: Uint8Array;
  readonly part: FlipPart;
  readonly step: number;
  /** Whether the container's checksums are made to fit the flipped file. */
  readonly mended: boolean;
  /** This thread takes every `of`-th bit, from `share` on. */
  readonly share: number;
  readonly of: number;
}

/** What came of it. */
export interface FlipOutcome {
  readonly tried: number;
  /** Bits whose flip the verifier let pass. */
  readonly accepted: readonly number[];
  /** Flips that were refused for the container alone. */
  readonly atContainer: number;
  /** Whether the pack was valid before, and once more after every bit was turned back. */
  readonly validAround: boolean;
}

function flip(pack: Uint8Array, bit: number): void {
  pack[bit >>> 3] = (pack[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
}

function mend(pack: Uint8Array, { from, to, checksums }: FilePlace): void {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength);
  const checksum = crc32(pack.subarray(from, to));
  for (const at of checksums) view.setUint32(at, checksum, true);
}

async function isValid(pack: Uint8Array): Promise<boolean> {
  const { result, findings, proved } = await verifyPack(pack);
  return result === 'valid' && findings.length === 0 && proved.length > 0;
}

/** Flips each bit in place and turns it back: the verifier only reads, and nothing is kept between two. */
async function run({ pack, part, step, mended, share, of }: FlipWork): Promise<FlipOutcome> {
  const before = await isValid(pack);
  const places = placesOf(pack);
  const accepted: number[] = [];
  let tried = 0;
  let atContainer = 0;
  let turn = 0;
  for (const bit of bitsOf(pack.length, places, part, step)) {
    if (turn++ % of !== share) continue;
    const at = bit >>> 3;
    const place = mended ? places.find(({ from, to }) => from <= at && at < to) : undefined;
    flip(pack, bit);
    if (place !== undefined) mend(pack, place);
    const { result, findings, proved } = await verifyPack(pack);
    if (result === 'valid' || findings.length === 0 || proved.length > 0) accepted.push(bit);
    if (findings.every(({ where }) => where === 'container')) atContainer += 1;
    flip(pack, bit);
    if (place !== undefined) mend(pack, place);
    tried += 1;
  }
  const validAround = before && (await isValid(pack));
  return { tried, accepted, atContainer, validAround };
}

parentPort?.postMessage(await run(workerData as FlipWork), []);
