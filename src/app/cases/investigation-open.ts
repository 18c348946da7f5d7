import { EvidenceError } from '#src/core/errors.ts';
import { pauseInvestigation } from '../leave.ts';
import { useInvestigation } from '../use-investigation.ts';
import { readStopped } from '../stopped-acts.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/** Open one from the list: both give their passphrases, since its record is decrypted for them. */
export const openInvestigation: UseCase<'investigation.open'> = async (
  app,
  { investigationId, credentials },
) => {
  app.sittingInTime();
  if (app.live.capture !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'keep, discard or cancel the capture first');
  }
  await withBoth(app, 'open', credentials, async (people, signerIds) => {
    const sitting = app.sitting();
    if (!sitting.personIds.every((id) => signerIds.includes(id))) {
      throw new EvidenceError('VAULT_NOT_AUTHORISED', 'the two who are signed in have to open it');
    }
    const inOrder =
      signerIds[0] === sitting.personIds[0] ? people : ([people[1], people[0]] as const);
    const { vault } = app.opened();
    if (vault.investigation(investigationId).state === 'locked') {
      await readStopped(app, investigationId, people[0]);
      return;
    }
    if (app.live.investigation?.investigationId === investigationId) {
      app.live.screen = 'investigation';
      return;
    }
    pauseInvestigation(app);
    const check = app.stillWanted();
    await sitting.attach(inOrder, investigationId);
    check();
    useInvestigation(app, investigationId, CONFIRMED);
  });
  return {};
};

/** Confirmed for this sitting when it started. */
const CONFIRMED = { screenPrivate: true, neitherConcerned: true, stopKeyKnown: true };
