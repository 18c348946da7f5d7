import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Name the school. */
export const setSchool: UseCase<'setup.school'> = async (app, school) => {
  await settingUp(app).setup.setSchool(school);
  return {};
};
