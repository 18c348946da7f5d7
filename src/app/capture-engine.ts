import { PICTURE_AND_FACTS, withArchive } from '#src/capture/plan.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PreviewBuilder } from '#src/capture/preview.ts';
import { encodeCaptureRecordInTurns, parseCaptureRecord } from '#src/capture/record-codec.ts';
import { recordNetwork, type NetworkRecord } from '#src/capture/network-record.ts';
import { runCapture } from '#src/capture/run-capture.ts';
import type { CaptureContext } from '#src/capture/context.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import type { Clock } from '#src/core/clock.ts';
import { accountOf } from './capture-account.ts';
import type { CaptureEngine, CaptureFacts, NetworkWitness } from './capture-port.ts';

/** The real capture engine, over `src/capture`. @param clock - the evidence clock */
export function captureEngine(clock: Clock): CaptureEngine {
  const records = new WeakMap<NetworkWitness, NetworkRecord>();
  return {
    recordNetwork(devtools) {
      const network = recordNetwork(devtools, clock);
      records.set(network, network);
      return network;
    },
    async run({ devtools, network, facts, sink, onProgress, signal }) {
      const outcome = await runCapture({
        ...{ devtools, clock, context: contextOf(facts), sink, signal },
        plan: facts.archive === null ? PICTURE_AND_FACTS : withArchive(PICTURE_AND_FACTS),
        network:
          (network === null ? undefined : records.get(network)) ?? recordNetwork(devtools, clock),
        onProgress: ({ step, done, total }) => {
          onProgress({ step: STEP_WORDS[step] ?? step, done, total });
        },
      });
      const { record, state, missing, doubts, preview } = outcome;
      const { picture } = record;
      return {
        ...{ state, missing, doubts, record: await encodeCaptureRecordInTurns(record) },
        widthPx: picture?.widthPx ?? 0,
        heightPx: picture?.heightPx ?? 0,
        tileNames: (picture?.tiles ?? []).map(({ object }) => object),
        facts: factsOf(record),
        preview: preview === null ? null : { png: preview.png, scale: preview.scale },
      };
    },
    accountOf: (bytes) => accountOf(parseCaptureRecord(bytes)),
    async preview(bytes, open) {
      const { picture } = parseCaptureRecord(bytes);
      if (picture === null || picture.tiles.length === 0) return null;
      const builder = new PreviewBuilder(picture.widthPx, picture.heightPx);
      for (const tile of picture.tiles) {
        const pixels = await decodePng(await open(tile.object));
        await builder.add(pixels, tile.x, tile.y);
      }
      const preview = await builder.finish();
      return preview === null ? null : { png: preview.png, scale: preview.scale };
    },
  };
}

const STEP_WORDS: Readonly<Record<string, string>> = {
  'viewport-shot': 'Taking the picture of the window',
  measure: 'Measuring the page',
  'scroll-through': 'Scrolling through the page',
  settle: 'Waiting until the page is still',
  tiles: 'Taking the pictures of the page',
  text: 'Reading the text',
  facts: 'Noting the facts',
  'viewport-after': 'Comparing with the first picture',
  samples: 'Looking at a few places again',
  inner: 'Taking the pictures of parts that scroll',
  'passing-text': 'Reading the text that came and went',
  'without-overlays': 'Taking the picture without what lies over the page',
  sheets: 'Putting the pictures together',
  certificates: 'Reading the certificates',
  bodies: 'Comparing what was sent',
  archive: 'Keeping what the page received',
  'reading-copy': 'Keeping a copy for reading',
};

function contextOf(facts: CaptureFacts): CaptureContext {
  const { software } = facts;
  return {
    ...{ captureId: facts.captureId, address: facts.address, people: [...facts.people] },
    ...{ computer: facts.computer, sittingId: facts.sittingId, demonstration: facts.demonstration },
    software: {
      ...{ name: software.name, version: software.version, platform: software.platform },
      ...{ browser: `Chromium ${software.chromium}`, preview: software.preview },
    },
    pictures: facts.pictures ? 'loaded' : 'not-loaded',
    shims: [...facts.shims],
    ...(facts.archive === null ? {} : { archive: facts.archive }),
    timeZone: new Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone,
  };
}

function factsOf(record: CaptureRecord): { readonly name: string; readonly value: string }[] {
  const { page, clock, picture, network } = record;
  const offset =
    clock.offsetMs === null ? 'Not known: no server told the time' : `${clock.offsetMs} ms`;
  return [
    { name: 'Address', value: page.address },
    { name: 'Answer', value: page.status === null ? 'None' : String(page.status) },
    { name: 'Redirects', value: String(page.redirects.length) },
    { name: 'Server', value: page.serverAddress ?? 'Not known' },
    { name: 'Begun', value: clock.startedAt },
    { name: 'Clock against the server', value: offset },
    { name: 'Requests', value: String(network.exchanges.length) },
    { name: 'Pictures of the page', value: String(picture?.tiles.length ?? 0) },
  ];
}
