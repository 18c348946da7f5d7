import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Ask both: for the pictures of this site, or for a capture of this page. */
export const proposeAgreement: UseCase<'agreement.propose'> = (app, { what, secondLook }) => {
  record(app, { kind: 'propose', agreementId: app.newId(), what, secondLook });
  app.live.lastWrongHalf = null;
  return {};
};
