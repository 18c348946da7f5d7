import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Ask both for a full archive of this page's next capture; it is made only of what they say they suspect. */
export const proposeArchive: UseCase<'agreement.propose-archive'> = (app, { categories }) => {
  record(app, { kind: 'propose-archive', agreementId: app.newId(), categories });
  app.live.lastWrongHalf = null;
  return {};
};
