import { EvidenceError } from '#src/core/errors.ts';
import { forget } from '#src/vault/person.ts';
import { sheetsNow } from '../renewing.ts';
import { unlock } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/**
 * Show one custodian their 26 words. There is evidence behind them by now, so their own passphrase shows that
 * it is they who ask: nobody alone can look at two sheets.
 */
export const showNewSheet: UseCase<'renewal.show-sheet'> = async (app, { credential }) => {
  const { personId } = credential;
  if (!sheetsNow(app).sheets.custodianIds.includes(personId)) {
    throw new EvidenceError('VAULT_PERSON_UNKNOWN', 'person expected a custodian, got another');
  }
  forget(await unlock(app, 'show-sheet', credential, app.stillWanted()));
  return { words: [...sheetsNow(app).sheets.show(personId)] };
};
