import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Register this computer, and whom we may ask beside the pages under review; that no young person uses it and remote viewing is off was confirmed by the schema. */
export const setComputer: UseCase<'setup.computer'> = (
  app,
  { name, location, assetNo, network },
) => {
  const { setup } = settingUp(app);
  setup.setNetwork(network);
  setup.setComputer({ name, location, assetNo });
  return {};
};
