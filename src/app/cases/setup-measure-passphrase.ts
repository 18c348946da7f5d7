import { isEvidenceError } from '#src/core/errors.ts';
import { assertPassphrase, passphraseBits } from '#src/crypto/passphrase.ts';
import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Say how hard a passphrase is to guess. */
export const measurePassphrase: UseCase<'setup.measure-passphrase'> = (app, { passphrase }) => {
  settingUp(app);
  return { bits: passphrase === '' ? 0 : passphraseBits(passphrase), enough: isEnough(passphrase) };
};

function isEnough(passphrase: string): boolean {
  try {
    assertPassphrase(passphrase);
    return true;
  } catch (error) {
    if (isEvidenceError(error, 'PASSPHRASE_WEAK')) return false;
    throw error;
  }
}
