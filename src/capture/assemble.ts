import { archiveFactsOf, noteNotKept } from './archive/archive-facts.ts';
import { clockFacts, momentOf, type ClockFindings, type Moment } from './clock-facts.ts';
import { freezeNetwork } from './network-facts.ts';
import { stillOf, type StillNetwork } from './network-record.ts';
import type { ExchangeFacts, NetworkFacts } from './network-schema.ts';
import { cutText, flagOf, numberOf, textOf } from './read-json.ts';
import { raiseDoubts } from './quality.ts';
import type { StepName } from './plan.ts';
import type {
  CaptureRecord,
  CaptureState,
  PageFacts,
  PictureFacts,
  PictureParts,
  StepFacts,
} from './record.ts';
import { Redactor } from './redactor.ts';
import type { Work } from './work.ts';

/** How the steps went. */
export interface StepLog extends ClockFindings {
  readonly started: Moment;
  readonly steps: readonly StepFacts[];
  /** The page's own picture as far as it came. */
  readonly picture: PictureParts | null;
  readonly tiles: { readonly taken: number; readonly total: number };
  readonly stopped: boolean;
}

const STEP_WORDS: Readonly<Record<StepName, string>> = {
  'viewport-shot': 'The first view of the page is missing.',
  measure: 'The page’s size and title are missing.',
  'dom-first': 'The page’s first HTML digest is missing.',
  'scroll-through': 'The page was not scrolled through to its end.',
  samples: 'Views for comparing the picture with are missing.',
  settle: 'It is not known whether the page had finished loading.',
  'dom-before': 'The page’s HTML digest before the picture is missing.',
  tiles: 'Parts of the picture are missing.',
  'dom-after': 'The page’s HTML digest after the picture is missing.',
  text: 'The page’s text is missing.',
  facts: 'What the page was checked for is missing.',
  'viewport-after': 'The last view of the page is missing.',
  inner: 'Parts of the page that scroll inside themselves may be missing.',
  'passing-text': 'Text that came and went while scrolling may be missing.',
  'without-overlays': 'The picture without what lies over the page is missing.',
  sheets: 'The joined picture is missing.',
  certificates: 'Servers’ certificates are missing.',
  bodies: 'Digests of what the page received are missing.',
  archive: 'The full archive is missing or ends early.',
  'reading-copy': 'The reading copy of the page is missing.',
};

/** Put the record together from what the steps found: what is missing, what is in doubt, and the state. */
export async function assembleRecord(work: Work, log: StepLog): Promise<CaptureRecord> {
  const { found, context } = work;
  const still = stillOf(work.network);
  const redactor = await Redactor.of(still.exchanges, [context.address, found.address]);
  found.picture = pictureOf(work, log.picture);
  const network = await freezeNetwork(still, {
    redactor,
    from: log.started.at,
    maxExchanges: work.plan.caps.exchanges,
    certificates: found.certificates,
    bodies: found.bodies,
  });
  const clock = clockFacts(log.started, momentOf(work.clock), context.timeZone, network, log);
  const document = documentOf(still, network);
  const page = pageOf(work, document, redactor);
  const trace = work.trace.facts(still.exchanges, redactor, {
    ...{ openedAt: log.started.at, lines: work.trace.lines, status: page.status },
    address: still.document?.hops.at(-1)?.address ?? '',
    body: document?.body?.digest ?? null,
  });
  const archive = archiveFactsOf(work, network);
  if (!log.stopped) {
    noteNotKept(work, archive);
    noteMissing(work, log);
    raiseDoubts(work.doubts, {
      found,
      network,
      status: page.status,
      document,
      pictures: context.pictures,
      clock,
      trace,
    });
  }
  const {
    captureId,
    address: _address,
    timeZone: _timeZone,
    archive: _archive,
    ...given
  } = context;
  const record: CaptureRecord = {
    v: 1,
    kind: 'countersign/capture',
    captureId,
    state: 'partial',
    missing: work.missing,
    doubts: [...work.doubts.list()],
    page,
    picture: found.picture,
    withoutOverlays: found.withoutOverlays,
    text: found.text,
    passingText: found.passingText,
    dom: found.dom,
    objects: work.objects,
    archive,
    network,
    clock,
    provenance: {
      ...given,
      people: [...given.people],
      shims: [...given.shims, ...found.shims],
      language: textOf(found.measure, 'language').slice(0, 64),
      userAgent: cutText(textOf(found.measure, 'userAgent'), 512),
    },
    trace,
    steps: [...log.steps],
  };
  return { ...record, state: stateOf(record, log) };
}

function stateOf(record: CaptureRecord, log: StepLog): CaptureState {
  if (log.stopped || log.steps.some((step) => step.state === 'stopped')) return 'stopped';
  const pictured = record.objects.some(({ role }) => role === 'tile' || role === 'viewport');
  if (!pictured) return 'failed';
  return record.missing.length + record.doubts.length === 0 ? 'complete' : 'partial';
}

function noteMissing(work: Work, log: StepLog): void {
  for (const step of log.steps) {
    if (step.state === 'done') continue;
    const parts =
      step.name === 'tiles' && log.tiles.total > 0
        ? ` ${log.tiles.taken} of ${log.tiles.total} were taken.`
        : '';
    work.miss('STEP', step.name, `${STEP_WORDS[step.name]}${parts}`);
    if (step.required) {
      work.doubts.raise('STEP_MISSING', `${STEP_WORDS[step.name]} (${step.reason ?? 'not done'})`);
    }
  }
}

function documentOf(still: StillNetwork, network: NetworkFacts): ExchangeFacts | null {
  return still.document === null ? null : (network.exchanges[0] ?? null);
}

function pageOf(work: Work, document: ExchangeFacts | null, redactor: Redactor): PageFacts {
  const { found, context } = work;
  const hops = document?.hops ?? [];
  const last = hops.at(-1);
  const redirects = hops.slice(0, -1).map((hop, index) => ({
    from: hop.address,
    to: hops[index + 1]?.address ?? '',
    status: hop.status ?? 0,
  }));
  const shown = found.address === '' ? (last?.address ?? context.address) : found.address;
  return {
    requestedAddress: redactor.address(context.address),
    address: redactor.address(shown),
    title: cutText(found.title, 2_000),
    status: last?.status ?? null,
    mediaType: document?.mediaType ?? (textOf(found.facts, 'mediaType') || null),
    language: textOf(found.facts, 'language').slice(0, 64) || null,
    characterSet: textOf(found.facts, 'characterSet').slice(0, 64) || null,
    redirects,
    serverAddress: last?.serverAddress ?? null,
    protocol: last?.protocol ?? null,
    security: last?.security ?? null,
  };
}

const NO_SCROLL = {
  ...{ screens: 0, reachedCss: 0, heightBeforeCss: 0, heightAfterCss: 0, capReached: null },
};

function pictureOf(work: Work, parts: PictureParts | null): PictureFacts | null {
  const { found, plan } = work;
  if (parts === null || parts.tiles.length === 0) return null;
  const {
    bodyBytes: _bodyBytes,
    exchanges: _exchanges,
    archiveBytes: _archiveBytes,
    readingCopyBytes: _readingCopyBytes,
    ...caps
  } = plan.caps;
  return {
    ...parts,
    viewport: {
      widthCss: Math.round(numberOf(found.measure, 'viewWidth')),
      heightCss: Math.round(numberOf(found.measure, 'viewHeight')),
      scrollX: numberOf(found.measure, 'x'),
      scrollY: numberOf(found.measure, 'y'),
    },
    caps,
    scroll: found.scroll ?? NO_SCROLL,
    samples: found.samples.map(({ object, scrollX, scrollY, compared, different }) => ({
      ...{ object, scrollX, scrollY, compared },
      different: compared === 0 ? null : different,
    })),
    inner: found.inner,
    notes: notesOf(work),
  };
}

function notesOf({ found }: Work): string[] {
  const { facts, inner } = found;
  const notes: string[] = [];
  if (numberOf(facts, 'fixed') > 0) {
    notes.push('Parts that are fixed to the view appear once, at the top.');
  }
  if (numberOf(facts, 'sticky') > 0) {
    notes.push(
      'Parts that stick while one scrolls appear where they stand at the top of the page.',
    );
  }
  if (flagOf(facts, 'clipped')) {
    notes.push('What the page hides below its view is not pictured.');
  }
  if (inner.some(({ kind }) => kind !== 'page')) {
    notes.push(
      'Parts that scroll inside themselves appear as they stood; see the pictures of each.',
    );
  }
  if (inner.some(({ kind }) => kind === 'page')) {
    notes.push('Rows are on the page only while they are in view; see its pictures view by view.');
  }
  return notes;
}
