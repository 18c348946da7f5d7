import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readBands } from '#scripts/demo-site/bands.ts';
import { startSite } from '#scripts/demo-site/server.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { encodeCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import type { CaptureSink } from '#src/capture/work.ts';
import { encryptAge, newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { capturePage } from '#test/support/captured.ts';
import { startRawBrowser } from '#test/support/raw-devtools.ts';
import { rulerPath, rulerRoutes } from '#test/support/site/ruler.ts';
import { forgetOwnPeak, ownPeak, watchGroups } from './memory.ts';
import { mb, printTable, printVerdicts, type Verdict } from './table.ts';

// Run by hand: `node bench/capture-tall.ts [HEIGHT@RATIO …]`, for example `100000@2 1000000@1`.
const USUAL = ['10000@1', '33000@1', '100000@1', '100000@2', '100000@3', '1000000@1'];
const LIMIT_BYTES = 700e6;
const LIMIT_HEIGHT_CSS = 100_000;
const PAGE_MS = 60_000;

/** One capture of the ruler page, as the child prints it. */
interface Measured {
  readonly state: CaptureRecord['state'];
  readonly heightPx: number;
  readonly tiles: number;
  readonly wrongBands: number;
  readonly bytes: number;
  readonly recordBytes: number;
  readonly said: readonly string[];
  readonly tookMs: number;
  readonly scrollMs: number;
  readonly tilesMs: number;
  readonly ownBytes: number;
  readonly browserBytes: number | null;
}

/** Capture in this process and tell what it took; bands are checked tile by tile, nothing is kept. */
async function measureOne(height: number, dpr: number): Promise<Measured> {
  const site = await startSite(rulerRoutes);
  const browser = await startRawBrowser();
  const key = await newAgeIdentity();
  const sheets: { name: string; wrongAt: (y: number) => number }[] = [];
  let bytes = 0;
  const sink: CaptureSink & { readonly objects: Map<string, Uint8Array> } = {
    objects: new Map(),
    async put(name, _mediaType, png) {
      await encryptAge(png, [key.recipient]);
      bytes += png.length;
      if (name.startsWith('tile') || name.startsWith('sheet')) {
        const { colours, rows } = await rowColours(png);
        sheets.push({ name, wrongAt: (y) => wrongRows(colours, rows, y, dpr) });
      }
      return { digest: digestOf(png), sizeBytes: png.length };
    },
  };
  try {
    forgetOwnPeak();
    const unwatch = watchGroups(() => [browser.process.pid]);
    const { outcome, tookMs } = await capturePage(browser, site.origin + rulerPath(height), {
      ...{ dpr, sink, loadMs: PAGE_MS },
    });
    const [ownBytes, browserBytes] = [ownPeak(), unwatch()];
    const { record } = outcome;
    const places = new Map(
      [...(record.picture?.tiles ?? []), ...(record.picture?.sheets ?? [])].map((part) => [
        part.object,
        part.y,
      ]),
    );
    const took = (name: string): number =>
      record.steps.find((step) => step.name === name)?.tookMs ?? 0;
    return {
      ...{ state: record.state, heightPx: record.picture?.heightPx ?? 0, bytes, tookMs },
      tiles: record.picture?.tiles.length ?? 0,
      wrongBands: sheets.reduce((sum, part) => sum + part.wrongAt(places.get(part.name) ?? -1), 0),
      recordBytes: encodeCaptureRecord(record).length,
      said: [...record.doubts.map((one) => one.fact), ...record.missing.map((one) => one.text)],
      ...{ scrollMs: took('scroll-through'), tilesMs: took('tiles'), ownBytes, browserBytes },
    };
  } finally {
    await browser.quit();
    await site.close();
  }
}

/** Five points of each row: enough to read the bands once the place is known, and small. */
async function rowColours(png: Uint8Array): Promise<{ colours: Uint8Array; rows: number }> {
  const { width, height, data } = await decodePng(png);
  const columns = [0.01, 0.25, 0.5, 0.75, 0.99].map((part) => Math.floor(part * width));
  const colours = new Uint8Array(height * columns.length * 3);
  for (let row = 0; row < height; row++) {
    columns.forEach((column, at) => {
      const from = (row * width + column) * 3;
      colours.set(data.subarray(from, from + 3), (row * columns.length + at) * 3);
    });
  }
  return { colours, rows: height };
}

function wrongRows(data: Uint8Array, height: number, y: number, dpr: number): number {
  return readBands({ width: 5, height, data }, { y, dpr, columns: [0, 1, 2, 3, 4] }).length;
}

function seconds(valueMs: number): string {
  return `${(valueMs / 1_000).toFixed(1)} s`;
}

function report(asked: readonly string[]): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const rows = asked.map((what) => {
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--child', what], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.status !== 0) {
      verdicts.push({ held: false, text: `${what}: the measurement failed` });
      return [what];
    }
    const seen = JSON.parse(child.stdout) as Measured;
    const [height = 0] = numbersOf(what);
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
  });
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

const [first = '', ...rest] = process.argv.slice(2);
if (first === '--child') {
  const [height, dpr] = numbersOf(rest[0] ?? '');
  console.log(JSON.stringify(await measureOne(height, dpr)));
  // Timers of the test browser may still run.
  process.exit(0);
} else if ((await findBrowser()) === null) {
  console.log('no Chromium was found, so nothing was captured');
} else {
  printVerdicts(report(first === '' ? USUAL : [first, ...rest]));
}
