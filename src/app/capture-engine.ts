import { cutPart, devicePxOf, tilesIn } from '#src/capture/cut-part.ts';
import {
  PICTURE_AND_FACTS,
  withArchive,
  withOverlaysHidden,
  type CapturePlan,
  type StepName,
} from '#src/capture/plan.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PreviewBuilder } from '#src/capture/preview.ts';
import { PreviewSheets } from '#src/capture/preview-sheets.ts';
import { encodeCaptureRecordInTurns, parseCaptureRecord } from '#src/capture/record-codec.ts';
import { recordNetwork, type NetworkRecord } from '#src/capture/network-record.ts';
import { photographVeiled, scrollVeiled } from '#src/capture/veil.ts';
import { runCapture, type CaptureInput } from '#src/capture/run-capture.ts';
import type { CaptureContext } from '#src/capture/context.ts';
import { pageWayOf } from '#src/capture/way-facts.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import type { Clock } from '#src/core/clock.ts';
import { egressWords } from '#src/core/egress.ts';
import { timeAnswerWords } from '#src/core/time-source.ts';
import type { SiteException } from '#src/investigation/state.ts';
import { pngSize } from '#src/form/png-size.ts';
import { accountOf, tlsOf } from './capture-account.ts';
import { compareStored } from './compare-stored.ts';
import { secondLook } from './second-look.ts';
import type {
  CaptureEngine,
  CaptureFacts,
  CaptureProgress,
  NetworkWitness,
  PictureOnShow,
  ScaledPicture,
} from './capture-port.ts';
import { partsFacts, picturesOf, type RecordedPictureParts } from './recorded-pictures.ts';

type LookAgain = NonNullable<CaptureInput['lookAgain']>;

/** The real capture engine, over `src/capture`. @param clock - the evidence clock */
export function captureEngine(clock: Clock): CaptureEngine {
  const records = new WeakMap<NetworkWitness, NetworkRecord>();
  return {
    recordNetwork(devtools) {
      const network = recordNetwork(devtools, clock);
      records.set(network, network);
      return network;
    },
    async run({
      devtools,
      network: witness,
      facts,
      timeSources,
      openApart,
      sink,
      onProgress,
      signal,
    }) {
      const network =
        (witness === null ? undefined : records.get(witness)) ?? recordNetwork(devtools, clock);
      let last: CaptureProgress | null = null;
      const telling =
        (look: LookAgain): LookAgain =>
        (over) => {
          if (last !== null) {
            const { total, grown } = last;
            onProgress({ step: ASKING_AGAIN, done: total, total, part: null, grown });
          }
          return look(over);
        };
      const outcome = await runCapture({
        ...{ devtools, clock, context: contextOf(facts), sink, signal },
        ...{ plan: planOf(facts), network, timeSources },
        ...(openApart === null
          ? {}
          : { lookAgain: telling(secondLook(openApart, network, facts.address, clock)) }),
        onProgress: ({ step, ...rest }) => {
          last = { step: STEP_WORDS[step], ...rest };
          onProgress(last);
        },
      });
      const { record, state, missing, doubts, preview, previews } = outcome;
      const { picture } = record;
      return {
        ...{ state, missing, doubts, record: await encodeCaptureRecordInTurns(record) },
        widthPx: picture?.widthPx ?? 0,
        heightPx: picture?.heightPx ?? 0,
        tileNames: (picture?.tiles ?? []).map(({ object }) => object),
        facts: [...factsOf(record), ...partsFacts(record)],
        pictures: picturesOf(record).map((one) => onShow(one, previews.get(one.key) ?? [])),
        preview: preview === null ? null : { png: preview.png, scale: preview.scale },
      };
    },
    pictureOf(bytes) {
      const { picture } = parseCaptureRecord(bytes);
      if (picture === null) return null;
      const { widthPx, heightPx, devicePixelRatio } = picture;
      return {
        widthPx,
        heightPx,
        devicePixelRatio,
        tileNames: picture.tiles.map(({ object }) => object),
      };
    },
    veiledPicture: photographVeiled,
    scrollVeiled: (devtools, by) => scrollVeiled(devtools, by, clock),
    accountOf: (bytes) => accountOf(parseCaptureRecord(bytes)),
    async cut(bytes, css, maxPx, open) {
      const found = parseCaptureRecord(bytes).picture;
      if (found === null) return null;
      const picture = { width: found.widthPx, height: found.heightPx };
      const px = devicePxOf(css, found.devicePixelRatio, picture);
      const tiles = tilesIn(found.tiles, px);
      const tileNames = tiles.map(({ object }) => object);
      const fits = px.width > 0 && px.height > 0 && px.width * px.height <= maxPx;
      return { px, picture, tileNames, png: fits ? await cutPart(tiles, px, open) : null };
    },
    compare: compareStored,
    async preview(bytes, open) {
      const record = parseCaptureRecord(bytes);
      const [page, ...others] = picturesOf(record);
      if (page === undefined) return null;
      const { sheets, preview } = await builtOf(page, open);
      if (preview === null) return null;
      const pictures = [onShow(page, sheets)];
      for (const one of others) pictures.push(onShow(one, (await builtOf(one, open)).sheets));
      const { png, scale } = preview;
      return { png, scale, pictures, facts: partsFacts(record) };
    },
  };
}

/** A picture in sheets and small as a whole; each tile is decrypted and decoded once. */
async function builtOf(
  picture: RecordedPictureParts,
  open: (name: string) => Promise<Uint8Array>,
): Promise<{ readonly sheets: readonly ScaledPicture[]; readonly preview: ScaledPicture | null }> {
  let sheets: PreviewSheets | null = null;
  let whole: PreviewBuilder | null = null;
  for (const tile of picture.tiles) {
    const pixels = await decodePng(await open(tile.object));
    const width = picture.widthPx > 0 ? picture.widthPx : pixels.width;
    const height = picture.heightPx > 0 ? picture.heightPx : pixels.height;
    sheets ??= new PreviewSheets(width, height);
    whole ??= new PreviewBuilder(width, height);
    await whole.add(pixels, tile.x, tile.y);
    await sheets.add(pixels, tile.x, tile.y);
  }
  return {
    sheets: (await sheets?.finish()) ?? [],
    preview: (await whole?.finish()) ?? null,
  };
}

function onShow(
  { key, name, caption, widthPx, heightPx, tiles }: RecordedPictureParts,
  sheets: readonly ScaledPicture[],
): PictureOnShow {
  const small = sheets.map(({ png, scale }) => ({ png, scale }));
  const shown = { key, name, caption, tiles: tiles.length, sheets: small };
  const [first] = small;
  if (widthPx > 0 || first === undefined) return { ...shown, widthPx, heightPx };
  const size = pngSize(first.png);
  const px = (scaled: number): number => Math.round(scaled / first.scale);
  return { ...shown, widthPx: px(size.widthPx), heightPx: px(size.heightPx) };
}

function planOf({ overlays, archive }: CaptureFacts): CapturePlan {
  const plan = overlays ? withOverlaysHidden(PICTURE_AND_FACTS) : PICTURE_AND_FACTS;
  return archive === null ? plan : withArchive(plan);
}

/** What asking a second time is called on the screens: it is no step of the plan. */
export const ASKING_AGAIN = 'Asking the site for the page a second time';

/** What each step of a capture is called on the screens. */
export const STEP_WORDS: Readonly<Record<StepName, string>> = {
  'viewport-shot': 'Taking the picture of the window',
  measure: 'Measuring the page',
  'dom-first': 'Reading how the page is built',
  'dom-before': 'Reading how the page is built, before its pictures are taken',
  'dom-after': 'Reading how the page is built, after its pictures were taken',
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
    egress: facts.egress,
    shims: [...facts.shims],
    exceptions: facts.exceptions.map(exceptionFacts),
    ...(facts.archive === null ? {} : { archive: facts.archive }),
    timeZone: new Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone,
  };
}

function exceptionFacts({ phase, personIds, ...one }: SiteException) {
  const ended = phase?.ended ?? null;
  return {
    ...{ ...one, personIds: [...personIds] },
    phase: ended === null ? null : withEnd(ended),
  };
}

function withEnd({ at, ...rest }: NonNullable<NonNullable<SiteException['phase']>['ended']>) {
  return { ...rest, endedAt: at };
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
    { name: 'Way', value: wayWords(record) },
    { name: 'Certificate', value: certificateWords(record) },
    { name: 'Begun', value: clock.startedAt },
    { name: 'Clock against the server', value: offset },
    ...clock.timeSources.map((answer) => ({
      name: 'Clock against the time server',
      value: timeAnswerWords(answer),
    })),
    { name: 'Goes out with', value: egressWords(record.provenance.egress) },
    { name: 'Requests', value: String(network.exchanges.length) },
    ...exceptionWords(record),
    { name: 'Pictures of the page', value: String(picture?.tiles.length ?? 0) },
  ];
}

/** What the page could do or was beside a stranger's reading, while it was captured. */
function exceptionWords({ provenance }: CaptureRecord): { name: string; value: string }[] {
  return provenance.exceptions.flatMap(({ account, exception, endedAt }) => {
    if (endedAt !== null) return [];
    if (account !== null) return [{ name: 'Logged in as', value: account }];
    return exception === 'consent-banner'
      ? [{ name: 'Notice about consent', value: 'Dismissed before, by its own buttons' }]
      : [];
  });
}

function wayWords({ page, network }: CaptureRecord): string {
  const { kind, proxy, serverIsProxy } = pageWayOf(page.address, page.serverAddress, network);
  if (kind === 'direct') return 'No proxy';
  if (kind === 'unknown') return 'Not known';
  const through = `the school’s proxy at ${proxy ?? 'an unknown address'}`;
  if (serverIsProxy === false)
    return `${through} is set for it, but the answer came from another address`.replace(/^t/u, 'T');
  return serverIsProxy === true
    ? `Through ${through}. The addresses recorded are the proxy’s; where the site’s name led for it could not be seen.`
    : `Through ${through}. Where the site’s name led for it could not be seen.`;
}

function certificateWords(record: CaptureRecord): string {
  const tls = tlsOf(record);
  if (tls === null)
    return record.page.address.startsWith('https:') ? 'Not known' : 'None: not encrypted';
  const issuer = tls.issuer.slice(0, 300);
  return tls.filtered
    ? `Not the site’s own: issued by ${issuer}, which only this computer trusts. The site’s own chain was not seen.`
    : `Issued by ${issuer}`;
}
