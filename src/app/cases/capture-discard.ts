import { captureToJudge } from '../capture-to-judge.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** It is not kept: its key is dropped, so that nobody can open it. */
export const discardCapture: UseCase<'capture.discard'> = (app, { captureId, reason }) => {
  const job = captureToJudge(app, captureId);
  record(app, { kind: 'discard-capture', captureId, reason });
  job.key.drop();
  app.live.capture = null;
  return {};
};
