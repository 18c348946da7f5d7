import { captureToJudge } from '../capture-to-judge.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Ask both for a capture in this one's place, with a second picture without what lies over the page. */
export const captureAgain: UseCase<'capture.again'> = (app, { captureId }) => {
  captureToJudge(app, captureId);
  record(app, { kind: 'propose-again', agreementId: app.newId(), captureId });
  app.live.lastWrongHalf = null;
  return {};
};
