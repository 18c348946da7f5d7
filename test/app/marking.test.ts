import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FoldedEntry } from '#src/app/folded.ts';
import { namesReporter } from '#src/app/marking.ts';
import { MARKED } from './matrix-scenes.ts';
import { CODES, TestApp } from './test-app.ts';

let template: TestApp;
const apps: TestApp[] = [];

beforeAll(async () => {
  template = await TestApp.template();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.countersign.close();
});

/** An exhibit that both opened to mark parts of it. */
async function marking(): Promise<TestApp> {
  const app = await TestApp.of(template);
  apps.push(app);
  await app.toReview();
  await app.visit();
  await app.capture();
  await app.do('screen.go', { to: 'investigation' });
  await open(app);
  return app;
}

async function open(app: TestApp): Promise<void> {
  const exhibitId = app.screen('investigation').exhibits[0]?.exhibitId ?? '';
  await app.do('part.open', { exhibitId, credentials: app.both() });
}

const agree = (app: TestApp, half: 'first' | 'second') =>
  app.do('agreement.agree', { half, sittingCode: CODES[half] });
const parts = (app: TestApp) =>
  app.screen('investigation').exhibits.flatMap((one) => one.parts.map((part) => part.exhibitRef));

describe('marking a part', () => {
  it('keeps a part once both gave their codes, under the next reference of its whole', async () => {
    const app = await marking();
    for (const ref of ['RJT/1/1', 'RJT/1/2']) {
      const { png } = await app.do('part.propose', MARKED);
      expect(new TextDecoder().decode(png)).toContain('CANARY-PART');
      await agree(app, 'first');
      expect(parts(app)).not.toContain(ref);
      await agree(app, 'second');
      expect(parts(app)).toContain(ref);
    }
    expect(app.screen('investigation').exhibits[0]?.parts[0]).toMatchObject({
      ...{ username: MARKED.username, said: MARKED.said, why: MARKED.why },
    });
  });

  it('can be looked at by both like its whole', async () => {
    const app = await marking();
    await app.do('part.propose', MARKED);
    await agree(app, 'first');
    await agree(app, 'second');
    const exhibitId = app.screen('investigation').exhibits[0]?.parts[0]?.exhibitId ?? '';
    const { png } = await app.do('exhibit.look', { exhibitId, credentials: app.both() });
    expect(new TextDecoder().decode(png)).toContain('CANARY-PART');
    const words = app.screen('investigation').timeline.map(({ what }) => what);
    expect(words).toContain('Looked at RJT/1/1 together');
  });

  it('refuses a wrong code, and a rectangle outside the picture, and records both', async () => {
    const app = await marking();
    const outside = { ...MARKED, css: { x: 0, y: 0, width: 11, height: 4 } };
    await expect(app.do('part.propose', outside)).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
      message: 'the part has to lie inside the recorded picture',
    });
    await app.do('part.propose', MARKED);
    await expect(
      app.do('agreement.agree', { half: 'second', sittingCode: CODES.first }),
    ).rejects.toMatchObject({ code: 'SITTING_CODE_WRONG' });
    const words = app.screen('investigation').timeline.map(({ what }) => what);
    expect(words).toContain('A wrong sitting code');
    expect(words).toContain('Refused: propose-part (INVESTIGATION_REFUSED)');
    expect(parts(app)).toEqual([]);
  });

  it('keeps nothing once the exhibit was closed or another screen was gone to', async () => {
    const app = await marking();
    await app.do('part.propose', MARKED);
    await agree(app, 'first');
    await app.do('part.close', {});
    await expect(agree(app, 'second')).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
    await open(app);
    await app.do('part.propose', MARKED);
    await app.do('screen.go', { to: 'review' });
    expect(app.screen('review').agreement).toBeNull();
    await app.do('screen.go', { to: 'investigation' });
    await expect(app.do('part.propose', MARKED)).rejects.toMatchObject({
      code: 'CAPTURE_UNKNOWN',
    });
    expect(parts(app)).toEqual([]);
  });

  it('keeps nothing after a stop, which locks the parts with their whole', async () => {
    const app = await marking();
    await app.do('part.propose', MARKED);
    await agree(app, 'first');
    await agree(app, 'second');
    await app.do('part.propose', MARKED);
    await agree(app, 'first');
    await app.do('stop.press', {});
    await expect(agree(app, 'second')).rejects.toMatchObject({ code: 'VAULT_STOPPED' });
    const { lockedExhibits } = app.screen('stopped');
    expect(lockedExhibits.map(({ exhibitRef }) => exhibitRef)).toEqual(['RJT/1', 'RJT/1/1']);
  });
});

describe('namesReporter', () => {
  const entry: FoldedEntry = {
    ...{ index: 1, recordedAt: '2026-01-05T09:00:00.000Z', kind: 'reporter-named' },
    ...{ sittingId: null },
    event: { kind: 'reporter-named', name: 'Ima  Placeholder', how: 'By letter' },
  };

  it('finds the name however it is cased or spaced, where it can be read', () => {
    expect(namesReporter([entry], ['Seen by IMA placeholder'])).toBe(true);
    expect(namesReporter([entry], ['Seen by Ima', 'Someone'])).toBe(false);
    expect(namesReporter([{ ...entry, event: null }], ['Ima Placeholder'])).toBe(false);
  });
});
