import type { App } from '../app.ts';
import { nobody } from '../app-state.ts';
import { forget } from '#src/vault/person.ts';
import type { UseCase } from '../use-case.ts';
import { assertNobodySignedIn } from '../signing-in.ts';

/** Say what the two are here for; who had signed in for something else signs in again. */
export const chooseWhat: UseCase<'signin.choose'> = (app, { investigationId }) => {
  assertNobodySignedIn(app);
  if (investigationId !== null) app.opened().vault.investigation(investigationId);
  if (investigationId !== app.live.chosenId) emptyHalves(app);
  app.live.chosenId = investigationId;
  return {};
};

function emptyHalves({ live }: App): void {
  for (const { person } of [live.halves.first, live.halves.second])
    if (person !== null) forget(person);
  live.halves = { first: nobody, second: nobody };
}
