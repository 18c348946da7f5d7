import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestApp } from './test-app.ts';

let app: TestApp;

beforeEach(() => {
  app = new TestApp();
});
afterEach(async () => {
  await app.close();
});

describe('Countersign', () => {
  it('does the main job: set-up, sign-in, review, capture, record, judgement, export', async () => {
    await app.setUp();
    await app.toReview();
    await app.visit();
    await app.agree('pictures');
    expect(app.ports.browser.opened.map(({ pictures, veiled }) => [pictures, veiled])).toEqual([
      [false, false],
      [true, true],
      [true, false],
    ]);
    expect(await app.capture()).toBe('RJT/1');
    const second = await app.visit('https://feed.example/thread/8');
    expect(app.screen('review').pictures).toBe('not-loaded');
    await app.do('review.no-concern', { visitId: second });
    await app.do('review.complete', {});
    await app.do('record.conclusion', { rows: ['Refer to the DSL'] });
    expect(app.screen('record').missing).toEqual([]);
    const { pdf } = await app.do('record.preview', {});
    expect(new TextDecoder().decode(pdf)).toContain('CANARY-CONCERN');
    await app.do('record.sign', { half: 'first', passphrase: app.passphrase('RJT') });
    expect(app.screen('record').first.signedAt).not.toBeNull();
    expect(app.screen('record').second.signedAt).toBeNull();
    await app.do('record.sign', { half: 'second', passphrase: app.passphrase('IMS') });
    await app.do('judgement.make', {
      ...{ substance: true, reasons: 'The posts are threats', outcome: 'internal-action' },
      ...{ actions: ['Parents told'], credentials: app.both('DAP', 'HE') },
    });
    expect(app.screen('record').version).toBe(2);
    await app.do('record.sign', { half: 'second', passphrase: app.passphrase('IMS') });
    await app.do('record.sign', { half: 'first', passphrase: app.passphrase('RJT') });
    await app.do('screen.go', { to: 'export' });
    await app.do('export.start', {
      ...{ recipient: 'PC 2206', organisation: 'Fictional Police', purpose: 'Report of threats' },
      ...{
        lawfulBasis: 'Public task',
        dsl: app.credential('DAP'),
        headteacher: app.credential('HE'),
      },
    });
    expect(app.screen('export').done?.verified).toBe(true);
    await app.do('export.save', {});
    expect(app.ports.saved).toHaveLength(1);
    const [pack] = app.ports.packs.built;
    expect(pack?.exhibits.map(({ exhibitRef, files }) => [exhibitRef, files.length])).toEqual([
      ['RJT/1', 3],
    ]);
    expect(pack?.records.map(({ version }) => version)).toEqual([1, 2]);
    await app.do('screen.go', { to: 'board' });
    expect(app.screen('board').investigations[0]).toMatchObject({
      state: 'exported',
      visits: 2,
      exhibits: 1,
    });
    await app.do('sitting.end', { credentials: app.both() });
    expect(app.screen('sign-in').pausedReason).toBe('You ended the sitting.');
  });

  it('gives the preview again while it is being made for the screen before', async () => {
    await app.setUp();
    await app.toReview();
    await app.visit();
    await app.do('review.complete', {});
    await app.do('record.conclusion', { rows: ['Refer to the DSL'] });
    const both = await Promise.all([app.do('record.preview', {}), app.do('record.preview', {})]);
    expect(both[1]).toEqual(both[0]);
  });
});
