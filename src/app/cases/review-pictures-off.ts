import { currentVisit } from '#src/investigation/state.ts';
import { openPage } from '../open-page.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Pictures off: one click for either of them. */
export const picturesOff: UseCase<'review.pictures-off'> = async (app) => {
  record(app, { kind: 'load-again', cause: 'pictures-off' });
  const visit = currentVisit(app.investigation().folded.state);
  if (visit !== null) await openPage(app, visit.finalAddress ?? visit.address, 'not-loaded');
  return {};
};
