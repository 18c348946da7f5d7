import { archiveFactsOf, noteNotKept } from './archive/archive-facts.ts';
import { clockFacts, momentOf, type Moment } from './clock-facts.ts';
import { freezeNetwork } from './network-facts.ts';
import type { ExchangeFacts, NetworkFacts } from './network-schema.ts';
import { cutText, flagOf, numberOf, textOf } from './read-json.ts';
import { raiseDoubts } from './quality.ts';
import type { StepName } from './plan.ts';
import type { CaptureRecord, CaptureState, PageFacts, PictureFacts, StepFacts } from './record.ts';
import { redactAddress } from './redact.ts';
import type { Work } from './work.ts';

/** How the steps went. */
export interface StepLog {
  readonly started: Moment;
  readonly steps: readonly StepFacts[];
  readonly scroll: PictureFacts['scroll'] | null;
  readonly tiles: { readonly taken: number; readonly total: number };
  readonly stopped: boolean;
}

const STEP_WORDS: Readonly<Record<StepName, string>> = {
  'viewport-shot': 'The first view of the page is missing.',
  measure: 'The page’s size and title are missing.',
  'dom-first': 'The page’s first HTML digest is missing.',
  'scroll-through': 'The page was not scrolled through to its end.',
  settle: 'It is not known whether the page had finished loading.',
  'dom-before': 'The page’s HTML digest before the picture is missing.',
  tiles: 'Parts of the picture are missing.',
  'dom-after': 'The page’s HTML digest after the picture is missing.',
  text: 'The page’s text is missing.',
  facts: 'What the page was checked for is missing.',
  'viewport-after': 'The last view of the page is missing.',
  sheets: 'The joined picture is missing.',
  certificates: 'Servers’ certificates are missing.',
  bodies: 'Digests of what the page received are missing.',
  archive: 'The full archive is missing or ends early.',
  'reading-copy': 'The reading copy of the page is missing.',
};

/** Put the record together from what the steps found: what is missing, what is in doubt, and the state. */
export function assembleRecord(work: Work, log: StepLog): CaptureRecord {
  const { found, context } = work;
  const network = freezeNetwork(work.network, {
    from: log.started.at,
    maxExchanges: work.plan.caps.exchanges,
    certificates: found.certificates,
    bodies: found.bodies,
  });
  const clock = clockFacts(log.started, momentOf(work.clock), context.timeZone, network);
  const document = documentOf(work, network);
  const page = pageOf(work, document);
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
      steppedMs: clock.steppedMs,
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
    picture: pictureOf(work),
    text: found.text,
    dom: found.dom,
    objects: work.objects,
    archive,
    network,
    clock,
    provenance: {
      ...given,
      people: [...given.people],
      shims: [...given.shims],
      language: textOf(found.measure, 'language').slice(0, 64),
      userAgent: cutText(textOf(found.measure, 'userAgent'), 512),
    },
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

function documentOf(work: Work, network: NetworkFacts): ExchangeFacts | null {
  return work.network.document() === null ? null : (network.exchanges[0] ?? null);
}

function pageOf(work: Work, document: ExchangeFacts | null): PageFacts {
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
    requestedAddress: redactAddress(context.address.toWellFormed()).text,
    address: redactAddress(shown).text,
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

function pictureOf(work: Work): PictureFacts | null {
  const { picture, facts } = work.found;
  if (picture === null || picture.tiles.length === 0) return null;
  const notes = [...picture.notes];
  if (numberOf(facts, 'fixed') > 0) {
    notes.push('Parts that are fixed to the view appear once, at the top.');
  }
  if (numberOf(facts, 'sticky') > 0) {
    notes.push(
      'Parts that stick while one scrolls appear where they stand at the top of the page.',
    );
  }
  if (flagOf(facts, 'clipped') || numberOf(facts, 'scrollers') > 0) {
    notes.push('Parts that scroll inside themselves are pictured as they stood.');
  }
  return { ...picture, notes };
}
