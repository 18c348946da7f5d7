import { EvidenceError } from '#src/core/errors.ts';
import { exportRefusal } from '#src/investigation/exporting.ts';
import { judgeRefusal } from '#src/investigation/judging.ts';
import { phaseRefusal } from '#src/investigation/phases.ts';
import { reviewRefusal } from '#src/investigation/visiting.ts';
import type { App } from '../app.ts';
import type { ScreenName } from '../app-state.ts';
import { closePage } from '../close-page.ts';
import { stopMarking } from '../marking.ts';
import type { UseCase } from '../use-case.ts';

/** Go to another screen. Leaving the review takes the page away; a capture under way keeps people there. */
export const goToScreen: UseCase<'screen.go'> = (app, { to }) => {
  app.sitting();
  if (app.live.capture !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'keep, discard or cancel the capture first');
  }
  const phase = phaseRefusalFor(app);
  if (phase !== null) throw new EvidenceError('COMMAND_REFUSED', phase);
  const refusal = refusalFor(app, to);
  if (refusal !== null) throw new EvidenceError('COMMAND_REFUSED', refusal);
  if (app.live.screen === 'review' && to !== 'review') closePage(app, 'keep');
  stopMarking(app);
  app.live.screen = to;
  return {};
};

/** Why a screen can't be opened now, in words; null when it can. */
export function refusalFor(app: App, to: ScreenName): string | null {
  if (to === 'board' || to === 'new-investigation') return null;
  const { state } = app.investigation().folded;
  switch (to) {
    case 'investigation':
      return null;
    case 'review':
      return reviewRefusal(state, app.context())?.reason ?? null;
    case 'record':
      return state.completedAt === null ? 'the review is not finished yet' : null;
    case 'judge':
      return state.judgements.length > 0 ? null : (judgeRefusal(state)?.reason ?? null);
    case 'export':
      return exportRefusal(state)?.reason ?? null;
  }
}

/** A phase is ended where its page is. */
function phaseRefusalFor({ live }: App): string | null {
  return live.investigation === null
    ? null
    : (phaseRefusal(live.investigation.folded.state)?.reason ?? null);
}
