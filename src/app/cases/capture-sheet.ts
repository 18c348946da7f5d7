import { EvidenceError } from '#src/core/errors.ts';
import { captureToJudge } from '../capture-to-judge.ts';
import type { UseCase } from '../use-case.ts';

/** One sheet of one picture of the capture that waits to be judged, from memory. */
export const captureSheet: UseCase<'capture.sheet'> = (app, { captureId, picture, sheet }) => {
  const { pictures } = captureToJudge(app, captureId).result;
  const found = pictures.find(({ key }) => key === picture)?.sheets[sheet];
  if (found === undefined)
    throw new EvidenceError('CAPTURE_UNKNOWN', 'capture expected such a picture, got none');
  return { png: new Uint8Array(found.png), scale: found.scale };
};
