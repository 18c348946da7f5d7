import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Ask both for an exception for this page's site; a log-in names the account, and no password is ever asked for. */
export const askException: UseCase<'exception.ask'> = (app, { exception, account }) => {
  record(app, { kind: 'propose-exception', agreementId: app.newId(), exception, account });
  app.live.lastWrongHalf = null;
  return {};
};
