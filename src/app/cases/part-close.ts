import { stopMarking } from '../marking.ts';
import type { UseCase } from '../use-case.ts';

/** Close the exhibit that was open for marking. */
export const closeMarking: UseCase<'part.close'> = (app) => {
  app.sitting();
  stopMarking(app);
  return {};
};
