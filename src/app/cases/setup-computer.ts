import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Register this computer; that no young person uses it and remote viewing is off was confirmed by the schema. */
export const setComputer: UseCase<'setup.computer'> = (app, { name, location, assetNo }) => {
  settingUp(app).setup.setComputer({ name, location, assetNo });
  return {};
};
