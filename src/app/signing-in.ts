import { EvidenceError } from '#src/core/errors.ts';
import { mayHoldKeys, type Person } from '#src/vault/person.ts';
import type { App } from './app.ts';

/** @throws {EvidenceError} COMMAND_REFUSED - a sitting is open @throws {EvidenceError} VAULT_STOPPED */
export function assertNobodySignedIn(app: App): void {
  app.assertNotStopped();
  if (app.live.sitting !== null)
    throw new EvidenceError('COMMAND_REFUSED', 'two people are signed in already');
}

/** Who may sit for what was chosen: those with keys to it; for the list, everyone who may ever sit (R32). */
export function eligible(app: App): readonly Person[] {
  const { vault } = app.opened();
  const { chosenId } = app.live;
  if (chosenId === null) return vault.people().filter(mayHoldKeys);
  const authorised = vault.authorised(chosenId);
  return vault.people().filter(({ personId }) => authorised.includes(personId));
}

/** Why the sitting can't start yet, in words; null when it can. */
export function startRefusal(app: App): string | null {
  const { first, second } = app.live.halves;
  if (first.person === null && second.person === null) return 'Waiting for both to sign in';
  if (first.person === null) return 'Waiting for the first to sign in';
  return second.person === null ? 'Waiting for the second to sign in' : null;
}
