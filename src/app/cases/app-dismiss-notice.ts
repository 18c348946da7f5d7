import type { UseCase } from '../use-case.ts';

/** Somebody has read the notice. */
export const dismissNotice: UseCase<'app.dismiss-notice'> = (app) => {
  app.live.notice = null;
  return {};
};
