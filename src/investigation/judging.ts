import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { InvestigationState } from './state.ts';
import { bothSigners, isSenior, presentForThis, signedForThis } from './two-people.ts';

/** R19: why it can't be judged yet; null when it can. */
export function judgeRefusal(state: InvestigationState): Refusal | null {
  if (state.records.length === 0)
    return refuse('R19', 'both reviewers have to sign the record first');
  const last = state.records.at(-1);
  if (state.judgements.length > 0 && last?.withJudgement !== true) {
    return refuse('R18', 'the reviewers sign the judgement that was made first');
  }
  return null;
}

/** R19, R21: senior staff who weren't both reviewers say whether the concern has substance, and why. */
export function judge(
  state: InvestigationState,
  command: CommandOf<'judge'>,
  context: DecisionContext,
): Decision {
  const refusal =
    presentForThis(state, context, 'authorised') ??
    signedForThis(state, context, 'authorised') ??
    judgeRefusal(state) ??
    judgesRefusal(state, context) ??
    outcomeRefusal(state, command);
  if (refusal !== null) return refusal;
  const { substance, reasons, outcome, actions } = command;
  return allow({
    kind: 'judgement-made',
    substance,
    reasons,
    outcome,
    actions,
    signedByIds: bothSigners(context),
  });
}

function judgesRefusal(state: InvestigationState, context: DecisionContext): Refusal | null {
  const reviewers: readonly string[] = state.facts?.reviewerIds ?? [];
  if (context.signerIds.every((id) => reviewers.includes(id))) {
    return refuse(
      'R19',
      'at least one of the two who judge can’t have reviewed it',
      'VAULT_NOT_AUTHORISED',
    );
  }
  if (!context.signerIds.every((id) => isSenior(context, id))) {
    return refuse('R19', 'both who judge have to be senior staff', 'VAULT_NOT_AUTHORISED');
  }
  return null;
}

function outcomeRefusal(state: InvestigationState, command: CommandOf<'judge'>): Refusal | null {
  if (command.reasons.trim() === '') return refuse('R19', 'the reasons have to be given');
  if (command.actions.length === 0 || command.actions.some((action) => action.trim() === '')) {
    return refuse('R19', 'each action has to say something');
  }
  if (command.substance === (command.outcome === 'no-substance')) {
    return refuse('R19', 'the outcome does not fit whether the concern has substance');
  }
  if (state.policeInvolved && command.outcome === 'internal-action') {
    return refuse('R21', 'while the police are involved the school takes no step of its own');
  }
  return null;
}
