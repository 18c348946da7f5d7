import { flushPageRefusals } from '../browser-refusals.ts';
import { closePage } from '../close-page.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** The review is finished: no more pages, the record is next. */
export const completeReview: UseCase<'review.complete'> = (app) => {
  flushPageRefusals(app);
  record(app, { kind: 'complete-review' });
  closePage(app);
  app.live.screen = 'record';
  return {};
};
