import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBands } from '#scripts/demo-site/bands.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PICTURE_AND_FACTS, type CapturePlan } from '#src/capture/plan.ts';
import { encodeCaptureRecord, parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { InnerPart } from '#src/capture/record.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser, type RawPage } from '#test/support/raw-devtools.ts';
import { innerRoutes, VIRTUAL_ROWS } from '#test/support/site/inner.ts';

const SLOW = process.env['SLOW'] === '1';

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser(['--site-per-process']);
  site = await startSite(innerRoutes);
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

function planWith(caps: Partial<CapturePlan['caps']>): CapturePlan {
  return { ...PICTURE_AND_FACTS, caps: { ...PICTURE_AND_FACTS.caps, ...caps } };
}

async function capture(path: string, dpr = 1, plan = PICTURE_AND_FACTS): Promise<Captured> {
  const captured = await capturePage(browser, site.origin + path, { dpr, plan });
  const { record } = captured.outcome;
  expect(parseCaptureRecord(encodeCaptureRecord(record))).toEqual(record);
  return captured;
}

function innerOf(captured: Captured): readonly InnerPart[] {
  return captured.outcome.record.picture?.inner ?? [];
}

function codesOf(captured: Captured): string[] {
  return captured.outcome.doubts.map(({ code }) => code);
}

function textOf(captured: Captured, name: string): string {
  return fromUtf8(captured.sink.objects.get(name) ?? new Uint8Array());
}

/** Bands of a part's own content that are wrong or absent. */
async function wrongIn(
  captured: Captured,
  part: InnerPart,
  bands: number,
  dpr: number,
): Promise<number[]> {
  const wrong = new Set<number>();
  let reached = 0;
  for (const tile of part.tiles) {
    const pixels = await decodePng(captured.sink.objects.get(tile.object) ?? new Uint8Array());
    const rows = Math.min(pixels.height, bands * 100 * dpr - tile.y);
    expect(tile.y).toBeLessThanOrEqual(reached);
    reached = tile.y + rows;
    for (const band of readBands(
      { ...pixels, height: rows },
      { y: tile.y, dpr, columns: [3, 200] },
    ))
      wrong.add(band);
  }
  expect(reached).toBe(bands * 100 * dpr);
  return [...wrong];
}

describe('pictureInner', () => {
  it.each(SLOW ? [1, 1.25, 1.5, 2, 3] : [1, 1.5])(
    'pictures a part that scrolls inside itself from its top to its end at ratio %d, each picture with its digest',
    async (dpr) => {
      const captured = await capture('/inner/box', dpr);
      expect(captured.outcome.doubts).toEqual([]);
      const [part] = innerOf(captured);
      if (part === undefined) throw new Error('no part');
      expect(part).toMatchObject({ part: 1, kind: 'part', state: 'whole', reason: null });
      expect(part.contentHeightCss).toBe(2_000);
      expect(part.place.x).toBe(8 * dpr);
      expect(await wrongIn(captured, part, 20, dpr)).toEqual([]);
      expect(part.overlaps.compared).toBe(part.tiles.length - 1);
      expect(part.overlaps.different).toBe(0);
      for (const tile of part.tiles) {
        const object = captured.outcome.record.objects.find(({ name }) => name === tile.object);
        const bytes = captured.sink.objects.get(tile.object) ?? new Uint8Array();
        expect(object).toMatchObject({ role: 'inner', digest: digestOf(bytes) });
      }
    },
  );

  it('leaves the page and the part where they were', async () => {
    const expression = '[scrollY, document.querySelector("div").scrollTop].join()';
    const pages: RawPage[] = [];
    const places: Promise<unknown>[] = [];
    await capturePage(browser, `${site.origin}/inner/box`, {
      opened: async (page) => {
        pages.push(page);
        const scroll = 'scrollTo(0, 90); document.querySelector("div").scrollTop = 250';
        await page.session.send('Runtime.evaluate', { expression: scroll });
      },
      onProgress: ({ step }) => {
        if (step !== 'certificates') return;
        places.push(...pages.map((page) => page.session.send('Runtime.evaluate', { expression })));
      },
    });
    expect(await Promise.all(places)).toMatchObject([{ result: { value: '90,250' } }]);
  });

  it('pictures a part taller than the view', async () => {
    const captured = await capture('/inner/tall-box');
    const [part] = innerOf(captured);
    if (part === undefined) throw new Error('no part');
    expect(part.state).toBe('whole');
    expect(await wrongIn(captured, part, 40, 1)).toEqual([]);
  });

  it('pictures frames that scroll, of the same site and of another, with their address and text', async () => {
    const captured = await capture('/inner/frames');
    const inner = innerOf(captured);
    expect(inner.map(({ kind, address, state }) => [kind, address, state])).toEqual([
      ['frame', `${site.origin}/inner/frame`, 'whole'],
      ['frame', `${site.otherOrigin}/inner/frame`, 'whole'],
    ]);
    for (const part of inner) expect(await wrongIn(captured, part, 15, 1)).toEqual([]);
    expect(textOf(captured, 'text.txt').match(/the-end-of-the-frame/gu)).toHaveLength(2);
    // Some builds leave a frame of another site blank in a tile while it is out of view: then a sample says so.
    const facts = captured.outcome.doubts.map(({ fact }) => fact);
    expect(facts.filter((fact) => !fact.includes('than when scrolled to'))).toEqual([]);
  });

  it('pictures a row that scrolls across, and a part inside a part', async () => {
    const carousel = await capture('/inner/carousel');
    expect(innerOf(carousel)).toMatchObject([{ state: 'whole', contentWidthCss: 2_000 }]);
    const tiles = innerOf(carousel)[0]?.tiles ?? [];
    expect(Math.max(...tiles.map((tile) => tile.x + tile.width))).toBe(2_000);
    const nested = await capture('/inner/nested');
    const [outer, inner] = innerOf(nested);
    expect([outer?.state, inner?.state]).toEqual(['whole', 'whole']);
    if (inner !== undefined) expect(await wrongIn(nested, inner, 10, 1)).toEqual([]);
  });

  it.each([
    ['/inner/many', { innerParts: 2 }, 5, 'Only 2 parts are pictured.'],
    ['/inner/box', { innerCss: 500 }, 1, 'Its picture ends at 500 css px.'],
    ['/inner/box', { innerTiles: 3 }, 1, 'Only 3 pictures of such parts are taken.'],
    ['/inner/snap-back', {}, 1, 'It goes back when it is scrolled.'],
  ] as const)('says of %s with %o that it is not whole', async (path, caps, parts, reason) => {
    const captured = await capture(path, 1, planWith(caps));
    expect(innerOf(captured)).toHaveLength(parts);
    expect(innerOf(captured).map((part) => part.reason)).toContain(reason);
    expect(codesOf(captured)).toContain('INNER_SCROLL');
    expect(captured.outcome.state).toBe('partial');
  });

  it('has every row of a list whose rows are only there while in view, as text and as pictures', async () => {
    const captured = await capture('/inner/virtual');
    const [part] = innerOf(captured);
    expect(part).toMatchObject({ kind: 'page', state: 'whole' });
    expectEveryRowOnce(captured);
    expect(captured.outcome.doubts).toEqual([]);
    expect(captured.outcome.record.picture?.notes.join(' ')).toContain(
      'only while they are in view',
    );
  });

  it('has every row of such a list in a part', async () => {
    const captured = await capture('/inner/virtual-box');
    expect(innerOf(captured)).toMatchObject([{ kind: 'part', state: 'whole' }]);
    expectEveryRowOnce(captured);
    expect(captured.outcome.doubts).toEqual([]);
  });
});

function expectEveryRowOnce(captured: Captured): void {
  const lines = `${textOf(captured, 'text.txt')}\n${textOf(captured, 'passing-text.txt')}`.split(
    '\n',
  );
  const rows = lines.filter((line) => line.startsWith('Row number '));
  expect(rows).toHaveLength(VIRTUAL_ROWS);
  expect(new Set(rows).size).toBe(VIRTUAL_ROWS);
  expect(captured.outcome.record.passingText?.lines).toBeGreaterThan(VIRTUAL_ROWS - 45);
}
