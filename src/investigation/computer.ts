import type { CommandOf } from './commands.ts';
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

/** R10: an investigation is bound to one computer for its whole life. */
export function otherComputer(state: InvestigationState, context: DecisionContext): Refusal | null {
  if (state.computerId === null || state.computerId === context.computerId) return null;
  return refuse('R10', 'this investigation belongs to another computer', 'VAULT_OTHER_COMPUTER');
}

/** R10: replaced only by an exception that the head signs; it shows in every pack. */
export function replaceComputer(
  state: InvestigationState,
  command: CommandOf<'replace-computer'>,
  context: DecisionContext,
): Decision {
  const missing = signedForThis(state, context, 'authorised');
  if (missing !== null) return missing;
  const { facts, computerId } = state;
  if (facts === null || computerId === null)
    return refuse('R10', 'there is no computer to replace');
  if (!context.signerIds.some((id) => mayActAs(context.people.get(id), headRole(facts)))) {
    return refuse('R10', 'the headteacher has to sign this exception');
  }
  if (command.toId !== context.computerId)
    return refuse('R10', 'the new computer has to be this one');
  const { toId, document } = command;
  return allow({
    kind: 'computer-replaced',
    fromId: computerId,
    toId,
    document,
    signedByIds: bothSigners(context),
  });
}
