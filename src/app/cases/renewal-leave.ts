import { dropRenewal, renewalNow } from '../renewing.ts';
import type { UseCase } from '../use-case.ts';

/** Leave the screen with the new sheets: done, or for later. Sheets not in force by then are forgotten. */
export const leaveRenewal: UseCase<'renewal.leave'> = (app) => {
  renewalNow(app);
  dropRenewal(app.live);
  return {};
};
