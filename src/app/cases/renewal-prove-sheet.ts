import { sheetsNow } from '../renewing.ts';
import type { UseCase } from '../use-case.ts';

/** Take a new sheet's words as typed back, and try it with every one checked before. */
export const proveNewSheet: UseCase<'renewal.prove-sheet'> = async (app, { personId, words }) => {
  await sheetsNow(app).sheets.prove(personId, words);
  return {};
};
