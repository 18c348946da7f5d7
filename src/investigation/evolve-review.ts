import type { Evolvers } from './evolve.ts';
import type { reviewShapes } from './events-review.ts';
import type { EventOf } from './events.ts';
import { isPhased } from './phases.ts';
import { bareAddress } from './site.ts';
import {
  currentVisit,
  withVisitsLeft,
  type Exhibit,
  type InvestigationState,
  type Visit,
} from './state.ts';

/** Visits, what the two make of them, agreements and captures. */
export const reviewEvolvers: Evolvers<keyof typeof reviewShapes> = {
  'visit-started': (state, event, { recordedAt }) => ({
    ...state,
    visits: [...withVisitsLeft(state).visits, newVisit(event, recordedAt)],
    currentVisitId: event.visitId,
    picturesAgreedAt: event.pictures === 'not-loaded' ? null : state.picturesAgreedAt,
    plainAgreedAt: event.pictures === 'plain' ? state.plainAgreedAt : null,
    agreement: null,
    agreed: null,
    archive: null,
  }),
  'visit-reloaded': (state, event, { recordedAt }) => ({
    ...changed(state, event.visitId, () => ({
      outcome: 'loading',
      pictures: event.pictures,
      failureCode: null,
    })),
    currentVisitId: event.visitId,
    ...agreedAfter(state, event, recordedAt),
    agreement: null,
    agreed: null,
    archive: null,
  }),
  'visit-redirected': (state, { visitId, from, to, status }) =>
    changed(state, visitId, (visit) => ({ redirects: [...visit.redirects, { from, to, status }] })),
  'visit-committed': (state, { visitId, address, status, serverAddress }) =>
    changed(state, visitId, () => ({ finalAddress: address, status, serverAddress })),
  'visit-moved': (state, { visitId, address }) =>
    changed(state, visitId, () => ({ finalAddress: address })),
  'visit-finished': (state, { visitId, title }) =>
    changed(state, visitId, () => ({ outcome: 'shown', title })),
  'visit-titled': (state, { visitId, title }) => changed(state, visitId, () => ({ title })),
  'visit-stayed': (state, { visitId }) => ({
    ...changed(state, visitId, ({ outcome }) => (outcome === 'left' ? { outcome: 'loading' } : {})),
    currentVisitId: visitId,
    agreement: null,
    agreed: null,
    archive: null,
  }),
  'visit-failed': (state, { visitId, code }) =>
    changed(state, visitId, () => ({ outcome: 'failed', failureCode: code })),
  'visit-refused': (state, { visitId, code }) =>
    changed(state, visitId, () => ({ outcome: 'refused', failureCode: code })),
  'proxy-log-in': (state) => state,
  'page-refused': (state, { what, count }) => ({
    ...state,
    pageRefusals: { ...state.pageRefusals, [what]: (state.pageRefusals[what] ?? 0) + count },
  }),
  'concern-flagged': (state, { visitId, reason }) =>
    changed(state, visitId, () => ({ judgement: 'concern', reason })),
  'no-concern': (state, { visitId }) =>
    changed(state, visitId, () => ({ judgement: 'no-concern', reason: null })),
  'agreement-proposed': (state, { agreementId, what, visitId, statement }) => ({
    ...state,
    agreement: { agreementId, what, visitId, statement, secondLook: false, given: {} },
    agreed: null,
    marked: null,
  }),
  'agreement-given': agreementGiven,
  'agreement-taken-back': (state, { personId }) => {
    if (state.agreement === null) return state;
    const { [personId]: _gone, ...given } = state.agreement.given;
    return { ...state, agreement: { ...state.agreement, given } };
  },
  'agreement-dropped': (state, { agreementId }) =>
    state.archive?.agreementId === agreementId
      ? { ...state, archive: null }
      : { ...state, agreement: null, agreed: null, marked: null },
  'second-look-asked': (state, { agreementId }) =>
    state.agreement?.agreementId === agreementId
      ? { ...state, agreement: { ...state.agreement, secondLook: true } }
      : state,
  'exception-asked': (state, event) => ({ ...state, exceptionAsked: event }),
  'exception-begun': exceptionBegun,
  'exception-phase-ended': phaseEnded,
  'exception-ended': (state, { agreementId }, { recordedAt }) => ({
    ...state,
    exceptions: state.exceptions.map((one) =>
      one.agreementId === agreementId ? { ...one, endedAt: recordedAt } : one,
    ),
  }),
  'archive-asked': (state) => ({ ...state, archive: null }),
  'archive-begun': (state) => ({
    ...state,
    capture: state.capture === null ? null : { ...state.capture, archive: state.archive },
    archive: null,
  }),
  'capture-started': captureStarted,
  'capture-made': (state, event) =>
    state.capture === null ? state : { ...state, capture: { ...state.capture, made: event } },
  'capture-kept': captureKept,
  'capture-discarded': (state) => notKept(state, 'discarded'),
  'capture-failed': (state) => notKept(state, 'failed'),
  'capture-stopped': (state) => notKept(state, 'stopped'),
  'part-marked': (state, event) => ({ ...state, marked: event }),
  'part-kept': partKept,
  'exhibits-compared': (state) => state,
  'exhibit-viewed': (state) => state,
  'review-completed': (state, _event, { recordedAt }) => ({
    ...withVisitsLeft(state),
    completedAt: recordedAt,
    currentVisitId: null,
    picturesAgreedAt: null,
    plainAgreedAt: null,
    agreement: null,
    agreed: null,
    archive: null,
  }),
};

function newVisit(event: EventOf<'visit-started'>, openedAt: string): Visit {
  const { visitId, number, address, cause, pictures } = event;
  return {
    ...{ visitId, number, address, cause, pictures, openedAt },
    ...{ finalAddress: null, redirects: [], status: null, serverAddress: null, title: null },
    ...{ outcome: 'loading', failureCode: null, judgement: 'open', reason: null, exhibitRefs: [] },
  };
}

/** When both agreed to what is seen from now on. */
function agreedAfter(
  state: InvestigationState,
  { pictures, cause }: EventOf<'visit-reloaded'>,
  recordedAt: string,
): Pick<InvestigationState, 'picturesAgreedAt' | 'plainAgreedAt'> {
  if (pictures === 'not-loaded') return { picturesAgreedAt: null, plainAgreedAt: null };
  if (cause === 'veiled-on') return { picturesAgreedAt: recordedAt, plainAgreedAt: null };
  const { picturesAgreedAt } = state;
  if (pictures === 'veiled') return { picturesAgreedAt, plainAgreedAt: null };
  if (cause !== 'pictures-on') return { picturesAgreedAt, plainAgreedAt: state.plainAgreedAt };
  return { picturesAgreedAt: picturesAgreedAt ?? recordedAt, plainAgreedAt: recordedAt };
}

function changed(
  state: InvestigationState,
  visitId: string,
  change: (visit: Visit) => Partial<Visit>,
): InvestigationState {
  const visits = state.visits.map((visit) =>
    visit.visitId === visitId ? { ...visit, ...change(visit) } : visit,
  );
  return { ...state, visits };
}

function agreementGiven(
  state: InvestigationState,
  event: EventOf<'agreement-given'>,
  entry: { readonly recordedAt: string },
): InvestigationState {
  if (state.agreement === null) return state;
  const given = { ...state.agreement.given, [event.personId]: entry.recordedAt };
  const agreement = { ...state.agreement, given };
  if (Object.keys(given).length < 2) return { ...state, agreement };
  // An archive is part of a capture: it waits until that is agreed to as well.
  if (agreement.what === 'archive') return { ...state, agreement: null, archive: agreement };
  return { ...state, agreement: null, agreed: agreement };
}

function captureStarted(
  state: InvestigationState,
  event: EventOf<'capture-started'>,
  entry: { readonly recordedAt: string },
): InvestigationState {
  const { captureId, visitId, address } = event;
  const overlays = state.agreed?.what === 'overlays';
  const secondLook = state.agreed?.secondLook === true;
  const more = { overlays, secondLook, archive: null, made: null };
  return {
    ...state,
    capture: { captureId, visitId, address, startedAt: entry.recordedAt, ...more },
    agreed: null,
  };
}

function exceptionBegun(
  state: InvestigationState,
  { agreementId, exception, site, personIds, account }: EventOf<'exception-begun'>,
  { recordedAt }: { readonly recordedAt: string },
): InvestigationState {
  const address = currentVisit(state)?.finalAddress ?? null;
  const phase = isPhased(exception) ? { address, ended: null } : null;
  const begun = {
    ...{ agreementId, exception, site, personIds, begunAt: recordedAt, endedAt: null },
    ...{ account, phase },
  };
  return {
    ...state,
    agreed: null,
    exceptionAsked: null,
    exceptions: [...state.exceptions, begun],
  };
}

function phaseEnded(
  state: InvestigationState,
  { agreementId, how, pressed, requests, more }: EventOf<'exception-phase-ended'>,
  { recordedAt }: { readonly recordedAt: string },
): InvestigationState {
  const sent = requests.reduce((sum, { count }) => sum + count, more);
  const ended = { at: recordedAt, how, pressed, requests: sent };
  const exceptions = state.exceptions.map((one) =>
    one.agreementId === agreementId && one.phase !== null
      ? { ...one, phase: { ...one.phase, ended } }
      : one,
  );
  // The page that it began on is known with its query: that is where it goes on.
  const began = exceptions.find((one) => one.agreementId === agreementId)?.phase?.address ?? null;
  const visits = state.visits.map((visit) =>
    visit.visitId === state.currentVisitId &&
    began !== null &&
    visit.finalAddress === bareAddress(began)
      ? { ...visit, finalAddress: began }
      : visit,
  );
  return { ...state, exceptions, visits };
}

function captureKept(
  state: InvestigationState,
  event: EventOf<'capture-kept'>,
  entry: { readonly index: number },
): InvestigationState {
  const { kind: _kind, ...kept } = event;
  const exhibit: Exhibit = { ...kept, entryIndex: entry.index };
  const withRef = changed(state, event.visitId, (visit) => ({
    exhibitRefs: [...visit.exhibitRefs, event.exhibitRef],
  }));
  return { ...withoutAgain(withRef), capture: null, exhibits: [...state.exhibits, exhibit] };
}

function partKept(
  state: InvestigationState,
  { kind: _kind, ...kept }: EventOf<'part-kept'>,
  { index }: { readonly index: number },
): InvestigationState {
  const whole = state.exhibits.find(({ exhibitId }) => exhibitId === kept.parentId);
  const withRef = changed(state, whole?.visitId ?? '', ({ exhibitRefs }) => ({
    exhibitRefs: [...exhibitRefs, kept.exhibitRef],
  }));
  const parts = [...state.parts, { ...kept, entryIndex: index }];
  return { ...withRef, agreed: null, marked: null, parts };
}

function notKept(
  state: InvestigationState,
  how: 'discarded' | 'failed' | 'stopped',
): InvestigationState {
  const notKept = { ...state.notKept, [how]: state.notKept[how] + 1 };
  return { ...withoutAgain(state), capture: null, notKept };
}

/** With the capture that was to be made again, the question whether it should be is gone. */
function withoutAgain(state: InvestigationState): InvestigationState {
  return state.agreement?.what === 'overlays' ? { ...state, agreement: null } : state;
}
