import { currentVisit } from '#src/investigation/state.ts';
import { openPage } from '../open-page.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Load the page again, with its pictures only where both had agreed to them. */
export const loadAgain: UseCase<'review.reload'> = async (app) => {
  record(app, { kind: 'load-again', cause: 'again' });
  const visit = currentVisit(app.investigation().folded.state);
  if (visit !== null) await openPage(app, visit.finalAddress ?? visit.address, visit.pictures);
  return {};
};
