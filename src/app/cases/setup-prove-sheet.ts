import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Take a sheet's words as typed back. */
export const proveSheet: UseCase<'setup.prove-sheet'> = async (app, { personId, words }) => {
  await settingUp(app).setup.proveSheet(personId, words);
  return {};
};
