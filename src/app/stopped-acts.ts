import type { Credential } from '#src/contract/values.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Command } from '#src/investigation/commands.ts';
import { decide } from '#src/investigation/decide.ts';
import type { InvestigationState } from '#src/investigation/state.ts';
import { openDataKeys } from '#src/ledger/data-key.ts';
import { openRecord } from '#src/vault/investigation-keys.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { App } from './app.ts';
import { newLive } from './app-state.ts';
import { Folded } from './folded.ts';
import { appendEvents, refusalError } from './recording.ts';
import { refreshStopped, stoppedFrom } from './stopped.ts';
import { withBoth } from './with-both.ts';

/**
 * One act after a stop: two authorised people's passphrases, an entry that both sign with their own keys,
 * nothing else. A refused one leaves no trace: nothing routine is written on a stopped computer (R6).
 * @throws {EvidenceError} the refusal's code; PASSPHRASE_WRONG, VAULT_NOT_AUTHORISED, STORE_…
 */
export async function actAfterStop(
  app: App,
  command: Command,
  credentials: readonly [Credential, Credential],
): Promise<void> {
  const { investigationId } = stoppedNow(app);
  await withBoth(app, command.kind, credentials, async (people, signerIds) => {
    const { vault, store } = app.opened();
    const folded = await foldFor(app, investigationId, people[0]);
    const decision = decide(folded.state, command, app.context(signerIds));
    if (!decision.ok) throw refusalError(decision);
    const origin = vault.originOf(investigationId);
    const writer = await vault.peopleWriter(origin, people);
    store.write((db) => {
      appendEvents(db, vault.ledger(origin), writer, decision.events);
    });
    afterAct(app, (await foldFor(app, investigationId, people[0])).state);
  });
}

/** What is stopped. @throws {EvidenceError} COMMAND_REFUSED - nothing is */
export function stoppedNow(app: App): { readonly investigationId: string } {
  const { stopped } = app.live;
  if (stopped === null) throw new EvidenceError('COMMAND_REFUSED', 'nothing is stopped');
  return stopped;
}

/** Fold an investigation for one authorised person, outside any sitting. */
export async function foldFor(
  app: App,
  investigationId: string,
  person: OpenPerson,
): Promise<Folded> {
  const { vault, store } = app.opened();
  const identity = await openRecord(vault, investigationId, person);
  const origin = vault.originOf(investigationId);
  const ring = await openDataKeys(store.ledgerStore(origin).dataKeys(), [identity]);
  return new Folded(vault.ledger(origin), () => ring);
}

/** Show a locked investigation's stopped screen to two who signed in for it. */
export async function readStopped(
  app: App,
  investigationId: string,
  person: OpenPerson,
): Promise<void> {
  const check = app.stillWanted();
  const { state } = await foldFor(app, investigationId, person);
  check();
  const { reference } = app.opened().vault.investigation(investigationId);
  const shown = stoppedFrom(app, {
    investigationId,
    reference,
    fromSignIn: false,
    state,
    event: null,
  });
  app.live.stopped = { ...shown, holdsComputer: state.lock?.left === false };
}

/** Bring the screens up to what was recorded; once it may be left, the sign-in comes back. */
export function afterAct(app: App, state: InvestigationState): void {
  refreshStopped(app, state);
  if (state.lock !== null && !state.lock.left) return;
  const { sitting, notice } = app.live;
  if (sitting === null) app.live = { ...newLive(), notice };
  else app.live.stopped = null;
}
