import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { cropPixels, decodePng } from '#src/capture/pixels.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { RunningApp } from '#test/support/e2e.ts';
import { captureAndKeep, createInvestigation, exportPack } from '#test/support/e2e-pack.ts';
import { TEMPLATE_MS, templates } from '#test/support/e2e-template.ts';
import { at, edit, jsonAt, remanifest, valueAt, zip, type Files } from '#test/support/tamper.ts';

const PART = {
  css: { x: 40, y: 60, width: 300, height: 90 },
  ...{ username: 'ehs-whispers', displayName: 'EHS Whispers', shownAt: '2 h' },
  ...{ said: 'Say who stays behind.', why: 'It names a pupil.' },
};
const PART_PATH = 'data/exhibits/RJT-1-1/part.png';
const post =
  '<title>Post</title><h1>EHS Whispers</h1><p>@ehs-whispers, 2 h</p><p>Say who stays behind.</p>';

let site: Site;
let app: RunningApp;
let pack: Uint8Array;
let opened: { readonly lines: string[]; readonly ratio: number };
let askedBefore: number;

beforeAll(async () => {
  const { ready } = await templates();
  site = await startSite({
    '/post': (_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><meta charset="utf-8">${post}`);
    },
  });
  app = await RunningApp.start(ready);
  await app.signIn(null);
  await createInvestigation(app, 'A post');
  await app.visit(`${site.origin}/post`);
  await app.concern();
  await captureAndKeep(app);
  askedBefore = site.log.length;
  await mark();
  pack = await exportPack(app);
}, TEMPLATE_MS + 300_000);
afterAll(async () => {
  await app.remove();
  await site.close();
});

async function mark(): Promise<void> {
  await app.do('screen.go', { to: 'investigation' });
  const [exhibit] = (await app.screen('investigation')).exhibits;
  const exhibitId = exhibit?.exhibitId ?? '';
  opened = await app.do('part.open', { exhibitId, credentials: app.both() });
  await app.do('part.propose', PART);
  await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
  expect((await app.screen('investigation')).exhibits[0]?.parts).toEqual([]);
  await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
  await app.do('part.close', {});
}

/** The findings of a pack in which something was changed and every list made anew, unsealed. */
async function foundAfter(change: (files: Files) => void | Promise<void>): Promise<string[]> {
  const files: Files = new Map(readCanonicalZip(pack));
  await change(files);
  const report = await verifyPack(zip(remanifest(files)));
  return report.findings.map(({ code, where }) => `${code} at ${where}`);
}

describe('a sub-exhibit in a pack', () => {
  it('is cut from the recorded state without asking the web again, and the pack is valid', async () => {
    expect(opened.lines).toContain('Say who stays behind.');
    expect(site.log).toHaveLength(askedBefore);
    const report = await verifyPack(pack);
    expect(report.findings).toEqual([]);
    expect(report.notChecked.join(' ')).not.toContain('RJT/1/1');
    const files: Files = new Map(readCanonicalZip(pack));
    const part = await decodePng(at(files, PART_PATH));
    const tile = await decodePng(at(files, 'data/exhibits/RJT-1/tile-0001.png'));
    const { x, y, width, height } = PART.css;
    const { ratio } = opened;
    const right = cropPixels(tile, x * ratio, y * ratio, width * ratio, height * ratio);
    expect(Buffer.compare(part.data, right.data)).toBe(0);
  });

  it('is listed with its whole, its fields and its custody', () => {
    const files: Files = new Map(readCanonicalZip(pack));
    const label = valueAt(jsonAt(files, PACK_PATHS.exhibits), ['exhibits', 1]);
    const { css, username, displayName, shownAt, said, why } = PART;
    expect(label).toMatchObject({
      ...{ exhibitRef: 'RJT/1/1', kind: 'sub-exhibit', parent: 'RJT/1' },
      description: `Part of RJT/1, ${why}`,
      part: { css, username, displayName, shownAt, said, why },
      custody: [
        { kind: 'produced', why: 'Marked by both in RJT/1' },
        { kind: 'stored' },
        { kind: 'exported' },
      ],
    });
    const manifest = jsonAt(files, 'data/records/version-1/record-manifest.json');
    expect(valueAt(manifest, ['exhibits', 1, 'exhibitRef'])).toBe('RJT/1/1');
  });

  it('is found out where a field, a rectangle, the picture or the whole was changed', async () => {
    const say = (text: string) => (): JsonValue => text;
    const label = `PACK_EXHIBIT_UNPROVED at ${PACK_PATHS.exhibits}`;
    const inLabel = (place: readonly string[], value: JsonValue) => (files: Files) => {
      edit(files, PACK_PATHS.exhibits, ['exhibits', 1, 'part', ...place], () => value);
    };
    expect(await foundAfter(inLabel(['said'], 'Something else'))).toContain(label);
    expect(await foundAfter(inLabel(['css', 'width'], 301))).toContain(label);
    const whole = await foundAfter((files) => {
      edit(files, PACK_PATHS.about, ['exhibits', 1, 'parentRef'], say('RJT/2'));
    });
    expect(whole).toContain('PACK_EXHIBIT_UNPROVED at exhibit RJT/1/1');
    const picture = await foundAfter((files) => {
      files.set(PART_PATH, at(files, 'data/exhibits/RJT-1/tile-0001.png'));
    });
    expect(picture).toContain('PACK_EXHIBIT_UNPROVED at exhibit RJT/1/1');
    const gone = await foundAfter((files) => {
      files.delete(PART_PATH);
      edit(files, PACK_PATHS.about, ['exhibits', 1], () => undefined);
    });
    expect(gone.filter((one) => one.startsWith('PACK_FILE_MISSING'))).not.toEqual([]);
  });
});
