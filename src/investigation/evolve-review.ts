import type { Evolvers } from './evolve.ts';
import type { reviewShapes } from './events-review.ts';
import type { EventOf } from './events.ts';
import { withVisitsLeft, type Exhibit, type InvestigationState, type Visit } from './state.ts';

/** Visits, what the two make of them, agreements and captures. */
export const reviewEvolvers: Evolvers<keyof typeof reviewShapes> = {
  'visit-started': (state, event, { recordedAt }) => ({
    ...state,
    visits: [...withVisitsLeft(state).visits, newVisit(event, recordedAt)],
    currentVisitId: event.visitId,
    picturesAgreedAt: event.pictures ? state.picturesAgreedAt : null,
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
    picturesAgreedAt: picturesAfter(state, event, recordedAt),
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
    agreement: { agreementId, what, visitId, statement, given: {} },
    agreed: null,
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
      : { ...state, agreement: null, agreed: null },
  'exception-asked': (state, event) => ({ ...state, exceptionAsked: event }),
  'exception-begun': exceptionBegun,
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
  'capture-started': (state, { captureId, visitId, address }, { recordedAt }) => ({
    ...state,
    capture: { captureId, visitId, address, startedAt: recordedAt, archive: null, made: null },
    agreed: null,
  }),
  'capture-made': (state, event) =>
    state.capture === null ? state : { ...state, capture: { ...state.capture, made: event } },
  'capture-kept': captureKept,
  'capture-discarded': (state) => notKept(state, 'discarded'),
  'capture-failed': (state) => notKept(state, 'failed'),
  'capture-stopped': (state) => notKept(state, 'stopped'),
  'exhibit-viewed': (state) => state,
  'review-completed': (state, _event, { recordedAt }) => ({
    ...withVisitsLeft(state),
    completedAt: recordedAt,
    currentVisitId: null,
    picturesAgreedAt: null,
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

function picturesAfter(
  state: InvestigationState,
  event: EventOf<'visit-reloaded'>,
  recordedAt: string,
): string | null {
  if (!event.pictures) return null;
  return event.cause === 'pictures-on' ? recordedAt : state.picturesAgreedAt;
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

function exceptionBegun(
  state: InvestigationState,
  { agreementId, exception, site, personIds }: EventOf<'exception-begun'>,
  { recordedAt }: { readonly recordedAt: string },
): InvestigationState {
  const begun = { agreementId, exception, site, personIds, begunAt: recordedAt, endedAt: null };
  return {
    ...state,
    agreed: null,
    exceptionAsked: null,
    exceptions: [...state.exceptions, begun],
  };
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
  return { ...withRef, capture: null, exhibits: [...state.exhibits, exhibit] };
}

function notKept(
  state: InvestigationState,
  how: 'discarded' | 'failed' | 'stopped',
): InvestigationState {
  return { ...state, capture: null, notKept: { ...state.notKept, [how]: state.notKept[how] + 1 } };
}
