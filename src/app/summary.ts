import type { InvestigationState } from '#src/investigation/state.ts';
import { lastJudgement } from '#src/investigation/state.ts';
import type { NotedSummary } from './installation.ts';

/** Where an investigation stands, for bars and lists. */
export function summarise(state: InvestigationState): NotedSummary {
  return {
    ...{ state: shortState(state), step: stepOf(state), nextAct: nextActOf(state) },
    openedAt: state.facts?.createdAt ?? null,
    ...{ visits: state.visits.length, exhibits: state.exhibits.length },
  };
}

function shortState(state: InvestigationState): NotedSummary['state'] {
  if (state.lock !== null) return 'stopped';
  if (state.exports.some((one) => one.made !== null)) return 'exported';
  if (state.judgements.length > 0) return 'judged';
  if (state.records.length > 0) return 'signed';
  return state.everOpened && state.sitting === null ? 'paused' : 'open';
}

function stepOf(state: InvestigationState): NotedSummary['step'] {
  if (state.closedAt !== null) return 'debrief';
  if (state.authority === null) return 'authority';
  if (state.completedAt === null) return 'review';
  if (state.records.length === 0) return 'sign';
  if (lastJudgement(state) === null) return 'judge';
  return state.records.at(-1)?.withJudgement === true ? 'act' : 'sign';
}

function nextActOf(state: InvestigationState): string | null {
  if (state.lock !== null) return 'Open the stopped screen';
  switch (stepOf(state)) {
    case 'review':
      return state.everOpened ? 'Go on reviewing' : 'Begin the review';
    case 'sign':
      return 'Sign the record';
    case 'judge':
      return 'Judge it';
    case 'act':
      return 'Export';
    default:
      return null;
  }
}
