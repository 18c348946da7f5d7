import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Ask both for an exception for this page's site. */
export const askException: UseCase<'exception.ask'> = (app, { exception }) => {
  record(app, { kind: 'propose-exception', agreementId: app.newId(), exception });
  app.live.lastWrongHalf = null;
  return {};
};
