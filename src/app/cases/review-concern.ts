import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Why a visit concerns them (R14). */
export const flagConcern: UseCase<'review.concern'> = (app, { visitId, reason }) => {
  record(app, { kind: 'flag', visitId, reason });
  return {};
};
