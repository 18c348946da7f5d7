import { currentVisit } from '#src/investigation/state.ts';
import { openPage } from '../open-page.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** From plain back to veiled: one click for either of them. */
export const plainOff: UseCase<'review.plain-off'> = async (app) => {
  record(app, { kind: 'load-again', cause: 'plain-off' });
  const visit = currentVisit(app.investigation().folded.state);
  if (visit !== null) await openPage(app, visit.finalAddress ?? visit.address, 'veiled');
  return {};
};
