import { EvidenceError } from '#src/core/errors.ts';
import { settingUp } from '../setting-up.ts';
import { open } from '../start.ts';
import type { UseCase } from '../use-case.ts';

/** Write the vault and go to the first sign-in. */
export const finishSetup: UseCase<'setup.finish'> = async (app) => {
  const { setup, store, stopKeyTried } = settingUp(app);
  if (!stopKeyTried)
    throw new EvidenceError('COMMAND_REFUSED', 'the STOP key has to be tried first');
  await setup.finish();
  if (store !== null) await open(app, store);
  return {};
};
