import { describe, expect, it } from 'vitest';
import type { PackReport } from '#src/verify/report.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { at, reseal, setFile, zip } from '#test/support/tamper.ts';

const SLOW = process.env['SLOW'] === '1';
const sample = samplePack('small');
const sealers = [sample.people[2].cms, sample.people[3].cms];

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** Bits spread over everything: each `stride`-th, so that every position of a byte gets its turn. */
function bits(total: number, wanted: number): number[] {
  const stride = Math.max(1, Math.floor(total / wanted)) | 1;
  const count = Math.ceil(total / stride);
  return Array.from({ length: count }, (_, i) => i * stride);
}

function accepted(report: PackReport): boolean {
  return report.result === 'valid' || report.findings.length === 0 || report.proved.length > 0;
}

const SIGNED = [
  'signatures/tagmanifest-sha256.txt.p7s',
  'tagmanifest-sha256.txt',
  'manifest-sha256.txt',
  'data/records/version-1/record-manifest.json.p7s',
];
/** What the seal covers: sealed anew by its own people, so that the check inside has to see it. */
const INSIDE = [
  'data/records/version-1/record-manifest.json',
  'data/records/version-1/record-manifest.json.p7s',
  'data/records/version-1/record-of-review.pdf',
  'data/ledger/entries.jsonl',
  'data/ledger/sittings.json',
  'data/ledger/checkpoint.txt',
  'data/exhibits/RJT-1/tile-0001.png',
  'data/record/exhibits.json',
  'certificates/ca.pem',
];

describe('verifyPack on single-bit changes', () => {
  it('is tried on a pack of less than 64 KiB', () => {
    expect(sample.bytes.length).toBeLessThan(64 * 1024);
  });

  it(
    SLOW ? 'accepts none of all bits of a pack' : 'accepts none of 10,000 bits of a pack',
    async () => {
      const total = sample.bytes.length * 8;
      const tried = bits(total, SLOW ? total : 12_000);
      const wrong: number[] = [];
      for (const bit of tried) {
        if (accepted(await verifyPack(flipped(sample.bytes, bit)))) wrong.push(bit);
      }
      expect(tried.length).toBeGreaterThanOrEqual(SLOW ? total : 10_000);
      expect(wrong).toEqual([]);
    },
    3_600_000,
  );

  it.each(SIGNED)(
    'accepts none of %s, the container written anew',
    async (path) => {
      const bytes = at(sample.files(), path);
      const files = sample.files();
      const wrong: number[] = [];
      for (const bit of bits(bytes.length * 8, SLOW ? 20_000 : 60)) {
        files.set(path, flipped(bytes, bit));
        if (accepted(await verifyPack(zip(files)))) wrong.push(bit);
      }
      expect(wrong).toEqual([]);
    },
    3_600_000,
  );

  it.each(INSIDE)(
    'accepts none of %s, every list and the seal made anew by its people',
    async (path) => {
      const bytes = at(sample.files(), path);
      const wrong: number[] = [];
      for (const bit of bits(bytes.length * 8, SLOW ? 2000 : 20)) {
        const files = sample.files();
        // The seal can't be made with a CA that is none.
        if (path.endsWith('.pem')) files.set(path, flipped(bytes, bit));
        else setFile(files, path, flipped(bytes, bit));
        const changed = await reseal(files, sealers).catch(() => null);
        if (accepted(await verifyPack(changed ?? zip(files)))) wrong.push(bit);
      }
      expect(wrong).toEqual([]);
    },
    3_600_000,
  );

  it('accepts no truncation and no lengthening', async () => {
    const { length } = sample.bytes;
    const wrong: number[] = [];
    const step = SLOW ? 1 : 157;
    for (let to = 0; to < length; to += step) {
      if (accepted(await verifyPack(sample.bytes.subarray(0, to)))) wrong.push(to);
    }
    for (let from = 1; from < length; from += step) {
      if (accepted(await verifyPack(sample.bytes.subarray(from)))) wrong.push(from);
    }
    expect(wrong).toEqual([]);
  }, 3_600_000);
});
