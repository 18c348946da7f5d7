import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Take a person out again. */
export const removePerson: UseCase<'setup.remove-person'> = (app, { personId }) => {
  settingUp(app).setup.removePerson(personId);
  return {};
};
