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
import { bothSigners, headRole, presentForThis, signedForThis } from './two-people.ts';

/** R29, R19: why nothing can leave yet; null when it can. */
export function exportRefusal(state: InvestigationState): Refusal | null {
  if (state.lock !== null && state.lock.release === null) {
    return refuse(
      'R6',
      'it is stopped and locked: it leaves only after a release',
      'VAULT_STOPPED',
    );
  }
  if (state.records.length === 0)
    return refuse('R19', 'both reviewers have to sign the record first');
  if (state.judgements.length > 0 && state.records.at(-1)?.withJudgement !== true) {
    return refuse('R18', 'the reviewers sign the version with the judgement first');
  }
  return null;
}

/** R29: by the DSL and, as the second key, the head (R35: the chair); to a named recipient for a stated reason. */
export function startExport(
  state: InvestigationState,
  command: CommandOf<'start-export'>,
  context: DecisionContext,
): Decision {
  // After a stop there is no sitting: the two keys are enough.
  const present = state.lock === null ? presentForThis(state, context, 'authorised') : null;
  const refusal =
    present ??
    signedForThis(state, context, 'authorised') ??
    exportRefusal(state) ??
    exportersRefusal(state, context);
  if (refusal !== null) return refusal;
  for (const said of [command.recipient, command.purpose, command.lawfulBasis]) {
    if (said.trim() === '')
      return refuse('R29', 'recipient, purpose and lawful basis have to be named');
  }
  const { exportId, recipient, organisation, purpose, lawfulBasis } = command;
  const said = { exportId, recipient, organisation, purpose, lawfulBasis };
  return allow({ kind: 'export-started', ...said, signedByIds: bothSigners(context) });
}

/** What left, and that it was verified from its bytes. */
export function finishExport(
  state: InvestigationState,
  command: CommandOf<'finish-export'>,
): Decision {
  return underWay(state, command.exportId) ?? allow({ ...command, kind: 'export-made' });
}

/** R29: written where somebody chose, and read back. */
export function saveExport(state: InvestigationState, command: CommandOf<'save-export'>): Decision {
  const made = state.exports.find((one) => one.exportId === command.exportId)?.made ?? null;
  if (made === null) return refuse('R29', 'there is no such export', 'INVESTIGATION_UNKNOWN');
  return allow({ kind: 'export-saved', exportId: command.exportId, saved: command.saved });
}

/** It failed: on record (R15). */
export function failExport(state: InvestigationState, command: CommandOf<'fail-export'>): Decision {
  return underWay(state, command.exportId) ?? allow({ ...command, kind: 'export-failed' });
}

function exportersRefusal(state: InvestigationState, context: DecisionContext): Refusal | null {
  const [dsl, head] = bothSigners(context);
  if (state.facts === null)
    return refuse('R29', 'there is no such investigation', 'INVESTIGATION_UNKNOWN');
  if (!mayActAs(context.people.get(dsl), 'dsl')) {
    return refuse('R29', 'the first of the two has to be the DSL', 'VAULT_NOT_AUTHORISED');
  }
  const role = headRole(state.facts);
  if (!mayActAs(context.people.get(head), role)) {
    const who = role === 'chair' ? 'chair' : 'headteacher';
    return refuse('R29', `the second of the two has to be the ${who}`, 'VAULT_NOT_AUTHORISED');
  }
  return null;
}

function underWay(state: InvestigationState, exportId: string): Refusal | null {
  const found = state.exports.find((one) => one.exportId === exportId);
  if (found !== undefined && found.made === null && found.failedCode === null) return null;
  return refuse('R29', 'there is no such export under way', 'INVESTIGATION_UNKNOWN');
}
