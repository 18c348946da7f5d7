import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** They don't agree: nothing happens, and that it was asked stays on record. */
export const dropAgreement: UseCase<'agreement.drop'> = (app) => {
  record(app, { kind: 'drop-agreement' });
  app.live.lastWrongHalf = null;
  return {};
};
