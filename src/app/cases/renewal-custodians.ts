import { EvidenceError } from '#src/core/errors.ts';
import { renewalNow, sheetsNow } from '../renewing.ts';
import type { UseCase } from '../use-case.ts';

/** Choose who keeps the new sheets, as long as none was typed back. */
export const chooseNewCustodians: UseCase<'renewal.custodians'> = async (app, { personIds }) => {
  const making = sheetsNow(app);
  if (making.sheets.state().some(({ proved }) => proved)) {
    throw new EvidenceError('COMMAND_REFUSED', 'one of the new sheets has been checked already');
  }
  const check = app.stillWanted();
  const again = await making.chooseAgain(personIds);
  try {
    check();
    renewalNow(app).making = again;
  } catch (error) {
    again.sheets.forget();
    throw error;
  }
  return {};
};
