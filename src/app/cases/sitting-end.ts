import { newLive } from '../app-state.ts';
import { dropEverything, noteHead } from '../leave.ts';
import { record, recordInstallation } from '../recording.ts';
import { flushPageRefusals } from '../browser-refusals.ts';
import { closePage } from '../close-page.ts';
import { withBoth } from '../with-both.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { UseCase } from '../use-case.ts';

/** Both end the sitting: they cosign the head of each ledger, and nothing is open any more. */
export const endTheSitting: UseCase<'sitting.end'> = async (app, { credentials }) => {
  app.sitting();
  if (app.live.capture !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'keep, discard or cancel the capture first');
  }
  await withBoth(app, 'end-sitting', credentials, async (people, signerIds) => {
    const sitting = app.sitting();
    const { investigation } = app.live;
    closePage(app);
    flushPageRefusals(app);
    if (investigation === null) recordInstallation(app, { kind: 'list-paused', reason: 'ended' });
    else {
      record(app, { kind: 'end-sitting' }, { signerIds });
      app.opened().store.write((db) => {
        noteHead(app, db, investigation.investigationId, 'end');
      });
    }
    await sitting.end(people);
    dropEverything(app);
    const { notice } = app.live;
    app.live = { ...newLive(), notice, paused: { reason: 'ended', at: app.now() } };
  });
  return {};
};
