import { newLive } from '../app-state.ts';
import { dropEverything, noteHead } from '../leave.ts';
import { noteRefusal, record, recordInstallation } from '../recording.ts';
import { flushPageRefusals } from '../browser-refusals.ts';
import { closePage } from '../close-page.ts';
import { withBoth } from '../with-both.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Sitting } from '#src/vault/sitting.ts';
import type { App } from '../app.ts';
import type { UseCase } from '../use-case.ts';

/** Both end the sitting: they cosign the head of each ledger, and nothing is open any more. */
export const endTheSitting: UseCase<'sitting.end'> = async (app, { credentials }) => {
  app.sitting();
  if (app.live.capture !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'keep, discard or cancel the capture first');
  }
  await withBoth(app, 'end-sitting', credentials, async (people, signerIds) => {
    const sitting = theirSitting(app, signerIds);
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

/** Refused before anything is closed or written: the sitting goes on, and its page stays. */
function theirSitting(app: App, signerIds: readonly [string, string]): Sitting {
  const sitting = app.sittingInTime();
  if (sitting.personIds.every((id) => signerIds.includes(id))) return sitting;
  noteRefusal(app, 'end-sitting', { rule: 'R8', code: 'VAULT_NOT_AUTHORISED' }, signerIds);
  throw new EvidenceError('VAULT_NOT_AUTHORISED', 'the two who are signed in have to end it');
}
