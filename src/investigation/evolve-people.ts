import type { Evolvers } from './evolve.ts';
import type { peopleShapes } from './events-people.ts';
import { withVisitsLeft, type InvestigationState } from './state.ts';

/** What ends with a sitting: the page, agreements, and an unaccepted capture, whose key is dropped. */
export function withoutSitting(state: InvestigationState): InvestigationState {
  const stopped = state.capture === null ? 0 : 1;
  return {
    ...withVisitsLeft(state),
    sitting: null,
    currentVisitId: null,
    picturesAgreedAt: null,
    plainAgreedAt: null,
    agreement: null,
    agreed: null,
    exceptionAsked: null,
    exceptions: [],
    archive: null,
    capture: null,
    signatureGiven: null,
    notKept: { ...state.notKept, stopped: state.notKept.stopped + stopped },
  };
}

/** People, authority, sittings and refused attempts. */
export const peopleEvolvers: Evolvers<keyof typeof peopleShapes> = {
  'investigation-created': (state, event, { recordedAt }) => {
    const { reference, title, reason, scope, subjectKind, demonstration } = event;
    const { reviewerIds, authorisedIds, excludedIds, computerId } = event;
    const said = { reference, title, reason, scope, subjectKind, demonstration };
    return {
      ...state,
      computerId,
      facts: { ...said, reviewerIds, authorisedIds, excludedIds, createdAt: recordedAt },
    };
  },
  'review-authorised': (state, event, { recordedAt }) => ({
    ...state,
    authority: { ...event, recordedAt },
  }),
  'lado-contacted': (state, event) => ({ ...state, lado: event }),
  'reporter-named': (state) => ({ ...state, reporterNamed: true }),
  // A sitting that ended without an entry (crash) ends, for the rules, when the next one starts.
  'sitting-started': (state, { personIds }, { recordedAt }) => ({
    ...withoutSitting(state),
    sitting: { personIds, startedAt: recordedAt },
    everOpened: true,
  }),
  'clock-checked': (state) => state,
  'egress-learnt': (state) => state,
  'sitting-paused': (state) => withoutSitting(state),
  'sitting-ended': (state) => withoutSitting(state),
  'computer-replaced': (state, { toId }) => ({ ...state, computerId: toId }),
  'attempt-refused': (state) => ({ ...state, attemptsRefused: state.attemptsRefused + 1 }),
  'sitting-code-wrong': (state) => ({ ...state, attemptsRefused: state.attemptsRefused + 1 }),
  'call-refused': (state) => ({ ...state, attemptsRefused: state.attemptsRefused + 1 }),
  'document-viewed': (state) => state,
  'investigation-closed': (state, _event, { recordedAt }) => ({
    ...withoutSitting(state),
    closedAt: recordedAt,
  }),
};
