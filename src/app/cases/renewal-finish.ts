import { EvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import { noteRefusal } from '../recording.ts';
import { renewalNow, sheetsNow } from '../renewing.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/** Two holders of the certificate key put the new sheets in force; from then on the old ones open nothing. */
export const finishRenewal: UseCase<'renewal.finish'> = async (app, { credentials }) => {
  if (!sheetsNow(app).sheets.proved) {
    throw new EvidenceError('COMMAND_REFUSED', 'not every new sheet has been checked yet');
  }
  await withBoth(app, 'renew-release-key', credentials, async (people, signerIds) => {
    const renewal = renewalNow(app);
    try {
      await sheetsNow(app).finish(people);
    } catch (error) {
      const { code } = failure(error).error;
      noteRefusal(app, 'renew-release-key', { rule: 'R3', code }, signerIds);
      throw error;
    }
    renewal.making = null;
    renewal.done = true;
  });
  return {};
};
