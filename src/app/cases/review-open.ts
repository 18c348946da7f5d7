import { openPage } from '../open-page.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Open an address, as text first. It is on record before it is asked for (R13). */
export const openAddress: UseCase<'review.open'> = async (app, { address }) => {
  record(app, { kind: 'open-address', visitId: app.newId(), address, cause: 'typed' });
  app.live.screen = 'review';
  await openPage(app, address, 'not-loaded');
  return {};
};
