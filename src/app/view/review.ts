import type {
  AgreementView,
  CaptureCheckView,
  ProgressView,
  ReviewView,
  VisitView,
} from '#src/contract/views.ts';
import { CATEGORIES } from '#src/investigation/categories.ts';
import {
  currentVisit,
  type Agreement,
  type InvestigationState,
  type Visit,
} from '#src/investigation/state.ts';
import {
  completeRefusal,
  isRefusedUnopened,
  proposeCaptureRefusal,
} from '#src/investigation/visiting.ts';
import type { App } from '../app.ts';
import type { CaptureJob } from '../app-state.ts';
import { exhibitViews } from './exhibit.ts';

/** The review: visits, the page's facts, agreements, the capture under way. */
export function reviewView(app: App): ReviewView {
  const { state } = app.investigation().folded;
  const { live } = app;
  const visit = currentVisit(state);
  const failedVisit = visit !== null && (visit.outcome === 'failed' || visit.outcome === 'refused');
  const current =
    visit !== null && (live.pageOpen || failedVisit || live.capture !== null) ? visit : null;
  return {
    kind: 'review',
    visits: state.visits.map(visitView),
    current: current === null ? null : visitView(current),
    address: current === null ? '' : (current.finalAddress ?? current.address),
    canGoBack: live.pageOpen && app.ports.browser.canGoBack(),
    pictures: current?.pictures === true ? 'plain' : 'not-loaded',
    picturesAgreedAt: current?.pictures === true ? state.picturesAgreedAt : null,
    agreement: agreementView(app, state.agreement),
    archive: {
      agreed: state.archive !== null && state.archive.visitId === current?.visitId,
      categories: CATEGORIES.map(({ id, name, fullArchive }) => ({
        id,
        name,
        allowed: fullArchive,
      })),
    },
    captureRefusal: captureRefusalWords(app, state, current),
    completeRefusal: completeRefusal(state)?.reason ?? null,
    progress: progressOf(live.capture),
    check: checkOf(live.capture),
    exhibits: exhibitViews(state),
    refused: Object.entries(state.pageRefusals).map(([what, count]) => ({
      what: REFUSED_WORDS[what] ?? what,
      count,
    })),
  };
}

const REFUSED_WORDS: Readonly<Record<string, string>> = {
  'pop-up': 'Pop-ups',
  download: 'Downloads',
  permission: 'Permissions',
  dialogue: 'Dialogues',
  post: 'Forms sent',
  'private-address': 'Private addresses',
  scheme: 'Addresses that are not web pages',
  'log-in': 'Log-ins',
  'client-certificate': 'Certificates asked for',
  print: 'Printing',
  media: 'Sound and video',
  'file-chooser': 'Files asked for',
};

function captureRefusalWords(
  app: App,
  state: InvestigationState,
  current: Visit | null,
): string | null {
  // A page that was closed for what it did leaves its visit, and nothing to capture.
  if (current === null || !app.live.pageOpen) return 'No page is open';
  return proposeCaptureRefusal(state, app.context())?.reason ?? null;
}

/** One visit; every text of it is inert. */
export function visitView(visit: Visit): VisitView {
  const { visitId, number, address, finalAddress, openedAt, status, title, outcome } = visit;
  const { failureCode, judgement, reason } = visit;
  return {
    ...{
      visitId,
      number,
      address,
      finalAddress,
      openedAt,
      status,
      title,
      outcome,
      judgement: isRefusedUnopened(visit) && judgement === 'open' ? 'not-needed' : judgement,
      reason,
    },
    redirects: visit.redirects.length,
    failure: failureCode === null ? null : { code: failureCode, message: '' },
    exhibits: [...visit.exhibitRefs],
  };
}

function agreementView(app: App, agreement: Agreement | null): AgreementView | null {
  if (agreement === null) return null;
  const { what, visitId, statement, given } = agreement;
  const [first, second] = app.sitting().personIds;
  return {
    ...{ what, visitId, statement },
    firstAgreedAt: given[first] ?? null,
    secondAgreedAt: given[second] ?? null,
    lastWrongHalf: app.live.lastWrongHalf,
  };
}

function progressOf(job: CaptureJob | null): ProgressView | null {
  if (job === null || job.progress === null) return null;
  const { step, done, total } = job.progress;
  const startedAt = job.capturedAt;
  return { name: 'Capturing this page', step, done, total, cancellable: true, startedAt };
}

function checkOf(job: CaptureJob | null): CaptureCheckView | null {
  const result = job?.result ?? null;
  if (job === null || result === null || result.state === 'stopped') return null;
  const record = job.files.at(-1);
  if (record === undefined) return null;
  return {
    ...{ captureId: job.captureId, state: result.state, missing: [...result.missing] },
    doubts: result.doubts.map((doubt, place) => ({ ...doubt, number: place + 1 })),
    ...{ widthPx: result.widthPx, heightPx: result.heightPx, tiles: result.tileNames.length },
    ...{ digest: record.digest, facts: result.facts.map((fact) => ({ ...fact })) },
  };
}
