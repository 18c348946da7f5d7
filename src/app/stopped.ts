import { mayActAs } from '#src/investigation/decision.ts';
import type { EventOf } from '#src/investigation/events.ts';
import type { ReleaseReason } from '#src/investigation/events-stop.ts';
import { releaseApproverIds, releaseReasonRefusal } from '#src/investigation/stopping.ts';
import type { InvestigationState, Lock } from '#src/investigation/state.ts';
import type { App } from './app.ts';
import type { Stopped, StoppedFacts } from './app-state.ts';

/**
 * What was under way, in words for the record and the stopped screen; null when nothing was.
 * @param step - of the capture that is being made, as the screens call it; null where none is known
 */
export function underWayNow(state: InvestigationState, step: string | null): string | null {
  const { capture } = state;
  if (capture !== null) {
    const at = step === null ? '' : `, at “${step}”`;
    return capture.made === null
      ? `A capture was being made${at}. It was dropped: nobody can open it.`
      : 'A capture was waiting to be kept. It was dropped: nobody can open it.';
  }
  const loading = state.visits.find((visit) => visit.outcome === 'loading');
  if (loading !== undefined && loading.visitId === state.currentVisitId)
    return 'A page was loading.';
  return state.agreement === null ? null : 'An agreement was waiting for the second person.';
}

/** The stopped screen from what is known; with nobody signed in that is contacts and reference only. */
export function stoppedFrom(
  app: App,
  input: {
    readonly investigationId: string;
    readonly reference: string;
    readonly fromSignIn: boolean;
    readonly state: InvestigationState | null;
    readonly event: EventOf<'locked'> | null;
  },
): Stopped {
  const { investigationId, reference, fromSignIn, state, event } = input;
  const lock = state?.lock ?? null;
  return {
    ...{ investigationId, reference, fromSignIn },
    stoppedAt: lock?.stoppedAt ?? event?.stoppedAt ?? app.now(),
    ...{ recorded: true, durationMs: null, did: [] },
    underWay: lock?.underWay ?? event?.underWay ?? null,
    ...(state === null || lock === null
      ? unknownParts(app, investigationId)
      : knownParts(app, state, lock)),
    holdsComputer: true,
  };
}

/** Bring the stopped screen up to what was recorded since. */
export function refreshStopped(app: App, state: InvestigationState): void {
  const { stopped } = app.live;
  if (stopped === null || state.lock === null) return;
  Object.assign(stopped, knownParts(app, state, state.lock), { holdsComputer: !state.lock.left });
}

/** Step of the stopped screen from the kinds of the entries since the stop: those are readable without a key. */
export function stepFromKinds(kinds: readonly string[]): Stopped['step'] {
  return stepOf({
    called: kinds.includes('police-called'),
    policeSaid: kinds.includes('police-said'),
    answered: kinds.includes('stop-answered'),
    told: kinds.includes('people-told'),
  });
}

type Parts = Pick<
  Stopped,
  'facts' | 'lockedExhibits' | 'level' | 'step' | 'released' | 'releaseRefusals' | 'approverIds'
>;

/** Without a key: what the record says about the release is found out when it is tried. */
function unknownParts(app: App, investigationId: string): Parts {
  const authorised = app.opened().vault.authorised(investigationId);
  const heads = [...app.people().values()].filter(
    (person) => mayActAs(person, 'headteacher') || mayActAs(person, 'chair'),
  );
  return {
    ...{ facts: null, lockedExhibits: [], level: 'L2', step: 'call', released: false },
    releaseRefusals: refusalsOf(() => null),
    approverIds: heads.map(({ personId }) => personId).filter((id) => authorised.includes(id)),
  };
}

function knownParts(app: App, state: InvestigationState, lock: Lock): Parts {
  const { called, policeSaid, answer, told, level, release } = lock;
  return {
    facts: factsOf(app, state, lock),
    lockedExhibits: [
      ...state.exhibits.map(({ exhibitRef, capturedAt, digest, sizeBytes }) => ({
        ...{ exhibitRef, capturedAt, digest, sizeBytes },
      })),
      ...state.parts.map(({ exhibitRef, markedAt: capturedAt, digest, sizeBytes }) => ({
        ...{ exhibitRef, capturedAt, digest, sizeBytes },
      })),
    ],
    level,
    step: stepOf({ called, policeSaid, answered: answer !== null, told }),
    released: release !== null,
    releaseRefusals: refusalsOf(
      (reason) => releaseReasonRefusal(state, { reason, document: 'any' })?.reason ?? null,
    ),
    approverIds: releaseApproverIds(state, app.context()),
  };
}

function stepOf(done: {
  readonly called: boolean;
  readonly policeSaid: boolean;
  readonly answered: boolean;
  readonly told: boolean;
}): Stopped['step'] {
  // Once answered, a call that is not on record here was written on paper, or nothing was suspected.
  if (done.answered) return done.told ? 'done' : 'tell';
  if (!done.called) return 'call';
  return done.policeSaid ? 'questions' : 'police-said';
}

function refusalsOf(
  refusalOf: (reason: ReleaseReason) => string | null,
): Stopped['releaseRefusals'] {
  return {
    'police-instruction': refusalOf('police-instruction'),
    'police-or-lado-request': refusalOf('police-or-lado-request'),
    'not-illegal': refusalOf('not-illegal'),
    mistake: refusalOf('mistake'),
  };
}

const SEEN_AS = {
  'not-loaded': 'As text: no picture was asked for',
  veiled: 'Veiled: its pictures were loaded, and seen only as one small, grey, blurred picture',
  plain: 'As a web page, with its pictures',
} as const;

function factsOf(app: App, state: InvestigationState, lock: Lock): StoppedFacts | null {
  const { vault } = app.opened();
  const visit = state.visits.find((one) => one.visitId === lock.visitId) ?? state.visits.at(-1);
  if (visit === undefined) return null;
  const { computer } = vault.settings;
  const seenBy = (state.facts?.reviewerIds ?? []).map((id) => {
    const person = vault.person(id);
    return `${person.name}, ${person.position}`;
  });
  return {
    address: visit.finalAddress ?? visit.address,
    seenFrom: visit.openedAt,
    seenTo: lock.stoppedAt,
    seenBy,
    how: SEEN_AS[visit.pictures],
    computer: `${computer.name}, ${computer.location}, asset ${computer.assetNo}`,
    keptBefore: state.exhibits.length,
  };
}
