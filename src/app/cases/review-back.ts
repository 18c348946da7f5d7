import { EvidenceError } from '#src/core/errors.ts';
import { busyRefusal, reviewRefusal } from '#src/investigation/visiting.ts';
import { refusalError } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Back to the page before; it becomes a visit of its own when the browser goes there. */
export const goBack: UseCase<'review.back'> = (app) => {
  const { state } = app.investigation().folded;
  const refusal = reviewRefusal(state, app.context()) ?? busyRefusal(state);
  if (refusal !== null) throw refusalError(refusal);
  if (!app.live.pageOpen || !app.ports.browser.canGoBack()) {
    throw new EvidenceError('COMMAND_REFUSED', 'there is no page to go back to');
  }
  app.live.goingBack = true;
  app.ports.browser.goBack();
  return {};
};
