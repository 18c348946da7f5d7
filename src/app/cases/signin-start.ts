import { EvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import { forget, type OpenPerson } from '#src/vault/person.ts';
import { startSitting } from '#src/vault/sitting.ts';
import type { App } from '../app.ts';
import { nobody } from '../app-state.ts';
import { noteRefusal, recordInstallation } from '../recording.ts';
import { assertNobodySignedIn, startRefusal } from '../signing-in.ts';
import { readStopped } from '../stopped-acts.ts';
import { lookAround } from '../surroundings.ts';
import { useInvestigation } from '../use-investigation.ts';
import type { ChannelParsed, UseCase } from '../use-case.ts';

/** Both confirmed: the sitting starts. The key files are needed no longer. */
export const startTheSitting: UseCase<'signin.start'> = async (app, confirmations) => {
  assertNobodySignedIn(app);
  const { first, second } = app.live.halves;
  const refusal = startRefusal(app);
  if (refusal !== null || first.person === null || second.person === null) {
    throw new EvidenceError('COMMAND_REFUSED', refusal ?? 'waiting for both to sign in');
  }
  const people = [first.person, second.person] as const;
  try {
    await begin(app, people, [first.code, second.code], confirmations);
  } catch (error) {
    if (app.live.sitting === null && app.live.stopped === null) {
      const personIds = people.map(({ person }) => person.personId);
      noteRefusal(app, 'start-sitting', { rule: 'R8', code: failure(error).error.code }, personIds);
    }
    throw error;
  } finally {
    for (const person of people) forget(person);
    if (app.live.halves.first.person === people[0])
      app.live.halves = { first: nobody, second: nobody };
  }
  return {};
};

async function begin(
  app: App,
  people: readonly [OpenPerson, OpenPerson],
  codes: readonly [string, string],
  confirmations: ChannelParsed<'signin.start'>,
): Promise<void> {
  const { vault } = app.opened();
  const { chosenId } = app.live;
  const locked = chosenId !== null && vault.investigation(chosenId).state === 'locked';
  const check = app.stillWanted();
  const investigationId = locked ? null : chosenId;
  const sitting = await startSitting(vault, people, { investigationId, codes });
  try {
    check();
  } catch (error) {
    sitting.drop();
    throw error;
  }
  app.live.sitting = sitting;
  app.live.paused = null;
  app.live.underWay = null;
  app.live.screen = 'board';
  if (investigationId !== null) useInvestigation(app, investigationId, confirmations);
  else recordInstallation(app, { kind: 'list-opened', personIds: sitting.personIds });
  lookAround(app);
  if (locked && chosenId !== null) await readStopped(app, chosenId, people[0]);
}
