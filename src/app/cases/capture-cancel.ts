import { EvidenceError } from '#src/core/errors.ts';
import type { UseCase } from '../use-case.ts';

/** Give up the capture that is being made; nothing of it is kept, and that it was begun stays on record. */
export const cancelCapture: UseCase<'capture.cancel'> = (app) => {
  app.investigation();
  const job = app.live.capture;
  if (job === null || job.result !== null)
    throw new EvidenceError('COMMAND_REFUSED', 'no capture is being made');
  job.key.drop();
  job.abort.abort();
  return {};
};
