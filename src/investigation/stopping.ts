import type { CommandKind, CommandOf } from './commands.ts';
import {
  allow,
  mayActAs,
  refuse,
  type Decision,
  type DecisionContext,
  type Refusal,
} from './decision.ts';
import type { InvestigationState } from './state.ts';
import { bothSigners, headRole, signedForThis } from './two-people.ts';

/** Commands that may change a stopped investigation (R6): each takes two people, or is the stop itself. */
export const WHILE_LOCKED: readonly CommandKind[] = [
  'stop',
  'call-police',
  'write-police-words',
  'answer-stop',
  'tell-people',
  'leave-stopped',
  'release',
  'release-authority',
  'note-welfare',
];

/** What police, or police and LADO at L1, may be given once two custodians released it for them. */
const WHILE_RELEASED: ReadonlySet<CommandKind> = new Set<CommandKind>([
  'look-at-exhibit',
  'start-export',
  'finish-export',
  'save-export',
  'fail-export',
]);

/** R6: after a stop the investigation is read-only but for what follows the stop. */
export function lockRefusal(state: InvestigationState, kind: CommandKind): Refusal | null {
  const { lock } = state;
  if (lock === null || WHILE_LOCKED.includes(kind)) return null;
  if (lock.release !== null && WHILE_RELEASED.has(kind)) return null;
  return refuse(
    'R6',
    'this investigation is stopped: nothing in it may be changed',
    'VAULT_STOPPED',
  );
}

/** R3, R4: one person, one act, from every state; a second press changes nothing. Suspicion is enough. */
export function stop(
  state: InvestigationState,
  command: CommandOf<'stop'>,
  context: DecisionContext,
): Decision {
  if (state.facts === null)
    return refuse('R3', 'there is nothing to lock', 'INVESTIGATION_UNKNOWN');
  if (state.lock !== null) return allow();
  const { stoppedAt, from, underWay } = command;
  const personIds = [...new Set(context.sitting?.personIds ?? context.signerIds)].slice(0, 2);
  return allow({
    kind: 'locked',
    stoppedAt,
    from,
    personIds,
    visitId: state.currentVisitId,
    underWay,
  });
}

/** R5: the police were called. */
export function callPolice(
  state: InvestigationState,
  command: CommandOf<'call-police'>,
  context: DecisionContext,
): Decision {
  const refusal = afterStopRefusal(state, context) ?? futureRefusal(command.at, context);
  if (refusal !== null) return refusal;
  const { calledBy, at } = command;
  return allow({ kind: 'police-called', calledBy, at, signedByIds: bothSigners(context) });
}

/** What they said, word for word. */
export function writePoliceWords(
  state: InvestigationState,
  command: CommandOf<'write-police-words'>,
  context: DecisionContext,
): Decision {
  const refusal = afterStopRefusal(state, context) ?? futureRefusal(command.at, context);
  if (refusal !== null) return refusal;
  const { words, at, channel, incidentNo, officer } = command;
  return allow({
    kind: 'police-said',
    words,
    at,
    channel,
    incidentNo,
    officer,
    signedByIds: bothSigners(context),
  });
}

/** R3: until two people answer, it counts as suspected; pressed by mistake is for both reviewers to sign. */
export function answerStop(
  state: InvestigationState,
  command: CommandOf<'answer-stop'>,
  context: DecisionContext,
): Decision {
  const refusal = afterStopRefusal(state, context);
  if (refusal !== null) return refusal;
  const { pressedBy, what } = command;
  const { lock, facts } = state;
  if (
    what === 'mistake' &&
    !context.signerIds.every((id) => facts?.reviewerIds.includes(id) === true)
  ) {
    return refuse(
      'R3',
      'that it was a mistake has to be signed by both reviewers',
      'VAULT_NOT_AUTHORISED',
    );
  }
  if (lock?.answer?.what === 'under-18' && what !== 'under-18') {
    return refuse(
      'R3',
      'it was answered that it might be an image of somebody under 18: that stands',
    );
  }
  return allow({ kind: 'stop-answered', pressedBy, what, signedByIds: bothSigners(context) });
}

/** Those who must know were told. */
export function tellPeople(
  state: InvestigationState,
  command: CommandOf<'tell-people'>,
  context: DecisionContext,
): Decision {
  const refusal = afterStopRefusal(state, context) ?? futureRefusal(command.at, context);
  if (refusal !== null) return refusal;
  return allow({
    kind: 'people-told',
    told: command.told,
    at: command.at,
    signedByIds: bothSigners(context),
  });
}

/** R6: other work on this computer only once the police allow it; the lock stays. */
export function leaveStopped(
  state: InvestigationState,
  command: CommandOf<'leave-stopped'>,
  context: DecisionContext,
): Decision {
  const refusal = afterStopRefusal(state, context);
  if (refusal !== null) return refusal;
  if (command.policeAllow.trim() === '') return refuse('R6', 'write down what the police allowed');
  return allow({
    kind: 'stopped-left',
    policeAllow: command.policeAllow,
    signedByIds: bothSigners(context),
  });
}

/** R3: two custodians open it again, for one of four reasons; the head is one of the two who approve. */
export function release(
  state: InvestigationState,
  command: CommandOf<'release'>,
  context: DecisionContext,
): Decision {
  const refusal = afterStopRefusal(state, context) ?? releaseReasonRefusal(state, command);
  if (refusal !== null) return refusal;
  const approverIds = bothSigners(context);
  const heads = releaseApproverIds(state, context);
  if (!approverIds.some((id) => heads.includes(id))) {
    return refuse(
      'R3',
      'the headteacher has to be one of the two who approve it, or the chair where the headteacher is excluded',
      'VAULT_NOT_AUTHORISED',
    );
  }
  const { reason, document, custodianIds, exhibits, statement } = command;
  const level = state.lock?.level ?? 'L2';
  const found = { custodianIds, exhibits, statement };
  return allow({ kind: 'released', reason, level, document, approverIds, ...found });
}

/**
 * Who, of those authorised, approves a release as or for the headteacher: where the concern is about the
 * headteacher or every headteacher is excluded, the chair (R3, R35).
 * @returns ids; empty without an investigation
 */
export function releaseApproverIds(
  { facts }: InvestigationState,
  context: DecisionContext,
): readonly string[] {
  if (facts === null) return [];
  const role = headRole(facts);
  const heads = [...context.people.values()].filter(({ roles }) => roles.includes('headteacher'));
  const excluded = heads.every(({ personId }) => facts.excludedIds.includes(personId));
  return facts.authorisedIds.filter((id) => {
    const person = context.people.get(id);
    return mayActAs(person, role) || (excluded && mayActAs(person, 'chair'));
  });
}

/** Why a release for this reason is not open yet; null when it is. */
export function releaseReasonRefusal(
  state: InvestigationState,
  command: Pick<CommandOf<'release'>, 'reason' | 'document'>,
): Refusal | null {
  const { lock } = state;
  if (lock === null) return refuse('R3', 'it is not stopped');
  if (command.document.trim() === '') return refuse('R3', 'the document has to be named');
  if (
    lock.release !== null &&
    (command.reason === 'police-instruction' || command.reason === lock.release)
  ) {
    return refuse('R3', 'it has been released for this already');
  }
  switch (command.reason) {
    case 'mistake':
      return lock.answer?.what === 'mistake'
        ? null
        : refuse('R3', 'both reviewers have to sign first that nothing was suspected');
    case 'police-or-lado-request':
      return lock.level === 'L1'
        ? null
        : refuse('R3', 'this needs a written instruction of the police');
    case 'not-illegal':
      return lock.policeSaid ? null : refuse('R3', 'write down first what the police said');
    case 'police-instruction':
      return null;
  }
}

/** R21: police or LADO let the school act again. */
export function releaseAuthority(
  state: InvestigationState,
  command: CommandOf<'release-authority'>,
  context: DecisionContext,
): Decision {
  const refusal = signedForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  if (!state.policeInvolved) return refuse('R21', 'the police are not involved');
  const { document, reference } = command;
  return allow({
    kind: 'authority-released',
    document,
    reference,
    signedByIds: bothSigners(context),
  });
}

/** R37: each reviewer is asked how they are after a stop; one person answers for themselves. */
export function noteWelfare(
  state: InvestigationState,
  command: CommandOf<'note-welfare'>,
  context: DecisionContext,
): Decision {
  const { personId, wantsToTalk } = command;
  if (!state.welfareDueIds.includes(personId))
    return refuse('R37', 'this person has not been asked');
  if (!context.signerIds.includes(personId))
    return refuse('R37', 'each answers for themselves', 'VAULT_NOT_AUTHORISED');
  return allow({ kind: 'welfare-noted', personId, wantsToTalk });
}

function afterStopRefusal(state: InvestigationState, context: DecisionContext): Refusal | null {
  const refusal = signedForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  return state.lock === null ? refuse('R3', 'it is not stopped') : null;
}

function futureRefusal(at: string, context: DecisionContext): Refusal | null {
  return at > context.at ? refuse('R15', 'the time can’t be in the future', 'VALUE_INVALID') : null;
}
