import { generatePassphrase } from '#src/crypto/passphrase.ts';
import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Offer five words. */
export const suggestPassphrase: UseCase<'setup.suggest-passphrase'> = (app) => {
  settingUp(app);
  return { passphrase: generatePassphrase() };
};
