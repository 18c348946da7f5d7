import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { fsck } from '#src/ledger/fsck.ts';
import { openStore, type OpenStore } from '#src/store/store.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { CODES, TestApp } from './test-app.ts';

let template: TestApp;
let app: TestApp;

beforeAll(async () => {
  template = await TestApp.template();
});
afterAll(() => {
  template.ports.remove();
});
beforeEach(async () => {
  app = await TestApp.of(template);
});
afterEach(async () => {
  await app.close();
});

/** Both sign in for what is on record and one exhibit is kept. */
async function withExhibit(): Promise<string> {
  const id = await app.toReview();
  await app.visit();
  await app.capture();
  return id;
}

/** All findings of the vault folder, the application closed. */
async function findings(): Promise<readonly string[]> {
  await app.countersign.close();
  const store: OpenStore = openStore(app.ports.vaultPath, { holder: 'fsck' });
  const { clock, random, keyWorker, osKeyStore } = app.ports;
  const vault = await openVault({ store, clock, random, keyWorker, osKeyStore });
  const found = await fsck(store.fsckReader(), { verifier: vault.verifier });
  store.close();
  return found.map(({ code, where }) => `${code} ${where}`);
}

const NOW = '2026-01-05T09:00:00.000Z';

describe('stop', () => {
  it('locks the open investigation, takes the page away and shows the stopped screen', async () => {
    await withExhibit();
    app.countersign.stop();
    expect(app.ports.browser.hasPage).toBe(false);
    const screen = app.screen('stopped');
    expect(screen).toMatchObject({ recorded: true, fromSignIn: false, level: 'L2', step: 'call' });
    expect(screen.facts).toMatchObject({ address: 'https://feed.example/thread/7', keptBefore: 1 });
    expect(screen.lockedExhibits.map(({ exhibitRef }) => exhibitRef)).toEqual(['RJT/1']);
    expect(screen.durationMs).toBeLessThan(1000);
    const view = app.countersign.view();
    expect([view.stopped, view.signedIn]).toEqual([true, false]);
    expect(await findings()).toEqual([]);
  });

  it('refuses everything but what follows a stop, and writes nothing for it', async () => {
    const id = await withExhibit();
    app.countersign.stop();
    for (const act of [
      () => app.do('review.open', { address: 'https://feed.example/' }),
      () => app.do('signin.half', { half: 'first', ...app.credential('RJT'), sittingCode: '1111' }),
      () => app.do('exhibit.look', { exhibitId: id, credentials: app.both() }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'VAULT_STOPPED' });
    }
  });

  it('changes nothing at a second press', async () => {
    await withExhibit();
    app.countersign.stop();
    const { stoppedAt } = app.screen('stopped');
    app.ports.clock.pass(5000);
    app.countersign.stop();
    expect(app.screen('stopped').stoppedAt).toBe(stoppedAt);
  });

  it('drops a capture that is being made: nothing is kept of it, and the record says so', async () => {
    await app.toReview();
    await app.visit();
    app.ports.capture.during = () => {
      app.countersign.stop();
    };
    await app.agree('capture');
    await app.until(() => app.countersign.view().stopped, 'the stop');
    const screen = app.screen('stopped');
    expect(screen.underWay).toContain('A capture was being made');
    expect(screen.facts?.keptBefore).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.screen('stopped').recorded).toBe(true);
    expect(await findings()).toEqual([]);
  });

  it('answers while a passphrase is being checked, and the sign-in comes to nothing', async () => {
    await withExhibit();
    app.countersign.pause('pause');
    const signingIn = app.do('signin.half', {
      half: 'first',
      ...app.credential('RJT'),
      sittingCode: CODES.first,
    });
    expect(app.screen('sign-in').first.checking).toBe(true);
    app.countersign.stop();
    expect(app.screen('stopped').fromSignIn).toBe(true);
    await expect(signingIn).rejects.toMatchObject({ code: 'VAULT_STOPPED' });
    expect(app.screen('stopped').recorded).toBe(true);
  });

  it('locks with nobody signed in what was open last, when that was under 24 hours ago', async () => {
    await withExhibit();
    app.countersign.pause('pause');
    app.countersign.stop();
    expect(app.screen('stopped')).toMatchObject({
      fromSignIn: true,
      facts: null,
      lockedExhibits: [],
    });
    expect(await findings()).toEqual([]);
  });

  it('locks nothing with nobody signed in once the last sitting ended a day ago', async () => {
    await withExhibit();
    await app.do('sitting.end', { credentials: app.both() });
    app.ports.clock.pass(24 * 60 * 60 * 1000 + 1);
    app.countersign.stop();
    expect(app.screen('sign-in').choices.map(({ state }) => state)).toEqual(['paused']);
  });

  it('locks after a restart, before anybody has signed in', async () => {
    await withExhibit();
    await app.restart();
    app.countersign.stop();
    expect(app.screen('stopped')).toMatchObject({ fromSignIn: true, recorded: true });
  });

  it('stays stopped over a restart, with contacts and reference only', async () => {
    await withExhibit();
    app.countersign.stop();
    await app.restart();
    expect(app.screen('stopped')).toMatchObject({
      reference: 'NHS-2026-001',
      facts: null,
      step: 'call',
    });
    expect(app.countersign.view().stopped).toBe(true);
  });

  it('leaves the content shares in no row, and both passphrases open no exhibit', async () => {
    const id = await withExhibit();
    app.countersign.stop();
    await app.countersign.close();
    const store = openStore(app.ports.vaultPath, { holder: 'test' });
    expect(
      store.tables.envelopes.list(store.read, { kind: 'content-share', investigationId: id }),
    ).toEqual([]);
    expect(store.slots.list().map((slotId) => store.slots.read(slotId))).toContain('empty');
    store.close();
  });

  it('locks with a full disk, and says that the time goes on paper', async () => {
    await app.close();
    let full = false;
    app = await TestApp.of(template, {
      wrapStore: (store) =>
        new Proxy(store, {
          get(target, name) {
            if (name === 'write' && full) {
              return () => {
                throw new EvidenceError('STORE_DISK_FULL', 'disk expected room, got none');
              };
            }
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        }),
    });
    const id = await withExhibit();
    full = true;
    app.countersign.stop();
    expect(app.ports.browser.hasPage).toBe(false);
    expect(app.screen('stopped')).toMatchObject({ recorded: false });
    expect(app.screen('stopped').did.join(' ')).toContain('STORE_DISK_FULL');
    full = false;
    await app.restart();
    expect(app.screen('stopped').reference).toBe('NHS-2026-001');
    await app.countersign.close();
    const store = openStore(app.ports.vaultPath, { holder: 'test' });
    expect(
      store.tables.envelopes.list(store.read, { kind: 'content-share', investigationId: id }),
    ).toEqual([]);
    store.close();
  });

  it('stops nothing while setting up, and says so by staying there', async () => {
    const fresh = new TestApp();
    await fresh.countersign.start();
    fresh.countersign.stop();
    expect(fresh.screen('setup').step).toBe('school');
    await fresh.close();
  });

  it('goes through call, police, questions and telling, each signed by two, then leaves', async () => {
    await withExhibit();
    app.countersign.stop();
    await app.do('stopped.called', {
      calledBy: 'Dana Placeholder',
      at: NOW,
      credentials: app.both(),
    });
    expect(app.screen('stopped').step).toBe('police-said');
    await app.do('stopped.police-said', {
      ...{
        words: 'Leave it as it is',
        at: NOW,
        channel: '101',
        incidentNo: '42',
        officer: 'PC 2206',
      },
      credentials: app.both('DAP', 'HE'),
    });
    expect(app.screen('stopped').step).toBe('questions');
    await app.do('stopped.answer', {
      pressedBy: 'unknown',
      what: 'something-else',
      credentials: app.both(),
    });
    expect(app.screen('stopped')).toMatchObject({ step: 'tell', level: 'L1' });
    await app.do('stopped.told', { told: ['The DSL'], at: NOW, credentials: app.both() });
    expect(app.screen('stopped').step).toBe('done');
    await app.do('stopped.leave', {
      policeAllow: 'PC 2206: other work may go on',
      credentials: app.both(),
    });
    expect(app.screen('sign-in').choices.map(({ state }) => state)).toEqual(['stopped']);
    expect(await findings()).toEqual([]);
  });

  it('refuses one person twice, a wrong passphrase and an outsider after a stop', async () => {
    await withExhibit();
    app.countersign.stop();
    const called = (credentials: ReturnType<TestApp['both']>) =>
      app.do('stopped.called', { calledBy: 'Somebody', at: NOW, credentials });
    await expect(called(app.both('RJT', 'RJT'))).rejects.toMatchObject({
      code: 'VAULT_SAME_PERSON',
    });
    await expect(
      called([app.credential('RJT'), { ...app.credential('IMS'), passphrase: 'wrong' }]),
    ).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    await expect(called(app.both('RJT', 'CS'))).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    expect(app.screen('stopped').step).toBe('call');
  });

  it('is released as mistaken by both reviewers, the headteacher and two sheets, and the review goes on', async () => {
    const id = await withExhibit();
    app.countersign.stop();
    const sheets: [string[], string[]] = [app.sheets.get('DAP') ?? [], app.sheets.get('HE') ?? []];
    const order = {
      investigationId: id,
      reason: 'mistake',
      document: 'Statement of both',
      sheets,
    } as const;
    const release = (pair: ReturnType<TestApp['both']>) =>
      app.do('release.open', { ...order, sheets, credentials: pair });
    await expect(release(app.both('RJT', 'HE'))).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
    });
    await app.do('stopped.answer', {
      pressedBy: app.id('RJT'),
      what: 'mistake',
      credentials: app.both(),
    });
    await expect(release(app.both('RJT', 'IMS'))).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    await release(app.both('RJT', 'HE'));
    expect(app.screen('renewal').step).toBe('sheets');
    await app.do('renewal.leave', {});
    expect(app.screen('sign-in').choices.map(({ state }) => state)).toEqual(['paused']);
    await app.do('signin.choose', { investigationId: id });
    await app.signIn();
    const { exhibits } = app.screen('investigation');
    expect(exhibits).toMatchObject([{ exhibitRef: 'RJT/1', locked: false }]);
    const look = { exhibitId: exhibits[0]?.exhibitId ?? '', credentials: app.both() };
    expect((await app.do('exhibit.look', look)).png.length).toBeGreaterThan(0);
    await app.do('screen.go', { to: 'review' });
    await app.visit('https://feed.example/next');
    expect(await app.capture()).toBe('RJT/2');
    expect(await findings()).toEqual([]);
  });

  it('locks another investigation too, by one authorised passphrase', async () => {
    const first = await withExhibit();
    await app.do('screen.go', { to: 'board' });
    await app.create({ title: 'Another' });
    app.countersign.stop();
    expect(app.screen('stopped').reference).toBe('NHS-2026-002');
    const other = { investigationId: first, credential: app.credential('CS') };
    await expect(app.do('stopped.lock-another', other)).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    await app.do('stopped.lock-another', { ...other, credential: app.credential('DAP') });
    expect(await findings()).toEqual([]);
  });

  it('leaves nothing of page, reason or concern in the clear in the vault folder', async () => {
    await withExhibit();
    app.countersign.stop();
    await app.countersign.close();
    for (const file of filesIn(app.ports.vaultPath)) {
      expect([file, readFileSync(file).includes('CANARY')]).toEqual([file, false]);
    }
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
