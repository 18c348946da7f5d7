import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Add a person; their keys are made in the worker. */
export const addPerson: UseCase<'setup.add-person'> = async (app, person) => ({
  personId: await settingUp(app).setup.addPerson(person),
});
