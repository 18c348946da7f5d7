import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBands } from '#scripts/demo-site/bands.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { HIDE_OVERLAYS } from '#src/capture/overlay-script.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PICTURE_AND_FACTS, withOverlaysHidden } from '#src/capture/plan.ts';
import { encodeCaptureRecord, parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import { memorySink } from '#test/support/memory-sink.ts';
import { startRawBrowser, type RawBrowser, type RawPage } from '#test/support/raw-devtools.ts';
import { innerRoutes } from '#test/support/site/inner.ts';

const PLAN = withOverlaysHidden(PICTURE_AND_FACTS);

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite(innerRoutes);
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

async function capture(path: string, plan = PLAN): Promise<Captured> {
  const captured = await capturePage(browser, site.origin + path, { plan });
  const { record } = captured.outcome;
  expect(parseCaptureRecord(encodeCaptureRecord(record))).toEqual(record);
  return captured;
}

async function wrongBands(captured: Captured, objects: readonly string[]): Promise<number> {
  let wrong = 0;
  for (const name of objects) {
    const pixels = await decodePng(captured.sink.objects.get(name) ?? new Uint8Array());
    wrong += readBands(pixels).length;
  }
  return wrong;
}

describe('OverlayHider', () => {
  it('takes a second picture without what lies over the page, and says how it came about', async () => {
    const captured = await capture('/overlay/modal');
    const { record, doubts } = captured.outcome;
    const { withoutOverlays } = record;
    expect(withoutOverlays?.hidden.map(({ words }) => words)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('subscribe'),
        expect.stringContaining('cookies'),
      ]),
    );
    expect(withoutOverlays).toMatchObject({ shim: 'hide-overlays', remaining: 0, restored: true });
    expect(record.provenance.shims).toEqual([
      expect.objectContaining({
        name: 'hide-overlays',
        digest: digestOf(utf8(HIDE_OVERLAYS)),
      }),
    ]);
    const second = withoutOverlays?.picture;
    expect(second?.heightCss).toBe(3_000);
    expect(await wrongBands(captured, second?.tiles.map(({ object }) => object) ?? [])).toBe(0);
    expect(await wrongBands(captured, second?.sheets.map(({ object }) => object) ?? [])).toBe(0);
    const own = record.picture?.tiles.map(({ object }) => object) ?? [];
    expect(await wrongBands(captured, own)).toBeGreaterThan(0);
    expect(doubts.map(({ code }) => code)).toEqual(expect.arrayContaining(['OVERLAY', 'CONSENT']));
    const roles = new Set(record.objects.map(({ role }) => role));
    expect([roles.has('altered-tile'), roles.has('altered-sheet')]).toEqual([true, true]);
  });

  it('puts the page back as it stood', async () => {
    const expression = 'document.body.outerHTML + getComputedStyle(document.body).overflow';
    const pages: RawPage[] = [];
    const seen: Promise<unknown>[] = [];
    const look = (): void => {
      seen.push(...pages.map((page) => page.session.send('Runtime.evaluate', { expression })));
    };
    await capturePage(browser, `${site.origin}/overlay/modal`, {
      plan: PLAN,
      opened: (page) => {
        pages.push(page);
        look();
      },
      onProgress: ({ step }) => {
        if (step === 'certificates') look();
      },
    });
    const [before, after] = await Promise.all(seen);
    expect(after).toEqual(before);
  });

  it('takes no second picture where nothing lies over the page, and none without being asked', async () => {
    const none = await capture('/overlay/none');
    expect(none.outcome.record.withoutOverlays).toMatchObject({ hidden: [], picture: null });
    expect(none.outcome.state).toBe('complete');
    const unasked = await capture('/overlay/modal', PICTURE_AND_FACTS);
    expect(unasked.outcome.record.withoutOverlays).toBeNull();
    expect(unasked.outcome.record.provenance.shims).toEqual([]);
  });

  it('says what it could not hide', async () => {
    const captured = await capture('/overlay/insists');
    expect(captured.outcome.record.withoutOverlays?.remaining).toBeGreaterThan(0);
    expect(captured.outcome.record.withoutOverlays?.restored).toBe(false);
    expect(captured.outcome.missing).toEqual([
      'Some of what lies over the page could not be hidden.',
      'The page could not be put back as it stood.',
    ]);
  });

  it('puts nothing after a stop, and the record holds what had been put', async () => {
    const stop = new AbortController();
    let puts = 0;
    const sink = memorySink((name) => {
      if (name.startsWith('altered-tile')) stop.abort();
      else if (stop.signal.aborted) puts += 1;
    });
    const captured = await capturePage(browser, `${site.origin}/overlay/modal`, {
      plan: PLAN,
      ...{ sink, signal: stop.signal },
    });
    expect([captured.outcome.state, puts]).toEqual(['stopped', 0]);
    encodeCaptureRecord(captured.outcome.record);
  });

  it('has a record that never passes an altered picture off as the page', async () => {
    const { record } = (await capture('/overlay/modal')).outcome;
    const [altered] = record.withoutOverlays?.picture?.tiles ?? [];
    if (record.picture === null || altered === undefined) throw new Error('no pictures');
    const cases: readonly (readonly [string, CaptureRecord])[] = [
      ['as it was', { ...record, picture: { ...record.picture, tiles: [altered] } }],
      ['"provenance" names', { ...record, provenance: { ...record.provenance, shims: [] } }],
      ['the altered objects', { ...record, withoutOverlays: null }],
    ];
    for (const [message, value] of cases) {
      expect(() => parseCaptureRecord(canonicalBytes(value))).toThrowError(
        expect.objectContaining({
          code: 'CAPTURE_RECORD_MALFORMED',
          message: expect.stringContaining(message),
        }),
      );
    }
  });
});
