import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBands } from '#scripts/demo-site/bands.ts';
import { startSite } from '#scripts/demo-site/server.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { encodeCaptureRecord, parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import type { CaptureSink } from '#src/capture/work.ts';
import { encryptAge, newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { capturePage } from '#test/support/captured.ts';
import { startRawBrowser } from '#test/support/raw-devtools.ts';
import { rulerPath, rulerRoutes } from '#test/support/site/ruler.ts';
import { inFolder } from './bench.ts';
import { forgetOwnPeak, ownPeak, watchGroups } from './memory.ts';
import { mb, printTable, printVerdicts, seconds, type Verdict } from './table.ts';

// Run by hand: `node bench/capture-tall.ts [HEIGHT@RATIO …]`, for example `100000@2 1000000@1`.
const USUAL = ['10000@1', '33000@1', '100000@1', '100000@2', '100000@3', '1000000@1'];
const LIMIT_BYTES = 700e6;
const LIMIT_HEIGHT_CSS = 100_000;
const PAGE_MS = 60_000;

/** One capture of the ruler page, as the child that made it prints it. */
interface Measured {
  readonly bytes: number;
  readonly recordBytes: number;
  readonly said: readonly string[];
  readonly tookMs: number;
  readonly scrollMs: number;
  readonly tilesMs: number;
  readonly ownBytes: number;
  readonly browserBytes: number | null;
}

/** Capture in this process, put the pictures into a folder and tell what it took. */
async function captureInto(folder: string, height: number, dpr: number): Promise<Measured> {
  const site = await startSite(rulerRoutes);
  const browser = await startRawBrowser();
  const key = await newAgeIdentity();
  let bytes = 0;
  const sink: CaptureSink & { readonly objects: Map<string, Uint8Array> } = {
    objects: new Map(),
    async put(name, _mediaType, file) {
      // As the application does, but the ruler may lie there in the clear for the bands to be read.
      await encryptAge(file, [key.recipient]);
      await writeFile(path.join(folder, name), file);
      bytes += file.length;
      return { digest: digestOf(file), sizeBytes: file.length };
    },
  };
  try {
    forgetOwnPeak();
    const unwatch = watchGroups(() => [browser.process.pid]);
    const address = site.origin + rulerPath(height);
    const { outcome, tookMs } = await capturePage(browser, address, {
      ...{ dpr, sink, loadMs: PAGE_MS },
    });
    const [ownBytes, browserBytes] = [ownPeak(), unwatch()];
    const { record } = outcome;
    const encoded = encodeCaptureRecord(record);
    await writeFile(path.join(folder, 'record.json'), encoded);
    const took = (name: string): number =>
      record.steps.find((step) => step.name === name)?.tookMs ?? 0;
    return {
      ...{ bytes, tookMs, ownBytes, browserBytes, recordBytes: encoded.length },
      said: [...record.doubts.map((one) => one.fact), ...record.missing.map((one) => one.text)],
      ...{ scrollMs: took('scroll-through'), tilesMs: took('tiles') },
    };
  } finally {
    await browser.quit();
    await site.close();
  }
}

/** How many bands of the tiles and the sheets are wrong. */
async function wrongBands(folder: string, { picture }: CaptureRecord): Promise<number> {
  const wrong = new Set<number>();
  for (const part of [...(picture?.tiles ?? []), ...(picture?.sheets ?? [])]) {
    const pixels = await decodePng(await readFile(path.join(folder, part.object)));
    const place = { y: part.y, dpr: picture?.devicePixelRatio ?? 1 };
    for (const band of readBands(pixels, place)) wrong.add(band);
  }
  return wrong.size;
}

/** One capture of the ruler page, read back. */
export interface TallCapture extends Measured {
  readonly state: CaptureRecord['state'];
  readonly heightPx: number;
  readonly tiles: number;
  readonly wrongBands: number;
}

/**
 * Capture the ruler page in a process of its own.
 * @param what - `HEIGHT@RATIO`
 * @returns null where the measurement failed
 */
export async function measureTall(what: string): Promise<TallCapture | null> {
  return await inFolder(async (folder) => {
    const child = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), '--child', what, folder],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    if (child.status !== 0) return null;
    const seen = JSON.parse(child.stdout) as Measured;
    const record = parseCaptureRecord(await readFile(path.join(folder, 'record.json')));
    const { state, picture } = record;
    return {
      ...seen,
      ...{ state, heightPx: picture?.heightPx ?? 0, tiles: picture?.tiles.length ?? 0 },
      wrongBands: await wrongBands(folder, record),
    };
  });
}

async function measure(what: string, verdicts: Verdict[]): Promise<(string | null)[]> {
  const seen = await measureTall(what);
  if (seen === null) {
    verdicts.push({ held: false, text: `${what}: the measurement failed` });
    return [what];
  }
  const [height] = numbersOf(what);
  verdicts.push({ held: seen.wrongBands === 0, text: `${what}: ${seen.wrongBands} wrong bands` });
  for (const text of seen.said) verdicts.push({ held: null, text: `${what} said: ${text}` });
  if (height <= LIMIT_HEIGHT_CSS) {
    const text = `${what}: our process stayed below ${mb(LIMIT_BYTES)}`;
    verdicts.push({ held: seen.ownBytes < LIMIT_BYTES, text });
  }
  return [
    ...[what, seen.state, String(seen.heightPx), String(seen.tiles), String(seen.wrongBands)],
    ...[seconds(seen.scrollMs), seconds(seen.tilesMs), seconds(seen.tookMs)],
    ...[mb(seen.bytes), mb(seen.recordBytes), mb(seen.ownBytes)],
    seen.browserBytes === null ? null : mb(seen.browserBytes),
  ];
}

async function report(asked: readonly string[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const rows: (string | null)[][] = [];
  for (const what of asked) rows.push(await measure(what, verdicts));
  const headings = ['Page', 'State', 'Picture, px', 'Tiles', 'Wrong bands', 'Scroll', 'Tiles took'];
  const more = ['Whole', 'Stored', 'Record', 'Our process', 'Browser'];
  printTable(
    [...headings, ...more].map((heading) => ({ heading })),
    rows,
  );
  return verdicts;
}

function numbersOf(what: string): readonly [number, number] {
  const [height = 0, dpr = 1] = what.split('@').map(Number);
  if (!(height >= 100 && height % 100 === 0 && dpr > 0)) {
    throw new RangeError('HEIGHT@RATIO expected, the height a multiple of 100');
  }
  return [height, dpr];
}

async function main(): Promise<void> {
  const [first = '', ...rest] = process.argv.slice(2);
  if (first === '--child') {
    const [what = '', folder = ''] = rest;
    console.log(JSON.stringify(await captureInto(folder, ...numbersOf(what))));
    // Timers of the test browser may still run.
    process.exit(0);
  }
  if ((await findBrowser()) === null) console.log('no Chromium was found, so nothing was captured');
  else printVerdicts(await report(first === '' ? USUAL : [first, ...rest]));
}

if (import.meta.main) await main();
