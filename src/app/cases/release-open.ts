import { toHex } from '#src/core/bytes.ts';
import { decide } from '#src/investigation/decide.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { release } from '#src/vault/release.ts';
import { encodeInstallationEvent } from '../installation.ts';
import { refusalError } from '../recording.ts';
import { beginRenewal } from '../renewing.ts';
import { afterAct, foldFor } from '../stopped-acts.ts';
import { summarise } from '../summary.ts';
import { withBoth } from '../with-both.ts';
import type { App } from '../app.ts';
import type { InvestigationState } from '#src/investigation/state.ts';
import type { UseCase } from '../use-case.ts';

/** Two custodians' sheets open what was locked; the vault writes the entry with the new keys. */
export const openByRelease: UseCase<'release.open'> = async (app, input) => {
  const { investigationId, reason, document, sheets, credentials } = input;
  await withBoth(app, 'release', credentials, async (people, signerIds) => {
    const { vault } = app.opened();
    const { state } = await foldFor(app, investigationId, people[0]);
    // Custodians, exhibits and statement are found by the vault while it opens the sheets.
    const found = { custodianIds: [], exhibits: 0, statement: digestOf(new Uint8Array()) };
    const decision = decide(
      state,
      { kind: 'release', reason, document, ...found },
      app.context(signerIds),
    );
    if (!decision.ok) throw refusalError(decision);
    const level = state.lock?.level ?? 'L2';
    const order = { investigationId, reason, level, document, sheets, approvers: people };
    const { releaseIdentity } = await release(vault, order);
    const after = (await foldFor(app, investigationId, people[0])).state;
    noteReleased(app, investigationId, after);
    afterAct(app, after);
    await newSheets(app, releaseIdentity);
  });
  return {};
};

/** The custodians are here: their new sheets come next. Where that fails, the release stands all the same. */
async function newSheets(app: App, releaseIdentity: string): Promise<void> {
  if (app.live.stopped?.holdsComputer === true) return;
  try {
    await beginRenewal(app, releaseIdentity);
  } catch {
    // Two of the sheets, typed again, begin it later: sign-in and board ask for that until it is done.
    app.live.notice = {
      code: 'VAULT_SHEETS_USED',
      message: 'the recovery sheets were used: new ones have to be made',
      ...{ at: app.now(), safe: 'What was released is on record.' },
    };
  }
}

function noteReleased(app: App, investigationId: string, state: InvestigationState): void {
  const { vault, store, installationWriter } = app.opened();
  const { size, root } = vault.ledger(vault.originOf(investigationId)).head();
  const head = { investigationId, size, root: toHex(root), summary: summarise(state) };
  store.write((db) => {
    const event = { kind: 'investigation-head', why: 'release', ...head } as const;
    vault
      .ledger(vault.installationOrigin)
      .append(db, installationWriter, encodeInstallationEvent(event));
  });
}
