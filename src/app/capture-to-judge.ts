import { EvidenceError } from '#src/core/errors.ts';
import type { App } from './app.ts';
import type { CaptureJob } from './app-state.ts';
import type { CaptureResult } from './capture-port.ts';

/**
 * The capture that waits to be kept or discarded.
 * @throws {EvidenceError} CAPTURE_UNKNOWN - another, or none
 * @throws {EvidenceError} SITTING_NONE, SITTING_EXPIRED, COMMAND_REFUSED, VAULT_STOPPED
 */
export function captureToJudge(
  app: App,
  captureId: string,
): CaptureJob & { readonly result: CaptureResult } {
  app.investigation();
  app.sittingInTime();
  const job = app.live.capture;
  if (job === null || job.captureId !== captureId || job.result === null) {
    throw new EvidenceError(
      'CAPTURE_UNKNOWN',
      'capture expected to wait for a decision, got another',
    );
  }
  return Object.assign(job, { result: job.result });
}
