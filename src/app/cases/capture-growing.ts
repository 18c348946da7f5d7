import { EvidenceError } from '#src/core/errors.ts';
import type { UseCase } from '../use-case.ts';

/** The picture of the capture that is being made, as far as it has come; from memory. */
export const captureGrowing: UseCase<'capture.growing'> = async (app, { captureId }) => {
  app.investigation();
  app.sittingInTime();
  const job = app.live.capture;
  if (job === null || job.captureId !== captureId || job.progress === null)
    throw new EvidenceError('CAPTURE_UNKNOWN', 'capture expected to be under way, got another');
  const grown = await job.progress.grown();
  const picture = app.live.capture === job ? grown : null;
  return {
    picture: picture === null ? null : { png: new Uint8Array(picture.png), scale: picture.scale },
  };
};
