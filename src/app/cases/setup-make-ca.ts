import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Certify everyone and the computer. */
export const makeCa: UseCase<'setup.make-ca'> = async (app) => ({
  caFingerprint: await settingUp(app).setup.makeCa(),
});
