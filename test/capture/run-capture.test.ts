import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAND_CSS, readBands } from '#scripts/demo-site/bands.ts';
import { startChatterly, FEED_HEIGHT_CSS } from '#scripts/demo-site/chatterly.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PICTURE_AND_FACTS, type CapturePlan } from '#src/capture/plan.ts';
import { encodeCaptureRecord, parseCaptureRecord } from '#src/capture/record-codec.ts';
import { captureWrong } from '#test/support/capture-wrong.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { LAZY_PICTURES, layoutRoutes } from '#test/support/site/layout.ts';
import { rulerPath, rulerRoutes } from '#test/support/site/ruler.ts';
import { WRONG_PAGES, wrongRoutes } from '#test/support/site/wrong.ts';

const SLOW = process.env['SLOW'] === '1';

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite({ ...rulerRoutes, ...layoutRoutes, ...wrongRoutes });
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

function withCaps(caps: Partial<CapturePlan['caps']>): CapturePlan {
  return { ...PICTURE_AND_FACTS, caps: { ...PICTURE_AND_FACTS.caps, ...caps } };
}

function codesOf(captured: Captured): string[] {
  return captured.outcome.doubts.map((doubt) => doubt.code);
}

async function wrongBands(captured: Captured, columns?: readonly number[]): Promise<number[]> {
  const { picture } = captured.outcome.record;
  const wrong = new Set<number>();
  const parts = [...(picture?.tiles ?? []), ...(picture?.sheets ?? [])];
  for (const part of parts) {
    const png = captured.sink.objects.get(part.object);
    if (png === undefined) throw new Error(`no ${part.object}`);
    const pixels = await decodePng(png);
    const place = { y: part.y, dpr: picture?.devicePixelRatio ?? 1 };
    for (const band of readBands(pixels, columns === undefined ? place : { ...place, columns }))
      wrong.add(band);
  }
  return [...wrong];
}

/** From and to which row of the whole a colour stands anywhere in the tiles. */
async function colourRows(captured: Captured, colour: readonly number[]): Promise<number[][]> {
  const rows = new Set<number>();
  for (const tile of captured.outcome.record.picture?.tiles ?? []) {
    const { width, height, data } = await decodePng(
      captured.sink.objects.get(tile.object) ?? new Uint8Array(),
    );
    for (let at = 0; at < width * height; at++) {
      if (colour.every((value, channel) => data[at * 3 + channel] === value))
        rows.add(tile.y + Math.floor(at / width));
    }
  }
  const runs: number[][] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.[1] === row) last[1] = row + 1;
    else runs.push([row, row + 1]);
  }
  return runs;
}

describe('runCapture', () => {
  const sizes: readonly (readonly [number, number])[] = SLOW
    ? [
        ...[10_000, 33_000, 100_000].flatMap((height) =>
          [1, 1.25, 1.5, 2, 3].map((dpr) => [dpr, height] as const),
        ),
        [1, 1_000_000],
        [2, 1_000_000],
      ]
    : [
        [1, 33_000],
        [2, 10_000],
      ];
  it.each(sizes)(
    'has every band of the ruler right at ratio %d and %d px',
    { timeout: 1_900_000 },
    async (dpr, height) => {
      const captured = await capturePage(browser, site.origin + rulerPath(height), {
        dpr,
        loadMs: 30_000,
      });
      expect(codesOf(captured)).toEqual([]);
      expect(captured.outcome.state).toBe('complete');
      const { picture } = captured.outcome.record;
      expect(picture?.heightPx).toBe(height * dpr);
      expect(picture?.overlaps.different).toBe(0);
      expect(
        Math.max(...(picture?.tiles ?? []).flatMap((tile) => [tile.width, tile.height])),
      ).toBeLessThanOrEqual(4096);
      const last = picture?.tiles.at(-1);
      expect((last?.y ?? 0) + (last?.height ?? 0)).toBe(height * dpr);
      expect((picture?.sheets ?? []).reduce((sum, sheet) => sum + sheet.height, 0)).toBe(
        height * dpr,
      );
      expect(await wrongBands(captured)).toEqual([]);
    },
  );

  it('says where the picture ends when a page is taller than its cap', async () => {
    const captured = await capturePage(browser, site.origin + rulerPath(20_000), {
      plan: withCaps({ heightCss: 5_000 }),
    });
    expect(captured.outcome.state).toBe('partial');
    expect(codesOf(captured)).toContain('CAP_REACHED');
    expect(captured.outcome.record.picture?.heightPx).toBe(5_000);
    expect(await wrongBands(captured)).toEqual([]);
  });

  it('records the demonstration feed with all its pictures, text and a digest for every object', async () => {
    const chatterly = await startChatterly();
    try {
      const captured = await capturePage(browser, `${chatterly.origin}/old-feed`);
      const { record } = captured.outcome;
      expect(codesOf(captured)).toEqual([]);
      expect(record.state).toBe('complete');
      expect(record.page.status).toBe(200);
      expect(record.page.redirects.map((hop) => hop.status)).toEqual([301, 302]);
      expect(record.page.address).toBe(`${chatterly.origin}/`);
      expect(record.picture?.heightCss).toBe(FEED_HEIGHT_CSS);
      expect(await wrongBands(captured, [2, 8, 14])).toEqual([]);
      const pictures = record.network.exchanges.filter((exchange) => exchange.kind === 'Image');
      expect(pictures).toHaveLength(20);
      expect(pictures.every((exchange) => exchange.body !== null)).toBe(true);
      expect(captured.sink.objects.size).toBe(record.objects.length);
      for (const object of record.objects) {
        const bytes = captured.sink.objects.get(object.name);
        expect(digestOf(bytes ?? new Uint8Array())).toBe(object.digest);
      }
      const text = fromUtf8(captured.sink.objects.get('text.txt') ?? new Uint8Array());
      expect(text).toContain('post 4490');
      expect(text).toContain('Stay at home on Friday');
      expect(fromUtf8(encodeCaptureRecord(record))).not.toContain('pigeon-7f3a91');
      expect(parseCaptureRecord(encodeCaptureRecord(record))).toEqual(record);
      expect(captured.outcome.preview?.widthPx).toBe(720);
      expect(record.clock.servers).toHaveLength(1);
      expect(Math.abs(record.clock.offsetMs ?? 9_999)).toBeLessThan(2_000);
    } finally {
      await chatterly.close();
    }
  });

  it('loads every lazy picture before it takes the picture', async () => {
    site.clearLog();
    const captured = await capturePage(browser, `${site.origin}/lazy`);
    expect(codesOf(captured)).toEqual([]);
    const asked = new Set(
      site.log.filter((request) => request.path.startsWith('/picture/')).map((r) => r.path),
    );
    expect(asked.size).toBe(LAZY_PICTURES);
    const arrived = captured.outcome.record.network.exchanges.filter(
      (one) => one.kind === 'Image' && one.state === 'finished',
    );
    expect(arrived).toHaveLength(LAZY_PICTURES);
  });

  it('stops a feed without end at its cap and says so', async () => {
    const captured = await capturePage(browser, `${site.origin}/feed`, {
      plan: withCaps({ screens: 10 }),
    });
    expect(captured.outcome.state).toBe('partial');
    expect(codesOf(captured)).toContain('CAP_REACHED');
    expect(captured.outcome.record.picture?.scroll).toMatchObject({
      screens: 10,
      capReached: 'screens',
    });
  });

  it('pictures a very wide page in columns that fit together', async () => {
    const captured = await capturePage(browser, `${site.origin}/wide`);
    const { picture } = captured.outcome.record;
    expect(picture?.widthPx).toBe(9_000);
    expect(new Set(picture?.tiles.map((tile) => tile.column)).size).toBe(3);
    expect(picture?.overlaps).toEqual({ compared: 2, different: 0 });
  });

  it('shows fixed and sticky parts once and notes them', async () => {
    const captured = await capturePage(browser, `${site.origin}/sticky`);
    expect(captured.outcome.state).toBe('complete');
    expect(captured.outcome.record.picture?.notes).toHaveLength(2);
    expect(await colourRows(captured, [1, 2, 3])).toEqual([[0, 40]]);
    expect(await colourRows(captured, [4, 5, 6])).toEqual([[0, 40]]);
    expect(await colourRows(captured, [190, 20, 90])).toEqual([[770, 800]]);
    expect(await wrongBands(captured, [700, 1_000, 1_270])).toEqual([]);
  });

  it('reads the text that is seen: shadow trees and generated content, nothing hidden', async () => {
    const captured = await capturePage(browser, `${site.origin}/shadow`);
    const text = fromUtf8(captured.sink.objects.get('text.txt') ?? new Uint8Array());
    for (const shown of [
      'text-in-open-shadow',
      'text-in-closed-shadow',
      'made-by-style after it',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('hidden-by');
  });

  it('is not misled by elements named after members of the document', async () => {
    const captured = await capturePage(browser, `${site.origin}/clobber`);
    expect(captured.outcome.record.page.title).toBe('Clobbered');
    expect(captured.outcome.record.steps.every((step) => step.state === 'done')).toBe(true);
  });

  it('calls an ordinary page complete', async () => {
    const captured = await capturePage(browser, `${site.origin}/plain`);
    expect([captured.outcome.state, codesOf(captured)]).toEqual(['complete', []]);
  });

  const table = WRONG_PAGES.filter((one) => SLOW || one.slow !== true);
  it.each(table)('never calls a page complete that $name', { timeout: 60_000 }, async (one) => {
    const captured = await captureWrong(browser, site.origin, one);
    expect(captured.outcome.state).toBe('partial');
    expect(codesOf(captured)).toEqual(expect.arrayContaining([...one.codes]));
    encodeCaptureRecord(captured.outcome.record);
  });

  it('has at least 40 ways to go wrong in its table', () => {
    expect(WRONG_PAGES.length).toBeGreaterThanOrEqual(40);
    expect(WRONG_PAGES.filter((one) => one.slow !== true).length).toBeGreaterThanOrEqual(15);
    expect(BAND_CSS).toBe(100);
  });
});
