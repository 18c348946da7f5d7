import { isClockOff, timeAnswerWords } from '#src/core/time-source.ts';
import type { DoubtList } from './doubt.ts';
import type { ExchangeFacts, NetworkFacts } from './network-schema.ts';
import { flagOf, listOf, numberOf, textOf } from './read-json.ts';
import type { ClockFacts, PictureFacts } from './record.ts';
import type { TraceFacts } from './trace-schema.ts';
import type { Found } from './work.ts';

/** What the checks look at. */
export interface QualityInput {
  readonly found: Found;
  readonly network: NetworkFacts;
  /** Status of the shown document, null where it has none. */
  readonly status: number | null;
  readonly document: ExchangeFacts | null;
  readonly pictures: 'loaded' | 'not-loaded';
  readonly trace: Pick<TraceFacts, 'watch' | 'second'>;
  readonly clock: {
    readonly steppedMs: number;
    readonly moves: readonly ClockFacts['moves'][number][];
    readonly bounds: ClockFacts['bounds'];
    readonly timeSources: readonly ClockFacts['timeSources'][number][];
  };
}

const NOT_THERE =
  /^(?:error )?(?:40[0-9]|410|429|50[0-9])$|^(?:40[0-9]|410|429|50[0-9])\s*[-–—:|]|\b(?:error|status) ?(?:40[0-9]|410|429|50[0-9])\b|\b(?:404|410) (?:error|not found|page)|(?:page|post|account|profile|user|content|video|site) (?:was |is |could )?(?:not (?:be )?found|missing|gone|suspended|deleted|removed|unavailable)|^not found\b|doesn[’']?t exist|does not exist|no longer (?:available|exists)|isn[’']?t available|is (?:currently |temporarily )?unavailable|has been (?:removed|deleted|suspended|blocked)|something went wrong|nothing (?:here|to see)|access (?:denied|blocked)|forbidden|under maintenance|server error|too many requests|rate limit/iu;
const CONSENT =
  /cookie|consent|gdpr|privacy (?:choices|settings|preferences)|personali[sz]ed ads/iu;
const LOGIN =
  /\b(?:log ?in|sign ?in|log on)\b (?:to|required|first)|(?:please|must|need to) (?:log|sign) ?in|^(?:log ?in|sign ?in)$|\bsign up to\b|create an account to|members only/iu;
const CLOCK_TOLERANCE_MS = 1_000;
const WHOLE = new Set(['Document', 'Stylesheet', 'Script', 'Font', 'XHR', 'Fetch', 'Manifest']);

/** Raise a doubt for everything about a finished capture that the reviewers should answer. */
export function raiseDoubts(doubts: DoubtList, input: QualityInput): void {
  statusDoubts(doubts, input);
  blankDoubts(doubts, input.found);
  pictureDoubts(doubts, input);
  loadingDoubts(doubts, input);
  changeDoubts(doubts, input.found);
  coverDoubts(doubts, input.found);
  const missed = input.network.missed.length;
  if (missed > 0) {
    doubts.raise('REQUESTS_MISSED', `Requests without a record: ${missed}.`);
  }
  clockDoubts(doubts, input.clock);
  traceDoubts(doubts, input.trace);
}

function traceDoubts(doubts: DoubtList, { watch, second }: QualityInput['trace']): void {
  if (watch !== null && watch.differently > 0) {
    doubts.raise(
      'SHOWN_DIFFERENTLY',
      `The text was another one while the picture was taken, times seen: ${watch.differently}.`,
    );
  }
  if (watch?.gone !== null && watch?.gone !== undefined && watch.gone > 0) {
    doubts.raise(
      'SHOWN_DIFFERENTLY',
      `Lines that stood in the page at first and were gone after scrolling: ${watch.gone}.`,
    );
  }
  if (second !== null && !second.same) {
    doubts.raise(
      'SECOND_DIFFERS',
      `Lines only at first: ${second.onlyFirst.lines}; only on the second request: ${second.onlySecond.lines}; status then: ${second.status ?? 'none'}.`,
    );
  }
}

function clockDoubts(doubts: DoubtList, clock: QualityInput['clock']): void {
  const { steppedMs, moves, bounds, timeSources } = clock;
  if (Math.abs(steppedMs) > CLOCK_TOLERANCE_MS) {
    doubts.raise('CLOCK_MOVED', `The clock moved by ${steppedMs} ms against the time that passed.`);
  }
  const back = moves.filter(({ backward }) => backward).length;
  const jumps = moves.filter(({ byMs }) => Math.abs(byMs) > CLOCK_TOLERANCE_MS).length;
  if (back > 0) doubts.raise('CLOCK_MOVED', `The clock went back, times: ${back}.`);
  else if (jumps > 0) doubts.raise('CLOCK_MOVED', `The clock was set, times: ${jumps}.`);
  for (const answer of timeSources.filter(isClockOff)) {
    doubts.raise('CLOCK_OFF', `${timeAnswerWords(answer)}. ${besideDates(answer, bounds)}`);
  }
}

/** A time server's answer can be forged by whoever controls the network: what the sites' own dates say stands beside it. */
function besideDates(
  { offsetMs, withinMs }: ClockFacts['timeSources'][number],
  bounds: ClockFacts['bounds'],
): string {
  if (bounds === null) return 'No site said what time it had.';
  const low = (offsetMs ?? 0) - (withinMs ?? 0);
  const high = (offsetMs ?? 0) + (withinMs ?? 0);
  const fits = low <= bounds.highMs && high >= bounds.lowMs;
  return fits
    ? 'The dates that sites sent fit with that.'
    : 'The dates that sites sent do not fit with that: one of the two is wrong.';
}

function statusDoubts(doubts: DoubtList, { found, status, document }: QualityInput): void {
  const isWeb = /^https?:/iu.test(found.address);
  if (status !== null && status !== 200) {
    doubts.raise('STATUS_NOT_OK', `The site answered with status ${status}.`);
  } else if (status === null && isWeb) {
    const why = document?.reason ?? 'no answer was seen';
    doubts.raise('STATUS_NOT_OK', `The site gave no status (${why}).`);
  } else if (!isWeb) {
    doubts.raise('STATUS_NOT_OK', 'The page did not come from a web site.');
  }
  const words = [textOf(found.facts, 'title'), found.title, ...headings(found)];
  if (status === 200 && words.some((text) => NOT_THERE.test(text))) {
    doubts.raise(
      'SOFT_ERROR',
      'The site answered that all is well, but title or heading say otherwise.',
    );
  }
}

function headings(found: Found): readonly string[] {
  return listOf(found.facts, 'headings').filter((text) => typeof text === 'string');
}

function blankDoubts(doubts: DoubtList, found: Found): void {
  const share = found.colourShare;
  if (share === null) return;
  const characters = found.text?.characters ?? 0;
  if (share === 1) doubts.raise('BLANK', 'Every point of the picture has one colour.');
  else if (share > 0.995 && characters < 40) {
    const percent = (Math.floor(share * 10_000) / 100).toFixed(2);
    doubts.raise(
      'NEARLY_BLANK',
      `${percent} % of the picture has one colour; ${characters} characters.`,
    );
  }
}

function pictureDoubts(doubts: DoubtList, { found, network, pictures }: QualityInput): void {
  const shown = numberOf(found.facts, 'pictures');
  const backgrounds = numberOf(found.facts, 'backgrounds');
  const media = numberOf(found.facts, 'video') + numberOf(found.facts, 'canvas');
  if (pictures === 'not-loaded') {
    // Text first hides them too, so all count that the page has.
    const all = Math.max(shown, numberOf(found.facts, 'allPictures')) + backgrounds + media;
    if (all > 0) doubts.raise('PICTURES_NOT_LOADED', `Pictures not asked for: ${all}.`);
    // Text first hides frames whole: what they say is neither in the picture nor in the text.
    const frames = numberOf(found.facts, 'frames');
    if (frames > 0) doubts.raise('PICTURES_NOT_LOADED', `Frames that are not shown: ${frames}.`);
    return;
  }
  const broken = numberOf(found.facts, 'broken');
  const failed = network.exchanges.filter(
    (exchange) => exchange.kind === 'Image' && isBad(exchange),
  );
  const late = found.waitingPictures;
  const bad = Math.max(broken, failed.length, late);
  if (bad > 0) {
    doubts.raise(
      'PICTURES_MISSING',
      `Pictures that did not arrive: ${bad} of ${Math.max(shown, bad)}.`,
    );
  }
}

function isBad(exchange: ExchangeFacts): boolean {
  const status = exchange.hops.at(-1)?.status ?? null;
  if (exchange.state === 'failed') return true;
  return exchange.state === 'finished' && status !== null && status >= 400;
}

// Without pictures, fonts and pictures put in as objects are not asked for either: that has its own doubt.
function isOurChoice(exchange: ExchangeFacts): boolean {
  const blocked = exchange.reason?.includes('BLOCKED_BY_CLIENT') === true;
  return exchange.kind === 'Font' || (exchange.kind === 'Document' && exchange.no > 0 && blocked);
}

function loadingDoubts(
  doubts: DoubtList,
  { found, network, document, pictures }: QualityInput,
): void {
  const parts = network.exchanges.filter(
    (exchange) =>
      WHOLE.has(exchange.kind) &&
      !(pictures === 'not-loaded' && isOurChoice(exchange)) &&
      isBad(exchange) &&
      !(exchange === document && exchange.state === 'finished'),
  );
  if (parts.length > 0) {
    const first = parts[0]?.reason ?? `status ${parts[0]?.hops.at(-1)?.status ?? 'unknown'}`;
    doubts.raise(
      'PART_MISSING',
      `Parts that did not arrive whole: ${parts.length} (first: ${first}).`,
    );
  }
  const ready = textOf(found.facts, 'ready');
  if (document?.state === 'unfinished' || (found.facts !== null && ready !== 'complete')) {
    doubts.raise('STILL_LOADING', 'The page itself was still arriving.');
  } else if (!found.settled && found.facts !== null) {
    doubts.raise('STILL_LOADING', `Requests still under way: ${found.inFlight}.`);
  }
}

function changeDoubts(doubts: DoubtList, found: Found): void {
  const view = found.view === null ? 0 : found.view.width * found.view.height;
  if ((found.viewDifferent ?? 0) > 0) {
    doubts.raise('CHANGED', `${share(found.viewDifferent, view)} of the view differs from before.`);
  }
  if ((found.tileDifferent ?? 0) > 0) {
    doubts.raise(
      'CHANGED',
      `${share(found.tileDifferent, view)} of the first view differs in the picture.`,
    );
  }
  const { beforeTiles, afterTiles } = found.dom;
  if (beforeTiles !== null && afterTiles !== null && beforeTiles !== afterTiles) {
    doubts.raise('CHANGED', 'The page’s content changed while its picture was taken.');
  }
  const picture = found.picture;
  if (picture === null) return;
  for (const { text } of picture.capsReached) doubts.raise('CAP_REACHED', text);
  sampleDoubts(doubts, picture);
  if (
    found.heightAfterTiles !== null &&
    Math.ceil(found.heightAfterTiles) > picture.wholeHeightCss
  ) {
    doubts.raise(
      'CHANGED',
      `The page grew to ${Math.ceil(found.heightAfterTiles)} css px afterwards.`,
    );
  }
  if (picture.overlaps.different > 0) {
    const { different, compared } = picture.overlaps;
    doubts.raise('TILE_MISMATCH', `Shared rims that differ: ${different} of ${compared}.`);
  }
  if (picture.scroll.capReached !== null) {
    const { screens, capReached } = picture.scroll;
    doubts.raise(
      'CAP_REACHED',
      `Scrolling ended after ${screens} screens: ${CAP_WORDS[capReached]}.`,
    );
  }
}

const CAP_WORDS = {
  time: 'its time was up',
  screens: 'enough screens',
  growth: 'the page went on growing',
  height: 'enough height',
};

function sampleDoubts(doubts: DoubtList, picture: PictureFacts): void {
  // Rows that are only there while in view are pictured view by view instead.
  if (picture.inner.some(({ kind, state }) => kind === 'page' && state === 'whole')) return;
  const other = picture.samples.filter((sample) => (sample.different ?? 0) > 0);
  const [first] = other;
  if (first !== undefined) {
    const most = other.reduce((max, one) => Math.max(max, one.different ?? 0), 0);
    const places = `${other.length} of ${picture.samples.length}`;
    doubts.raise(
      'CHANGED',
      `Places that look another way in the picture than when scrolled to: ${places} (${share(most, first.compared)}).`,
    );
  }
}

function innerDoubts(doubts: DoubtList, found: Found): void {
  const { facts, inner, innerDone } = found;
  const scrollers = numberOf(facts, 'scrollers');
  const open = inner.filter(({ state }) => state !== 'whole');
  if (open.length > 0) {
    const why = open[0]?.reason ?? 'unknown';
    doubts.raise('INNER_SCROLL', `Parts not pictured to their end: ${open.length} (first: ${why})`);
  }
  if (!innerDone && scrollers > 0) {
    doubts.raise('INNER_SCROLL', `Parts that reach beyond what is in view: ${scrollers}.`);
  }
  if (flagOf(facts, 'clipped')) {
    doubts.raise('INNER_SCROLL', 'The page hides what is below its view.');
  }
  const differ = inner.filter(({ overlaps }) => overlaps.different > 0);
  if (differ.length > 0) {
    doubts.raise('TILE_MISMATCH', `Parts whose pictures do not fit together: ${differ.length}.`);
  }
  const asPage = inner.some(({ kind, state }) => kind === 'page' && state === 'whole');
  if (found.passingLines > 0 && !asPage) {
    const count = found.passingLines;
    doubts.raise('CHANGED', `Lines of text that came and went while scrolling: ${count}.`);
  }
}

function coverDoubts(doubts: DoubtList, found: Found): void {
  const facts = found.facts;
  if (facts === null) return;
  for (const overlay of listOf(facts, 'overlays')) {
    const covered = numberOf(overlay, 'share');
    if (numberOf(overlay, 'textShare') > 0.6 && covered > 0.6) continue;
    const percent = `${Math.round(covered * 100)} % of the view is covered.`;
    if (covered >= 0.03 && CONSENT.test(textOf(overlay, 'words'))) doubts.raise('CONSENT', percent);
    else if (covered >= 0.2) doubts.raise('OVERLAY', percent);
  }
  innerDoubts(doubts, found);
  const asks = [textOf(facts, 'title'), ...headings(found)].some((text) => LOGIN.test(text));
  const overlayAsks = listOf(facts, 'overlays').some(
    (overlay) =>
      numberOf(overlay, 'share') >= 0.1 &&
      /log ?in|sign ?in|sign ?up/iu.test(textOf(overlay, 'words')),
  );
  if (numberOf(facts, 'passwords') > 0 || asks || overlayAsks) {
    doubts.raise('LOGIN_WALL', 'The page shows a field or a heading for logging in.');
  }
}

function share(different: number | null, whole: number): string {
  // Where the sizes differ, more points can differ than there were.
  const percent = whole === 0 ? 100 : Math.min(100, (100 * (different ?? 0)) / whole);
  return percent < 0.1 ? 'Less than 0.1 %' : `${percent.toFixed(1)} %`;
}
