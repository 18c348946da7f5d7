import type {
  AgreementView,
  CaptureCheckView,
  ProgressView,
  ReviewView,
  VisitView,
} from '#src/contract/views.ts';
import { mayHideOverlays } from '#src/investigation/again.ts';
import { CATEGORIES } from '#src/investigation/categories.ts';
import { currentSite, exceptionRefusal } from '#src/investigation/excepting.ts';
import type { ExceptionKind } from '#src/investigation/events-review.ts';
import {
  currentVisit,
  type Agreement,
  type InvestigationState,
  type Visit,
} from '#src/investigation/state.ts';
import {
  completeRefusal,
  isRefusedUnopened,
  picturesNow,
  proposeCaptureRefusal,
} from '#src/investigation/visiting.ts';
import type { App } from '../app.ts';
import type { CaptureJob } from '../app-state.ts';
import { proxyQuestionView } from '../proxy-questions.ts';
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
    ...picturesOf(state, current),
    agreement: state.agreement?.what === 'part' ? null : agreementView(app, state.agreement),
    archive: {
      agreed: state.archive !== null && state.archive.visitId === current?.visitId,
      categories: CATEGORIES.map(({ id, name, fullArchive }) => ({
        id,
        name,
        allowed: fullArchive,
      })),
    },
    exceptions: exceptionsView(app, state),
    proxyQuestion: proxyQuestionView(app),
    captureRefusal: captureRefusalWords(app, state, current),
    completeRefusal: completeRefusal(state)?.reason ?? null,
    progress: progressOf(live.capture),
    check: checkOf(live.capture, state),
    exhibits: exhibitViews(state),
    refused: Object.entries(state.pageRefusals).map(([what, count]) => ({
      what: REFUSED_WORDS[what] ?? what,
      count,
    })),
  };
}

function picturesOf(
  state: InvestigationState,
  current: Visit | null,
): Pick<ReviewView, 'pictures' | 'picturesAgreedAt'> {
  const pictures = current === null ? 'not-loaded' : picturesNow(state, current);
  if (pictures === 'not-loaded') return { pictures, picturesAgreedAt: null };
  const { plainAgreedAt, picturesAgreedAt } = state;
  return { pictures, picturesAgreedAt: pictures === 'plain' ? plainAgreedAt : picturesAgreedAt };
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
  'other-site': 'Going on at another host',
};

function exceptionsView(app: App, state: InvestigationState): ReviewView['exceptions'] {
  const nameOf = (personId: string): string => app.opened().vault.person(personId).name;
  const refusalOf = (exception: ExceptionKind): string | null =>
    app.live.pageOpen
      ? (exceptionRefusal(state, exception, app.context())?.reason ?? null)
      : 'No page is open';
  return {
    site: app.live.pageOpen ? currentSite(state) : null,
    askRefusals: {
      'script-posts': refusalOf('script-posts'),
      'viewing-account': refusalOf('viewing-account'),
      'consent-banner': refusalOf('consent-banner'),
    },
    asked: state.agreement?.what === 'exception' ? (state.exceptionAsked?.exception ?? null) : null,
    list: state.exceptions.map(({ agreementId, exception, site, personIds, ...one }) => ({
      ...{ agreementId, exception, site, begunAt: one.begunAt, endedAt: one.endedAt },
      ...{ account: one.account, pressed: one.phase?.ended?.pressed ?? null },
      agreedBy: personIds.map(nameOf),
    })),
  };
}

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

/** What waits for both. */
export function agreementView(app: App, agreement: Agreement | null): AgreementView | null {
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
  const { step, done, total, part } = job.progress;
  const { captureId } = job;
  const startedAt = job.capturedAt;
  const name = 'Capturing this page';
  return { name, step, done, total, part, cancellable: true, startedAt, captureId };
}

function checkOf(job: CaptureJob | null, state: InvestigationState): CaptureCheckView | null {
  const result = job?.result ?? null;
  if (job === null || result === null || result.state === 'stopped') return null;
  const record = job.files.at(-1);
  if (record === undefined) return null;
  return {
    ...{ captureId: job.captureId, state: result.state, missing: [...result.missing] },
    doubts: result.doubts.map((doubt, place) => ({ ...doubt, number: place + 1 })),
    ...{ widthPx: result.widthPx, heightPx: result.heightPx, tiles: result.tileNames.length },
    pictures: result.pictures.map((one) => ({ ...one, sheets: one.sheets.length })),
    mayHideOverlays: state.capture !== null && mayHideOverlays(state.capture),
    ...{ digest: record.digest, facts: result.facts.map((fact) => ({ ...fact })) },
  };
}
