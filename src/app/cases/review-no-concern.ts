import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Nothing of concern: a result too. */
export const noConcern: UseCase<'review.no-concern'> = (app, { visitId }) => {
  record(app, { kind: 'no-concern', visitId });
  return {};
};
