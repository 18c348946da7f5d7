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

export const WIDTH_CSS = 1280;
export const RULER_COLUMN = 8;
/** How long no request may be under way before a page counts as come in. */
const QUIET_MS = 500;
const POLL_MS = 50;

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

/** What is wrong with the pictures that a capture asked the site for; null when all were asked for. */
export function problemOfPictures(site: Site): string | null {
  const asked = new Set(
    site.log.map((one) => one.path).filter((one) => one.startsWith('/pictures/')),
  );
  return asked.size === FEED_POSTS
    ? null
    : `${asked.size} of ${FEED_POSTS} pictures were asked for`;
}
