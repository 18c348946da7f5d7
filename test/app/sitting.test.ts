import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Countersign } from '#src/app/countersign.ts';
import { channels } from '#src/contract/channels.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { memoryPorts } from './memory-ports.ts';
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

describe('sign-in', () => {
  it('refuses a wrong passphrase, one person twice, the same code, and who may not sit', async () => {
    const half = (which: 'first' | 'second', initials: string, more: object = {}) =>
      app.do('signin.half', {
        half: which,
        ...app.credential(initials),
        sittingCode: CODES[which],
        ...more,
      });
    await expect(half('first', 'RJT', { passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    expect(app.screen('sign-in').first.person).toBeNull();
    await half('first', 'RJT');
    await expect(half('second', 'RJT')).rejects.toMatchObject({ code: 'VAULT_SAME_PERSON' });
    await expect(half('second', 'IMS', { sittingCode: CODES.first })).rejects.toMatchObject({
      code: 'SITTING_CODE_SAME',
    });
    await expect(half('second', 'NF')).rejects.toMatchObject({ code: 'VAULT_NOT_AUTHORISED' });
    const start = { screenPrivate: true, neitherConcerned: true, stopKeyKnown: true } as const;
    await expect(app.do('signin.start', start)).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
    expect(app.screen('sign-in').startRefusal).toBe('Waiting for the second to sign in');
  });

  it('does nothing for one person: no channel works without two', async () => {
    await app.do('signin.half', {
      half: 'first',
      ...app.credential('RJT'),
      sittingCode: CODES.first,
    });
    for (const act of [
      () => app.do('screen.go', { to: 'board' }),
      () => app.do('review.open', { address: 'https://x.example/' }),
      () => app.do('receipt.take', { half: 'first' }),
      () =>
        app.do('investigation.open', { investigationId: 'a'.repeat(26), credentials: app.both() }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'SITTING_NONE' });
    }
  });

  it('shows references only before, and titles only to the two who sit', async () => {
    await app.signIn();
    await app.create();
    app.countersign.pause('leaving');
    expect(app.screen('sign-in').choices).toMatchObject([
      { reference: 'NHS-2026-001', title: null, visits: null },
    ]);
    expect(JSON.stringify(app.countersign.view())).not.toContain('Posts in a year group');
    await app.do('signin.choose', { investigationId: null });
    await app.signIn();
    expect(app.screen('board').investigations).toMatchObject([{ title: 'Posts in a year group' }]);
  });

  it('opens an investigation from the list by both passphrases, and goes on with it', async () => {
    const id = await app.toReview();
    await app.visit();
    app.countersign.pause('pause');
    await app.do('signin.choose', { investigationId: null });
    await app.signIn();
    await app.do('investigation.open', { investigationId: id, credentials: app.both() });
    expect(app.screen('investigation').reason).toContain('CANARY-REASON');
    const receipt = await app.do('receipt.take', { half: 'first' });
    expect(receipt.text).toContain('countersign receipt v1');
  });
});

describe('the idle clock', () => {
  it('warns for a minute, then pauses; touching the computer starts it anew', async () => {
    await app.toReview();
    await app.visit();
    app.ports.scheduler.pass(239_000);
    expect(app.countersign.view().idleSecondsLeft).toBeNull();
    app.ports.scheduler.pass(31_000);
    expect(app.countersign.view().idleSecondsLeft).toBe(30);
    await app.do('sitting.still-here', {});
    expect(app.countersign.view().idleSecondsLeft).toBeNull();
    app.ports.scheduler.pass(299_000);
    expect(app.countersign.view().signedIn).toBe(true);
    app.ports.scheduler.pass(2000);
    expect(app.screen('sign-in').pausedReason).toBe('Nobody touched the computer for 5 minutes.');
    expect(app.ports.browser.hasPage).toBe(false);
  });
});

describe('the length of a sitting', () => {
  it('ends in a pause that the sitting itself still signed, however busy the two are', async () => {
    await app.toReview();
    await app.visit();
    for (let hour = 0; hour < 12 && app.countersign.view().signedIn; hour++) {
      for (let minute = 0; minute < 60; minute += 4) {
        if (!app.countersign.view().signedIn) break;
        app.countersign.activity();
        app.ports.scheduler.pass(240_000);
      }
    }
    expect(app.screen('sign-in').pausedReason).toBe('A sitting lasts twelve hours at most.');
    expect(app.countersign.view().notice).toBeNull();
    expect(app.ports.browser.hasPage).toBe(false);
  });
});

describe('one of the two who signed in and left', () => {
  it('keeps no key open for longer than the idle clock allows', async () => {
    const sittingCode = '4711';
    await app.do('signin.half', { half: 'first', ...app.credential('RJT'), sittingCode });
    expect(app.screen('sign-in').first.signedInAt).not.toBeNull();
    app.ports.scheduler.pass(299_000);
    expect(app.screen('sign-in').first.signedInAt).not.toBeNull();
    app.ports.scheduler.pass(2000);
    expect(app.screen('sign-in').first.signedInAt).toBeNull();
    expect(app.screen('sign-in').pausedReason).toBe('Nobody touched the computer for 5 minutes.');
  });
});

describe('after a crash', () => {
  it('says what was under way, and everything that was recorded is there', async () => {
    const id = await app.toReview();
    await app.visit();
    await app.capture();
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    await app.restart();
    expect(app.screen('sign-in').underWay).toBe(
      'A sitting on NHS-2026-001: a capture that was not kept, which nobody can open.',
    );
    await app.do('signin.choose', { investigationId: id });
    await app.signIn();
    expect(app.screen('investigation').exhibits.map(({ exhibitRef }) => exhibitRef)).toEqual([
      'RJT/1',
    ]);
  });

  it('speaks of the investigation that was opened last, not of one left for another', async () => {
    await app.toReview();
    await app.visit();
    await app.create();
    app.countersign.pause('closed');
    await app.restart();
    expect(app.screen('sign-in').underWay).toBeNull();
    expect(app.screen('sign-in').choices.map(({ reference }) => reference)).toEqual([
      'NHS-2026-001',
      'NHS-2026-002',
    ]);
  });

  it('says nothing of an older crash once another sitting was ended properly', async () => {
    await app.toReview();
    await app.restart();
    expect(app.screen('sign-in').underWay).toContain('A sitting on NHS-2026-001');
    await app.signIn();
    await app.create();
    app.countersign.pause('closed');
    await app.restart(false);
    expect(app.screen('sign-in').underWay).toBeNull();
  });

  it('says nothing after a pause or a proper end', async () => {
    await app.toReview();
    await app.restart(false);
    expect(app.screen('sign-in').underWay).toBeNull();
  });
});

describe('handle', () => {
  it('refuses junk on every channel with a code, and records it', async () => {
    await app.toReview();
    const junk: unknown[] = [null, undefined, 7, 'x', [], { nothing: 1 }, { half: 'third' }];
    for (const channel of Object.keys(channels)) {
      for (const input of junk) {
        const result = await app.countersign.handle(channel, input);
        if (channel === 'setup.measure-passphrase' || result.ok) continue;
        expect(result.error.code).toMatch(/^[A-Z][A-Z_]+$/);
        expect(result.error.code).not.toBe('INTERNAL');
      }
    }
    expect(await app.countersign.handle('__proto__', {})).toMatchObject({
      ok: false,
      error: { code: 'IPC_CHANNEL_UNKNOWN' },
    });
    app.countersign.recordRefusal('ipc-sender', { channel: 'stop.press', why: 'another frame' });
    app.ports.scheduler.pass(1000);
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said.filter((what) => what.includes('no screen of ours')).length).toBeGreaterThanOrEqual(
      3,
    );
  });

  it('pushes views that the contract accepts', async () => {
    const kinds: string[] = [];
    app.countersign.onView((view) => kinds.push(view.screen.kind));
    await app.signIn();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(kinds).toContain('board');
  });
});

describe('investigation.create', () => {
  it('refuses staff without the LADO, and records the try', async () => {
    await app.signIn();
    await expect(app.create({ subjectKind: 'staff' })).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
      details: { rule: 'R12' },
    });
    expect(app.screen('board').investigations).toEqual([]);
  });

  it('is begun on the chair’s authority, and on no other, where it concerns the headteacher', async () => {
    await app.signIn();
    const lado = { at: '2026-01-05T08:00:00.000Z', name: 'A. Officer', advice: 'Go on' };
    const about = { subjectKind: 'headteacher', lado } as const;
    await expect(app.create(about)).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
      details: { rule: 'R11' },
    });
    const authority = {
      givenById: app.id('CS'),
      givenAt: '2026-01-05T09:00:00.000Z',
      document: 'Letter of the chair',
    };
    const investigationId = await app.create({ ...about, authority });
    expect(app.countersign.view().investigation?.investigationId).toBe(investigationId);
  });

  it('numbers references within the year', async () => {
    await app.signIn();
    await app.create();
    await app.do('screen.go', { to: 'board' });
    await app.create({ title: 'Another' });
    const references = app.screen('investigation');
    expect(references.kind).toBe('investigation');
    expect(app.countersign.view().investigation?.reference).toMatch(/^NHS-\d{4}-002$/);
  });
});

describe('start', () => {
  it('says who holds the vault when a second one starts', async () => {
    const second = new Countersign(memoryPorts({ from: app.ports }));
    await second.start();
    const { screen } = second.view();
    expect(screen).toMatchObject({ kind: 'cannot-open', code: 'STORE_BUSY' });
    expect(screen.kind === 'cannot-open' ? screen.message : '').toContain('process');
  });

  it('refuses a network folder for a new vault in set-up, and says why', async () => {
    const ports = memoryPorts();
    const refused = new Countersign({
      ...ports,
      assertLocalFolder: () => {
        throw new EvidenceError(
          'STORE_LOCATION_NETWORK',
          'folder expected on this computer, got a network drive',
        );
      },
    });
    await refused.start();
    expect(refused.view().screen).toMatchObject({
      ...{ kind: 'setup', vaultFolderRefusal: { code: 'STORE_LOCATION_NETWORK' } },
    });
    const school = { name: 'Nowhere', referencePrefix: 'NHS', demonstration: true };
    expect(await refused.handle('setup.school', school)).toMatchObject({
      ok: false,
      error: { code: 'COMMAND_REFUSED' },
    });
    await refused.close();
    ports.remove();
  });

  it('goes back to set-up when it was not finished', async () => {
    const ports = memoryPorts();
    const first = new Countersign(ports);
    await first.start();
    await first.close();
    const again = new Countersign(memoryPorts({ from: ports }));
    await again.start();
    expect(again.view().screen).toMatchObject({
      kind: 'setup',
      step: 'school',
      vaultFolderRefusal: null,
    });
    await again.close();
    ports.remove();
  });
});
