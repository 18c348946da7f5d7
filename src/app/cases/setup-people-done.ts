import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Everyone is added. */
export const peopleDone: UseCase<'setup.people-done'> = (app) => {
  settingUp(app).setup.peopleDone();
  return {};
};
