import { pause } from '../leave.ts';
import type { UseCase } from '../use-case.ts';

/** Either person pauses, or says that they are leaving. */
export const pauseTheSitting: UseCase<'sitting.pause'> = (app, { reason }) => {
  app.sitting();
  pause(app, reason);
  return {};
};
