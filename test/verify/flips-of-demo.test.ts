import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstInvestigation } from '#scripts/demo/story.ts';
import { startChatterly } from '#scripts/demo-site/chatterly.ts';
import { RunningApp } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates } from '#test/support/e2e-template.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { isList, placesOf, type FilePlace, type FlipPart } from './flip-plan.ts';
import type { FlipOutcome, FlipWork } from './flip-worker.ts';

/**
 * With `SLOW=1` the pack is the demo's, made here by the app through its screens, and every bit of its headers, lists,
 * signatures, certificates and ledger is tried. The same with the container's checksums mended goes through the whole
 * verifier, 0.1 s a flip: there a sample is tried. Else: a sample of the reference pack.
 */
const SLOW = process.env['SLOW'] === '1';
const THREADS = 2;
const LONG_MS = 3_600_000;

/** Part, every how manieth bit of it (of the rest: one in each 4 KiB), and whether the checksums are mended. */
const TRIED: readonly (readonly [part: FlipPart, step: number, mended: boolean])[] = [
  ['headers', SLOW ? 1 : 13, false],
  ['lists', SLOW ? 1 : 41, false],
  ['rest', 1, false],
  ['lists', SLOW ? 131 : 1999, true],
  ['rest', 1, true],
];

let pack: Uint8Array;
let places: readonly FilePlace[];

/** The first investigation of `npm run demo`, up to the pack that is saved. */
async function demoPack(): Promise<Uint8Array> {
  const { ready } = await templates();
  const site = await startChatterly();
  const saved = mkdtempSync(path.join(os.tmpdir(), 'countersign-flips-'));
  const app = await RunningApp.start(ready);
  try {
    await app.signIn(null);
    await firstInvestigation(app.hands, site.origin, saved);
    const [name = ''] = readdirSync(saved);
    return new Uint8Array(readFileSync(path.join(saved, name)));
  } finally {
    await app.remove();
    await site.close();
    rmSync(saved, { recursive: true, force: true });
  }
}

async function inThread(work: FlipWork): Promise<FlipOutcome> {
  const worker = new Worker(new URL('flip-worker.ts', import.meta.url), { workerData: work });
  return await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('the thread ended without an outcome'));
    });
  });
}

/** How many bits have to be tried. */
function wanted(part: FlipPart, step: number): number {
  const size = (list: readonly FilePlace[]): number =>
    list.reduce((sum, { from, to }) => sum + to - from, 0);
  if (part === 'headers') return Math.floor(((pack.length - size(places)) * 8) / step);
  const files = places.filter((place) => isList(place) === (part === 'lists'));
  return part === 'lists'
    ? Math.floor((size(files) * 8) / step)
    : files.reduce((sum, { from, to }) => sum + Math.ceil((to - from) / 4096), 0);
}

beforeAll(
  async () => {
    pack = SLOW ? await demoPack() : samplePack('pack').bytes;
    places = placesOf(pack);
  },
  TEMPLATE_MS + (SLOW ? 600_000 : 0),
);

describe('verifyPack on single-bit changes of a whole pack', () => {
  it('is tried on the signatures, manifests, certificates and ledger of a signed pack', () => {
    const lists = places.filter(isList).map((place) => place.path.replace(/.*\//, ''));
    expect(lists).toEqual(
      expect.arrayContaining([
        ...['ca.pem', 'checkpoint.txt', 'entries.jsonl', 'sittings.json'],
        ...['record-manifest.json', 'record-manifest.json.p7s'],
        ...['manifest-sha256.txt', 'tagmanifest-sha256.txt', 'tagmanifest-sha256.txt.p7s'],
      ]),
    );
    if (SLOW) expect(pack.length).toBeGreaterThan(1_000_000);
  });

  it.each(TRIED)(
    'accepts none of its %s, step %i, the checksums mended: %s',
    async (part, step, mended) => {
      const startedMs = performance.now();
      const shares = Array.from({ length: THREADS }, (_, share) => share);
      const outcomes = await Promise.all(
        shares.map((share) => inThread({ pack, part, step, mended, share, of: THREADS })),
      );
      const tried = outcomes.reduce((sum, one) => sum + one.tried, 0);
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
      if (SLOW) console.log(`${part}, mended: ${String(mended)}: ${tried} flips in ${seconds} s`);
      expect(outcomes.flatMap(({ accepted }) => accepted)).toEqual([]);
      expect(outcomes.map(({ validAround }) => validAround)).toEqual([true, true]);
      expect(tried).toBeGreaterThanOrEqual(wanted(part, step));
      // Mended, the flip has to be found by a digest or a signature.
      if (mended) expect(outcomes.map(({ atContainer }) => atContainer)).toEqual([0, 0]);
    },
    LONG_MS,
  );
});
