import { forget } from '#src/vault/person.ts';
import { nobody } from '../app-state.ts';
import { assertNobodySignedIn } from '../signing-in.ts';
import type { UseCase } from '../use-case.ts';

/** Sign out again before the sitting starts. */
export const leaveHalf: UseCase<'signin.leave'> = (app, { half }) => {
  assertNobodySignedIn(app);
  const { person } = app.live.halves[half];
  if (person !== null) forget(person);
  app.live.halves[half] = nobody;
  return {};
};
