import { EvidenceError } from '#src/core/errors.ts';
import { captureToJudge } from '../capture-to-judge.ts';
import type { UseCase } from '../use-case.ts';

/** The picture as it would be kept, from memory. */
export const previewCapture: UseCase<'capture.preview'> = (app, { captureId }) => {
  const { preview } = captureToJudge(app, captureId).result;
  if (preview === null)
    throw new EvidenceError('CAPTURE_UNKNOWN', 'capture expected a picture, got none');
  return { png: new Uint8Array(preview.png), scale: preview.scale };
};
