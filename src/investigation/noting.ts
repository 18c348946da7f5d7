import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext } from './decision.ts';
import type { InvestigationState } from './state.ts';
import { bothSigners, presentForThis, signedForThis } from './two-people.ts';

/** R15: a failed try is recorded, whoever made it. */
export function noteRefusedAttempt(
  state: InvestigationState,
  command: CommandOf<'note-refused-attempt'>,
): Decision {
  if (state.facts === null)
    return refuse('R15', 'there is no such investigation', 'INVESTIGATION_UNKNOWN');
  const { command: tried, rule, code, personIds } = command;
  return allow({ kind: 'attempt-refused', command: tried, rule, code, personIds });
}

/** R15: a call that none of our screens makes is recorded. */
export function noteRefusedCall(
  state: InvestigationState,
  command: CommandOf<'note-refused-call'>,
): Decision {
  if (state.facts === null)
    return refuse('R15', 'there is no such investigation', 'INVESTIGATION_UNKNOWN');
  return allow({ kind: 'call-refused', what: command.what, detail: command.detail });
}

/** R22: who reported it goes into an entry of its own that only the DSL and the headteacher can read. */
export function nameReporter(
  state: InvestigationState,
  command: CommandOf<'name-reporter'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  return allow({ kind: 'reporter-named', name: command.name, how: command.how });
}

/** The end: judged, signed, and nothing left to do. */
export function close(
  state: InvestigationState,
  command: CommandOf<'close'>,
  context: DecisionContext,
): Decision {
  const refusal =
    presentForThis(state, context, 'authorised') ?? signedForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  if (state.records.at(-1)?.withJudgement !== true) {
    return refuse('R19', 'the judgement has to be made and signed first');
  }
  if (state.policeInvolved) return refuse('R21', 'the police are involved still');
  if (state.welfareDueIds.length > 0) return refuse('R37', 'ask both reviewers first how they are');
  return allow({
    kind: 'investigation-closed',
    reason: command.reason,
    signedByIds: bothSigners(context),
  });
}
