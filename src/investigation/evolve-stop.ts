import { withoutSitting } from './evolve-people.ts';
import type { Evolvers } from './evolve.ts';
import type { stopShapes } from './events-stop.ts';
import type { EventOf } from './events.ts';
import type { InvestigationState, Lock, LockLevel } from './state.ts';

/** The stop, what follows it, and the ways out. */
export const stopEvolvers: Evolvers<keyof typeof stopShapes> = {
  locked: (state, event, { recordedAt }) => ({
    ...withoutSitting(state),
    lock: {
      ...{ stoppedAt: event.stoppedAt ?? recordedAt, from: event.from, personIds: event.personIds },
      ...{
        visitId: event.visitId,
        underWay: event.underWay,
        level: 'L2',
        release: null,
        answer: null,
      },
      ...{ called: false, policeSaid: false, told: false, left: false },
    },
    welfareDueIds: [...new Set([...state.welfareDueIds, ...(state.facts?.reviewerIds ?? [])])],
  }),
  'police-called': (state) => ({
    ...locked(state, () => ({ called: true })),
    policeInvolved: true,
  }),
  'police-said': (state) => ({
    ...locked(state, () => ({ called: true, policeSaid: true })),
    policeInvolved: true,
  }),
  'stop-answered': (state, event) =>
    locked(state, (lock) => ({ answer: event, level: levelAfter(lock, event.what) })),
  'people-told': (state) => locked(state, () => ({ told: true })),
  'stopped-left': (state) => locked(state, () => ({ left: true })),
  released: (state, { reason }) => {
    const released = locked(state, () => ({ release: reason, left: true }));
    if (reason === 'police-instruction' || reason === 'police-or-lado-request') return released;
    const { lock } = released;
    return {
      ...released,
      lock: null,
      pastLocks: lock === null ? state.pastLocks : [...state.pastLocks, lock],
      policeInvolved: false,
    };
  },
  'authority-released': (state) => ({ ...state, policeInvolved: false }),
  'welfare-noted': (state, { personId }) => ({
    ...state,
    welfareDueIds: state.welfareDueIds.filter((due) => due !== personId),
  }),
};

/** "Yes or not sure" and "mistake" keep the strictest level; only "no, something else" lowers it. */
function levelAfter(lock: Lock, what: EventOf<'stop-answered'>['what']): LockLevel {
  return what === 'something-else' && lock.answer?.what !== 'under-18' ? 'L1' : 'L2';
}

function locked(
  state: InvestigationState,
  change: (lock: Lock) => Partial<Lock>,
): InvestigationState {
  return state.lock === null ? state : { ...state, lock: { ...state.lock, ...change(state.lock) } };
}
