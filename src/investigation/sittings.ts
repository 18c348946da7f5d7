import { viewingRefusal } from './authority.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext } from './decision.ts';
import type { InvestigationState } from './state.ts';
import { bothSigners, presentForThis, presentToStart, signedForThis } from './two-people.ts';

/** R8, R11, R12: two authorised people sit down; the same rules hold for going on after a pause. */
export function startSitting(
  state: InvestigationState,
  command: CommandOf<'start-sitting'>,
  context: DecisionContext,
): Decision {
  const refusal = presentToStart(state, context, 'authorised') ?? viewingRefusal(state);
  if (refusal !== null) return refusal;
  const { screenPrivate, neitherConcerned, stopKeyKnown } = command;
  if (!screenPrivate || !neitherConcerned || !stopKeyKnown) {
    return refuse('R8', 'both have to confirm the three statements first');
  }
  const [first, second] = context.sitting?.personIds ?? [];
  if (first === undefined || second === undefined)
    return refuse('R8', 'this needs two people', 'VAULT_TOO_FEW_PEOPLE');
  const said = { screenPrivate, neitherConcerned, stopKeyKnown };
  return allow({
    kind: 'sitting-started',
    personIds: [first, second],
    computerId: context.computerId,
    ...said,
  });
}

/** R17: what the school's time server said stands with the sitting that it was asked in. */
export function noteClock(
  state: InvestigationState,
  { kind: _kind, ...said }: CommandOf<'note-clock'>,
): Decision {
  return state.sitting === null ? noSitting() : allow({ kind: 'clock-checked', ...said });
}

/** R17: with which address the school's network went out in this sitting. */
export function noteEgress(
  state: InvestigationState,
  { kind: _kind, ...said }: CommandOf<'note-egress'>,
): Decision {
  return state.sitting === null ? noSitting() : allow({ kind: 'egress-learnt', ...said });
}

function noSitting(): Decision {
  return refuse('R17', 'two people have to be signed in', 'SITTING_NONE');
}

/** Either person, the clock or the screen lock pauses; it needs nobody's agreement. */
export function pauseSitting(
  state: InvestigationState,
  command: CommandOf<'pause-sitting'>,
): Decision {
  return state.sitting === null
    ? allow()
    : allow({ kind: 'sitting-paused', reason: command.reason });
}

/** Both end it, with their passphrases: they cosign the record so far. */
export function endSitting(
  state: InvestigationState,
  _command: CommandOf<'end-sitting'>,
  context: DecisionContext,
): Decision {
  const refusal =
    presentForThis(state, context, 'authorised') ?? signedForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  if (!bothSigners(context).every((id) => context.sitting?.personIds.includes(id) === true)) {
    return refuse('R8', 'the two who are signed in have to end it');
  }
  return state.sitting === null ? allow() : allow({ kind: 'sitting-ended' });
}
