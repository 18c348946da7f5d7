import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channels } from '#src/contract/channels.ts';
import { TestApp } from './test-app.ts';

let template: TestApp;
const apps: TestApp[] = [];

beforeAll(async () => {
  template = await TestApp.template();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.countersign.close();
});

/** Two captures of one page, the second a minute after the first. */
async function twice(): Promise<{ readonly app: TestApp; readonly ids: [string, string] }> {
  const app = await TestApp.of(template);
  apps.push(app);
  await app.toReview();
  await app.visit();
  await app.capture();
  app.ports.clock.pass(60_000);
  await app.capture();
  await app.do('screen.go', { to: 'investigation' });
  const [first, second] = app.screen('investigation').exhibits;
  return { app, ids: [first?.exhibitId ?? '', second?.exhibitId ?? ''] };
}

const happened = (app: TestApp): string[] =>
  app.screen('investigation').timeline.map(({ what }) => what);

describe('exhibit.compare', () => {
  it('gives both, the earlier first whichever way they are named, with what changed', async () => {
    const { app, ids } = await twice();
    for (const exhibitIds of [ids, [ids[1], ids[0]]] as [string, string][]) {
      const compared = await app.do('exhibit.compare', { exhibitIds, credentials: app.both() });
      expect(channels['exhibit.compare'].output.parse(compared)).toEqual(compared);
      const { earlier, later, text } = compared;
      expect([earlier.exhibitRef, later.exhibitRef]).toEqual(['RJT/1', 'RJT/2']);
      expect(earlier.capturedAt < later.capturedAt).toBe(true);
      for (const { sheets } of [earlier, later])
        expect(new TextDecoder().decode(sheets[0]?.png)).toContain('CANARY-PIXELS');
      expect(earlier.bands).toEqual([{ topCss: 3, heightCss: 4 }]);
      expect(text.removed).toBe(1);
    }
  });

  it('is on record first, as a comparison and as a look at each', async () => {
    const { app, ids: exhibitIds } = await twice();
    app.ports.capture.whileComparing = () => {
      expect(happened(app).slice(-3)).toEqual([
        'Compared RJT/1 with RJT/2',
        'Looked at RJT/1 together',
        'Looked at RJT/2 together',
      ]);
    };
    await app.do('exhibit.compare', { exhibitIds, credentials: app.both() });
    expect(app.screen('investigation').timeline.at(-3)?.who).toBe(
      'Rowan Testwell and Imogen Sampleford',
    );
  });

  it('refuses a wrong passphrase, one person twice and one capture twice, and records each', async () => {
    const { app, ids } = await twice();
    const [first, second] = app.both();
    const compare = (
      exhibitIds: [string, string],
      credentials: ReturnType<typeof app.both>,
    ): Promise<unknown> => app.do('exhibit.compare', { exhibitIds, credentials });
    const wrong = { ...second, passphrase: 'another one that is not it' };
    await expect(compare(ids, [first, wrong])).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
    await expect(compare(ids, [first, first])).rejects.toMatchObject({
      code: 'VAULT_SAME_PERSON',
    });
    await expect(compare([ids[0], ids[0]], [first, second])).rejects.toMatchObject({
      code: 'VALUE_INVALID',
      message: 'a capture can’t be compared with itself',
    });
    expect(happened(app).slice(-3)).toEqual([
      'Refused: compare-exhibits (PASSPHRASE_WRONG)',
      'Refused: compare-exhibits (VAULT_SAME_PERSON)',
      'Refused: compare-exhibits (VALUE_INVALID)',
    ]);
  });

  it('gives nothing once it was stopped, during it or before', async () => {
    const { app, ids: exhibitIds } = await twice();
    const compare = () => app.do('exhibit.compare', { exhibitIds, credentials: app.both() });
    app.ports.capture.whileComparing = () => {
      app.countersign.stop();
    };
    await expect(compare()).rejects.toMatchObject({ code: 'VAULT_STOPPED' });
    await expect(compare()).rejects.toMatchObject({ code: 'VAULT_STOPPED' });
    const { lockedExhibits } = app.screen('stopped');
    expect(lockedExhibits.map(({ exhibitRef }) => exhibitRef)).toEqual(['RJT/1', 'RJT/2']);
  });
});
