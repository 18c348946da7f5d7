import { EvidenceError } from '#src/core/errors.ts';
import { renewalDue } from '#src/vault/release-key.ts';
import type { UseCase } from '../use-case.ts';

/** Go to the screen where new recovery sheets are made; it takes no sitting, for the custodians needn't review. */
export const openRenewal: UseCase<'renewal.open'> = (app) => {
  app.assertNotStopped();
  if (!renewalDue(app.opened().vault)) {
    throw new EvidenceError('COMMAND_REFUSED', 'the recovery sheets have not been used');
  }
  if (app.live.capture !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'keep, discard or cancel the capture first');
  }
  app.live.renewal ??= { making: null, done: false };
  return {};
};
