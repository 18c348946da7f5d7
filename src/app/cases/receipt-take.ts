import { EvidenceError } from '#src/core/errors.ts';
import { encodeReceipt } from '#src/ledger/receipt.ts';
import type { UseCase } from '../use-case.ts';

/** A receipt to take off the computer: the head of the open investigation's ledger, else of the installation's. */
export const takeReceipt: UseCase<'receipt.take'> = (app) => {
  const sitting = app.sitting();
  const { checkpoint } = (sitting.investigation ?? sitting.installation).ledger.head();
  if (checkpoint === null) throw new EvidenceError('COMMAND_REFUSED', 'nothing is recorded yet');
  const { text, qrSvg, digest } = encodeReceipt(checkpoint);
  return { text, qrSvg, digest };
};
