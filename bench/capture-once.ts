import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBands } from '#scripts/demo-site/bands.ts';
import { FEED_HEIGHT_CSS, FEED_POSTS } from '#scripts/demo-site/chatterly.ts';
import type { Site } from '#scripts/demo-site/server.ts';
import { recordNetwork, type NetworkRecord } from '#src/capture/network-record.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PICTURE_AND_FACTS } from '#src/capture/plan.ts';
import { encodeCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { runCapture } from '#src/capture/run-capture.ts';
import type { CaptureSink } from '#src/capture/work.ts';
import { concatBytes } from '#src/core/bytes.ts';
import { decryptAge, encryptAge, type AgeKeyPair } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { ObjectRef } from '#src/ledger/entry.ts';
import type { Ledger, LedgerWriter } from '#src/ledger/ledger.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { startRawBrowser, type RawPage } from '#test/support/raw-devtools.ts';
import { captureContext } from '#test/support/site/context.ts';
import { forgetOwnPeak, ownPeak, watchGroups } from './memory.ts';

const WIDTH_CSS = 1280;
const RULER_COLUMN = 8;
/** How long no request may be under way before a page counts as come in. */
const QUIET_MS = 500;
const POLL_MS = 50;
const PEER_DEADLINE_MS = 120_000;
const SINGLE_FILE_PROGRAM = fileURLToPath(
  import.meta.resolve('single-file-cli/single-file-node.js'),
);
const QUIET_FLAGS = [
  ...['--disable-gpu', '--no-first-run', '--disable-extensions'],
  ...['--disable-dev-shm-usage', '--disable-background-networking'],
];
const ROOT_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** What every capture needs. */
export interface Place {
  readonly browserPath: string;
  readonly folder: string;
  readonly site: Site;
  readonly store: VaultStore;
  readonly ledger: Ledger;
  readonly writer: LedgerWriter;
  /** The capture's own key. */
  readonly key: AgeKeyPair;
}

/** One capture, milliseconds and bytes. */
export interface Attempt {
  readonly startMs: number;
  readonly openMs: number;
  readonly captureMs: number;
  readonly wholeMs: number;
  /** Why it is not what it should be; null when every band and every picture is there. */
  readonly problem: string | null;
  readonly ownBytes: number | null;
  readonly browserBytes: number | null;
}

/** Start a browser, open the page, capture it and keep it as an exhibit is kept. */
export async function captureByUs(place: Place, watch: boolean): Promise<Attempt> {
  const { site } = place;
  site.clearLog();
  forgetOwnPeak();
  const startedMs = performance.now();
  const browser = await startRawBrowser();
  const unwatch = watch ? watchGroups(() => [browser.process.pid]) : (): null => null;
  try {
    const runsMs = performance.now();
    const records: NetworkRecord[] = [];
    const page = await browser.open({
      widthCss: WIDTH_CSS,
      async before(devtools) {
        const network = recordNetwork(devtools, systemClock());
        records.push(network);
        await network.ready;
      },
    });
    await page.navigate(`${site.origin}/`);
    const [network] = records;
    if (network === undefined) throw new Error('no network record was begun');
    await whenQuiet(network);
    const openMs = performance.now();
    const kept = await captureAndKeep(place, page, network);
    const endMs = performance.now();
    const [ownBytes, browserBytes] = [ownPeak(), unwatch()];
    return {
      ...{ startMs: runsMs - startedMs, openMs: openMs - runsMs, captureMs: endMs - openMs },
      ...{ wholeMs: endMs - startedMs, ownBytes, browserBytes },
      problem: await problemOfKept(place, kept),
    };
  } finally {
    unwatch();
    await browser.quit();
  }
}

/** Nobody captures a page that is still coming in; the quality checks would rightly ask about it. */
async function whenQuiet(network: NetworkRecord): Promise<void> {
  for (let quietMs = 0; quietMs < QUIET_MS; quietMs += POLL_MS) {
    if (network.inFlight() > 0) quietMs = 0;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What was kept: the record, and where each of its files lies. */
interface Kept {
  readonly record: CaptureRecord;
  readonly objects: ReadonlyMap<string, ObjectRef>;
}

async function captureAndKeep(place: Place, page: RawPage, network: NetworkRecord): Promise<Kept> {
  const { store, ledger, writer, site } = place;
  const objects = new Map<string, ObjectRef>();
  const sink = keepingSink(place, objects);
  const { record } = await runCapture({
    ...{ devtools: page.devtools, plan: PICTURE_AND_FACTS, clock: systemClock(), network, sink },
    context: captureContext(`${site.origin}/`),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const recordBytes = encodeCaptureRecord(record);
  await sink.put('capture-record.json', 'application/json', recordBytes);
  const payload = { v: 1, state: record.state, record: digestOf(recordBytes) };
  store.write((db) =>
    ledger.append(db, writer, { kind: 'capture-kept', payload, objects: [...objects.values()] }),
  );
  return { record, objects };
}

/** As the application keeps the files of a capture: hashed, encrypted, durable. */
function keepingSink({ store, key }: Place, objects: Map<string, ObjectRef>): CaptureSink {
  return {
    async put(name, _mediaType, bytes) {
      const plaintextDigest = digestOf(bytes);
      const stored = await store.objects.put(await encryptAge(bytes, [key.recipient]));
      objects.set(name, { ...stored, plaintextDigest, plaintextBytes: bytes.length });
      return { digest: plaintextDigest, sizeBytes: bytes.length };
    },
  };
}

async function problemOfKept(place: Place, { record, objects }: Kept): Promise<string | null> {
  const { store, key, site } = place;
  if (record.state !== 'complete') {
    const why = [
      ...record.missing.map(({ text }) => text),
      ...record.doubts.map(({ code, fact }) => `${code} (${fact})`),
    ];
    return `state ${record.state}: ${why.join(', ')}`;
  }
  const wrong = new Set<number>();
  for (const tile of record.picture?.tiles ?? []) {
    const ref = objects.get(tile.object);
    if (ref === undefined) return 'a tile was not kept';
    let file: Uint8Array = new Uint8Array();
    for await (const piece of store.objects.open(ref.objectId)) file = concatBytes(file, piece);
    const pixels = await decodePng(await decryptAge(file, key.identity));
    // The ruler stands at the left edge.
    const columns = tile.x === 0 ? [RULER_COLUMN] : [];
    for (const band of readBands(pixels, { y: tile.y, columns })) wrong.add(band);
  }
  if (record.picture?.heightPx !== FEED_HEIGHT_CSS) return 'the picture has another height';
  return wrong.size > 0 ? `${wrong.size} bands are wrong` : problemOfPictures(site);
}

/** A tool that somebody else makes: what is run, and what is wrong with the file it wrote. */
interface Peer {
  /** What the file is called. */
  readonly file: string;
  command(place: Place, profile: string, out: string): readonly [string, readonly string[]];
  problemOf(out: string, site: Site): Promise<string | null>;
}

const CHROMIUM: Peer = {
  file: 'page.png',
  command: ({ browserPath, site }, profile, out) => [
    browserPath,
    [...flagsFor(profile, out), `${site.origin}/`],
  ],
  problemOf: problemOfPicture,
};

const SINGLE_FILE: Peer = {
  file: 'page.html',
  command: ({ browserPath, site }, profile, out) => {
    const flags = [...QUIET_FLAGS, ...ROOT_FLAGS, `--user-data-dir=${profile}`];
    const options = [`--browser-executable-path=${browserPath}`, `--browser-width=${WIDTH_CSS}`];
    const args = [`--browser-args=${JSON.stringify(flags)}`, ...options, `${site.origin}/`, out];
    return [process.execPath, [SINGLE_FILE_PROGRAM, ...args]];
  },
  problemOf: problemOfSingleFile,
};

/** One command, one picture: a window as tall as the page. */
export async function captureByChromium(place: Place, watch: boolean): Promise<Attempt> {
  return await captureByPeer(CHROMIUM, place, watch);
}

/** One command, one HTML file with every picture in it. */
export async function captureBySingleFile(place: Place, watch: boolean): Promise<Attempt> {
  return await captureByPeer(SINGLE_FILE, place, watch);
}

async function captureByPeer(peer: Peer, place: Place, watch: boolean): Promise<Attempt> {
  const { folder, site } = place;
  site.clearLog();
  const profile = mkdtempSync(path.join(folder, 'profile-'));
  const out = path.join(profile, peer.file);
  const [program, args] = peer.command(place, profile, out);
  const startedMs = performance.now();
  const child = spawn(program, args, {
    stdio: 'ignore',
    detached: true,
    timeout: PEER_DEADLINE_MS,
  });
  const unwatch = watch ? watchGroups(() => [child.pid ?? -1]) : (): null => null;
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('exit', resolve);
  });
  const wholeMs = performance.now() - startedMs;
  const browserBytes = unwatch();
  endGroup(child.pid);
  const problem = code === 0 ? await peer.problemOf(out, site) : `it ended with ${String(code)}`;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return {
    startMs: 0,
    openMs: 0,
    captureMs: wholeMs,
    wholeMs,
    problem,
    ownBytes: null,
    browserBytes,
  };
}

/** What a browser that was ended in the middle leaves behind. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined && process.platform !== 'win32') process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left, as it should be.
  }
}

function flagsFor(profile: string, out: string): readonly string[] {
  return [
    ...['--headless', '--hide-scrollbars', '--force-color-profile=srgb'],
    ...QUIET_FLAGS,
    ...ROOT_FLAGS,
    `--user-data-dir=${profile}`,
    `--window-size=${WIDTH_CSS},${FEED_HEIGHT_CSS}`,
    `--screenshot=${out}`,
  ];
}

async function problemOfPicture(out: string, site: Site): Promise<string | null> {
  if (!existsSync(out)) return 'chromium wrote no picture';
  const pixels = await decodePng(readFileSync(out));
  if (pixels.height !== FEED_HEIGHT_CSS) {
    return `chromium's picture is ${pixels.height} px high, not ${FEED_HEIGHT_CSS}`;
  }
  const wrong = readBands(pixels, { columns: [RULER_COLUMN] });
  return wrong.length > 0
    ? `${wrong.length} bands of chromium's picture are wrong`
    : problemOfPictures(site);
}

async function problemOfSingleFile(out: string, site: Site): Promise<string | null> {
  if (!existsSync(out)) return 'single-file wrote no page';
  const page = await readFile(out, 'utf8');
  const inside = page.match(/data:image\/png;base64,/gu)?.length ?? 0;
  return inside < FEED_POSTS
    ? `${inside} of ${FEED_POSTS} pictures are in single-file's page`
    : problemOfPictures(site);
}

function problemOfPictures(site: Site): string | null {
  const asked = new Set(
    site.log.map((one) => one.path).filter((one) => one.startsWith('/pictures/')),
  );
  return asked.size === FEED_POSTS
    ? null
    : `${asked.size} of ${FEED_POSTS} pictures were asked for`;
}
