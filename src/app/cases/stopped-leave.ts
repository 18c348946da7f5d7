import { actAfterStop } from '../stopped-acts.ts';
import type { UseCase } from '../use-case.ts';

/** Other work on this computer, once the police allow it. The lock stays. */
export const leaveStopped: UseCase<'stopped.leave'> = async (app, { policeAllow, credentials }) => {
  await actAfterStop(app, { kind: 'leave-stopped', policeAllow }, credentials);
  return {};
};
