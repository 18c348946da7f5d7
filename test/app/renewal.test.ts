import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelInput } from '#src/contract/channels.ts';
import { fsck } from '#src/ledger/fsck.ts';
import { openStore } from '#src/store/store.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { openReleaseKey, renewalDue } from '#src/vault/release-key.ts';
import type { Vault } from '#src/vault/vault.ts';
import { TestApp } from './test-app.ts';

type Sheets = ChannelInput<'renewal.begin'>['sheets'];

let template: TestApp;
let app: TestApp;
let investigationId: string;

beforeAll(async () => {
  template = await TestApp.template();
});
afterAll(() => {
  template.ports.remove();
});
beforeEach(async () => {
  app = await TestApp.of(template);
  investigationId = await app.toReview();
  await app.visit();
  await app.capture();
});
afterEach(async () => {
  await app.close();
});

function sheetsOf(first: string, second: string): Sheets {
  return [app.sheets.get(first) ?? [], app.sheets.get(second) ?? []];
}

/** STOP by mistake, both say so, the headteacher approves, two custodians type their sheets. */
async function stopAndRelease(sheets: Sheets = sheetsOf('DAP', 'HE')): Promise<void> {
  app.countersign.stop();
  await app.do('stopped.answer', {
    ...{ pressedBy: app.id('RJT'), what: 'mistake', credentials: app.both() },
  });
  await app.do('release.open', {
    ...{ investigationId, reason: 'mistake', document: 'Statement of both', sheets },
    credentials: app.both('RJT', 'HE'),
  });
}

/** Show one custodian their new sheet and type it back. */
async function keep(initials: string): Promise<void> {
  const { words } = await app.do('renewal.show-sheet', { credential: app.credential(initials) });
  await app.do('renewal.prove-sheet', { personId: app.id(initials), words });
  app.sheets.set(initials, words);
}

/** Look into the vault folder, the application closed; it starts anew afterwards. */
async function inside<T>(look: (vault: Vault) => Promise<T> | T): Promise<T> {
  await app.countersign.close();
  const store = openStore(app.ports.vaultPath, { holder: 'test' });
  const { clock, random, keyWorker, osKeyStore } = app.ports;
  const vault = await openVault({ store, clock, random, keyWorker, osKeyStore });
  expect(await fsck(store.fsckReader(), { verifier: vault.verifier })).toEqual([]);
  const seen = await look(vault);
  store.close();
  await app.restart();
  return seen;
}

const custodians = ['DAP', 'HE', 'CS'];
const refused = (code: string) => ({ code });

describe('renewal', () => {
  it('follows a release at once: each sheet to its custodian, typed back, two sign, the old ones open nothing', async () => {
    const old = sheetsOf('DAP', 'HE');
    await stopAndRelease();
    expect(app.screen('renewal')).toMatchObject({ step: 'sheets', pairsProved: 0, pairsTotal: 3 });
    const holders = app.screen('renewal').holders.map(({ initials }) => initials);
    expect(holders.sort()).toEqual([...custodians].sort());
    for (const initials of custodians) await keep(initials);
    expect(app.screen('renewal')).toMatchObject({ step: 'finish', pairsProved: 3 });
    await app.do('renewal.finish', { credentials: app.both('HE', 'CS') });
    expect(app.screen('renewal').step).toBe('done');
    await app.do('renewal.leave', {});
    expect(app.screen('sign-in').renewalDue).toBe(false);
    await expect(app.do('renewal.open', {})).rejects.toMatchObject(refused('COMMAND_REFUSED'));
    await inside(async (vault) => {
      expect(renewalDue(vault)).toBe(false);
      await expect(openReleaseKey(vault, old)).rejects.toMatchObject(refused('SHEET_CHECK_FAILED'));
      const kinds = [...vault.ledger(vault.installationOrigin).readEntries()].map(
        ({ kind }) => kind,
      );
      expect(kinds).toContain('release-key-renewed');
    });
    await app.do('signin.choose', { investigationId });
    await app.signIn();
    await stopAndRelease(sheetsOf('HE', 'CS'));
    expect(app.screen('renewal').step).toBe('sheets');
  });

  it('is asked for at the sign-in and on the board after a restart, and begins again with two of the old sheets', async () => {
    await stopAndRelease();
    await keep('DAP');
    const void_ = app.sheets.get('DAP') ?? [];
    app.sheets.set('DAP', template.sheets.get('DAP') ?? []);
    await app.restart();
    expect(app.screen('sign-in').renewalDue).toBe(true);
    await app.signIn();
    expect(app.screen('board').renewalDue).toBe(true);
    await app.do('renewal.open', {});
    expect(app.screen('renewal')).toMatchObject({ step: 'begin', pairsTotal: 0 });
    const begin = (sheets: Sheets) => app.do('renewal.begin', { sheets });
    await expect(begin([void_, app.sheets.get('HE') ?? []])).rejects.toMatchObject(
      refused('SHEET_CHECK_FAILED'),
    );
    await expect(begin(sheetsOf('HE', 'HE'))).rejects.toMatchObject(refused('SHARE_MALFORMED'));
    await begin(sheetsOf('CS', 'DAP'));
    for (const initials of custodians) await keep(initials);
    await app.do('renewal.finish', { credentials: app.both('DAP', 'HE') });
    await app.do('renewal.leave', {});
    expect(app.screen('board').renewalDue).toBe(false);
    await inside((vault) => {
      expect(renewalDue(vault)).toBe(false);
    });
  });

  it('shows a sheet only to its custodian, by their own passphrase', async () => {
    await stopAndRelease();
    const show = (credential: { personId: string; passphrase: string }) =>
      app.do('renewal.show-sheet', { credential });
    await expect(
      show({ ...app.credential('HE'), passphrase: app.passphrase('RJT') }),
    ).rejects.toMatchObject(refused('PASSPHRASE_WRONG'));
    await expect(show(app.credential('RJT'))).rejects.toMatchObject(
      refused('VAULT_PERSON_UNKNOWN'),
    );
    expect(app.screen('renewal').custodians.every(({ sheetShown }) => !sheetShown)).toBe(true);
    const { words } = await show(app.credential('HE'));
    await expect(
      app.do('renewal.prove-sheet', { personId: app.id('DAP'), words }),
    ).rejects.toMatchObject(refused('SHARE_MISMATCH'));
  });

  it('lets other custodians be chosen until one new sheet was checked', async () => {
    await stopAndRelease();
    const { words } = await app.do('renewal.show-sheet', { credential: app.credential('CS') });
    await app.do('renewal.custodians', { personIds: [app.id('CS'), app.id('NF')] });
    await expect(
      app.do('renewal.prove-sheet', { personId: app.id('CS'), words }),
    ).rejects.toMatchObject(refused('SHEET_CHECK_FAILED'));
    await keep('NF');
    await expect(
      app.do('renewal.custodians', { personIds: [app.id('HE'), app.id('NF')] }),
    ).rejects.toMatchObject(refused('COMMAND_REFUSED'));
    await keep('CS');
    await app.do('renewal.finish', { credentials: app.both('HE', 'DAP') });
    await app.do('renewal.leave', {});
    await inside((vault) => {
      expect(vault.settings.custodianIds).toEqual([app.id('CS'), app.id('NF')]);
    });
  });

  it('is finished only with every sheet checked, by two different holders of the certificate key', async () => {
    await stopAndRelease();
    await keep('DAP');
    await keep('HE');
    const finish = (first: string, second: string) =>
      app.do('renewal.finish', { credentials: app.both(first, second) });
    await expect(finish('HE', 'CS')).rejects.toMatchObject({
      ...refused('COMMAND_REFUSED'),
      message: 'not every new sheet has been checked yet',
    });
    await keep('CS');
    await expect(finish('HE', 'HE')).rejects.toMatchObject(refused('VAULT_SAME_PERSON'));
    await expect(finish('HE', 'RJT')).rejects.toMatchObject(refused('VAULT_NOT_AUTHORISED'));
    expect(app.screen('renewal').step).toBe('finish');
    await app.do('renewal.leave', {});
    await inside((vault) => {
      expect(renewalDue(vault)).toBe(true);
      const kinds = [...vault.ledger(vault.installationOrigin).readEntries()].map(
        ({ kind }) => kind,
      );
      expect(kinds.filter((kind) => kind === 'attempt-refused')).toHaveLength(2);
      expect(kinds).not.toContain('release-key-renewed');
    });
  });

  it('ends at STOP and when nobody touches the computer, and the old sheets stay good', async () => {
    await stopAndRelease();
    await keep('CS');
    app.countersign.activity();
    app.ports.scheduler.pass(4.5 * 60_000);
    expect(app.countersign.view().idleSecondsLeft).toBe(30);
    await app.do('sitting.still-here', {});
    app.ports.scheduler.pass(6 * 60_000);
    expect(app.screen('sign-in')).toMatchObject({ renewalDue: true });
    expect(app.screen('sign-in').pausedReason).toContain('Nobody touched the computer');
    await app.do('renewal.open', {});
    await app.do('renewal.begin', { sheets: sheetsOf('DAP', 'HE') });
    app.countersign.stop();
    expect(app.screen('stopped').fromSignIn).toBe(true);
    for (const channel of ['renewal.open', 'renewal.leave'] as const)
      await expect(app.do(channel, {})).rejects.toMatchObject(refused('VAULT_STOPPED'));
    await expect(
      app.do('renewal.show-sheet', { credential: app.credential('CS') }),
    ).rejects.toMatchObject(refused('VAULT_STOPPED'));
  });
});

describe('release.open (R3)', () => {
  it('says beside each reason why it is not open, and who has to approve', async () => {
    app.countersign.stop();
    const reasons = () =>
      Object.fromEntries(
        app.screen('stopped').releaseReasons.map(({ reason, refusal }) => [reason, refusal]),
      );
    expect(reasons()).toEqual({
      'police-instruction': null,
      'police-or-lado-request': 'this needs a written instruction of the police',
      'not-illegal': 'write down first what the police said',
      mistake: 'both reviewers have to sign first that nothing was suspected',
    });
    expect(app.screen('stopped').approvers.map(({ initials }) => initials)).toEqual(['HE']);
    const answer = (what: 'mistake' | 'something-else', credentials = app.both()) =>
      app.do('stopped.answer', { pressedBy: 'unknown', what, credentials });
    await expect(answer('mistake', app.both('RJT', 'DAP'))).rejects.toMatchObject({
      ...{ code: 'VAULT_NOT_AUTHORISED' },
      message: 'that it was a mistake has to be signed by both reviewers',
    });
    await answer('something-else');
    expect(reasons()).toMatchObject({ 'police-or-lado-request': null });
    expect(reasons()['mistake']).not.toBeNull();
    await answer('mistake');
    expect(app.screen('stopped').step).toBe('tell');
    expect(reasons()).toMatchObject({ mistake: null });
    expect(reasons()['police-or-lado-request']).not.toBeNull();
    const order = {
      ...{ investigationId, document: 'Statement', sheets: sheetsOf('DAP', 'HE') },
    };
    const release = (
      reason: ChannelInput<'release.open'>['reason'],
      credentials = app.both('RJT', 'HE'),
    ) => app.do('release.open', { ...order, reason, credentials });
    await expect(release('police-or-lado-request')).rejects.toMatchObject({
      ...{ code: 'INVESTIGATION_REFUSED', details: { rule: 'R3' } },
      message: 'this needs a written instruction of the police',
    });
    await expect(release('mistake', app.both())).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    await release('mistake');
    expect(app.screen('renewal').step).toBe('sheets');
  });
});
