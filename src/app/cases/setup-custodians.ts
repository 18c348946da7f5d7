import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Choose who keeps the recovery sheets. */
export const chooseCustodians: UseCase<'setup.custodians'> = async (app, { personIds }) => {
  await settingUp(app).setup.chooseCustodians(personIds);
  return {};
};
