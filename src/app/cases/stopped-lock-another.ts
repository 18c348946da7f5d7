import { EvidenceError } from '#src/core/errors.ts';
import { forget } from '#src/vault/person.ts';
import { lockAnother } from '../stop.ts';
import { stoppedNow } from '../stopped-acts.ts';
import { unlock } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/** It was another one: lock that too, by one authorised person's passphrase. */
export const lockAnotherToo: UseCase<'stopped.lock-another'> = async (
  app,
  { investigationId, credential },
) => {
  stoppedNow(app);
  const { vault } = app.opened();
  if (vault.investigation(investigationId).state === 'locked') return {};
  const person = await unlock(app, 'lock-another', credential, app.stillWanted());
  forget(person);
  if (!vault.authorised(investigationId).includes(credential.personId)) {
    throw new EvidenceError(
      'VAULT_NOT_AUTHORISED',
      'person expected to be authorised, got another',
    );
  }
  await lockAnother(app, investigationId, credential.personId);
  return {};
};
