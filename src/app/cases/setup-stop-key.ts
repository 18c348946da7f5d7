import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Choose the STOP key; it counts once it was pressed on this computer's own keyboard. */
export const setStopKey: UseCase<'setup.stop-key'> = (app, { key }) => {
  const mode = settingUp(app);
  if (mode.setup.state().stopKey !== key) mode.stopKeyTried = false;
  mode.setup.setStopKey(key);
  return {};
};
