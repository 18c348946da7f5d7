import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import { versionToSign, type InvestigationState } from './state.ts';
import { presentForThis, signedForThis } from './two-people.ts';

/** The two reviewers say what follows from what they saw. Signed versions are superseded, never changed (R18). */
export function conclude(
  state: InvestigationState,
  command: CommandOf<'conclude'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  if (state.records.length > 0)
    return refuse('R18', 'the record is signed: it can only be superseded');
  if (command.rows.length === 0 || command.rows.some((row) => row.trim() === '')) {
    return refuse('R19', 'each row of the conclusion has to say something');
  }
  return allow({ kind: 'conclusion-written', rows: command.rows });
}

/** R19: what is missing before both can sign; null when nothing is. */
export function signRefusal(state: InvestigationState): Refusal | null {
  if (state.completedAt === null) return refuse('R19', 'the review is not finished yet');
  if (state.conclusions.length === 0) return refuse('R19', 'the conclusion is not written yet');
  if (versionToSign(state) === null)
    return refuse('R18', 'both have signed, and nothing has been added since');
  return null;
}

/** One of the two signs; it counts only once both have. */
export function giveSignature(
  state: InvestigationState,
  command: CommandOf<'give-signature'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'reviewers') ?? signRefusal(state);
  if (refusal !== null) return refusal;
  const { personId, formDigest } = command;
  if (
    !context.signerIds.includes(personId) ||
    state.facts?.reviewerIds.includes(personId) !== true
  ) {
    return refuse('R8', 'each reviewer signs with their own passphrase', 'VAULT_NOT_AUTHORISED');
  }
  if (
    state.signatureGiven?.personId === personId &&
    state.signatureGiven.formDigest === formDigest
  ) {
    return refuse('R19', 'this person has signed: the other one is missing', 'VAULT_SAME_PERSON');
  }
  const version = versionToSign(state);
  if (version === null) return refuse('R18', 'nothing has been added since it was signed');
  return allow({ kind: 'signature-given', version, personId, formDigest });
}

/** R8, R18, R19: both signed the same form; a new version supersedes the last. */
export function signRecord(
  state: InvestigationState,
  command: CommandOf<'sign-record'>,
  context: DecisionContext,
): Decision {
  const refusal =
    presentForThis(state, context, 'reviewers') ??
    signedForThis(state, context, 'reviewers') ??
    signRefusal(state);
  if (refusal !== null) return refusal;
  const version = versionToSign(state);
  if (version === null || state.facts === null)
    return refuse('R18', 'nothing has been added since it was signed');
  const { kind: _kind, ...signed } = command;
  const supersedes = state.records.at(-1)?.version ?? null;
  const withJudgement = state.judgements.length > 0;
  const personIds = state.facts.reviewerIds;
  return allow({ kind: 'record-signed', ...signed, version, supersedes, personIds, withJudgement });
}

/** That a document was looked at or printed is recorded (R15). */
export function viewDocument(
  state: InvestigationState,
  command: CommandOf<'view-document'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  return allow({
    kind: 'document-viewed',
    what: command.what,
    personIds: context.sitting?.personIds ?? [],
  });
}
