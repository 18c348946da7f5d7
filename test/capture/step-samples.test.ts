import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { compareSamples, type Sample } from '#src/capture/step-samples.ts';
import { capturePage } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { innerRoutes } from '#test/support/site/inner.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite({ ...innerRoutes, ...layoutRoutes });
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

describe('takeSamples', () => {
  it('finds a page that shows something else to a picture and hides that again', async () => {
    const captured = await capturePage(browser, `${site.origin}/cloak/far-below`);
    const { record, doubts } = captured.outcome;
    // The view before and after is the same, and so is the HTML: only the samples tell.
    expect(record.dom.beforeTiles).toBe(record.dom.afterTiles);
    const facts = doubts.filter(({ code }) => code === 'CHANGED').map(({ fact }) => fact);
    expect(facts).toEqual([expect.stringContaining('than when scrolled to: 3 of 3')]);
    expect(record.state).toBe('partial');
  });

  it('is not misled by things that stick', async () => {
    const captured = await capturePage(browser, `${site.origin}/sticky`);
    const samples = captured.outcome.record.picture?.samples ?? [];
    expect(samples).toHaveLength(3);
    for (const sample of samples) {
      expect(sample.scrollY).toBeGreaterThanOrEqual(800);
      expect(sample.different).toBe(0);
      // Where tiles overlap, by 64 px, both are compared: the lot may fall on their seam.
      const twicePx = sample.compared / 1280 - 800;
      expect(Number.isInteger(twicePx)).toBe(true);
      expect(twicePx).toBeGreaterThanOrEqual(0);
      expect(twicePx).toBeLessThanOrEqual(64);
      expect(captured.sink.objects.has(sample.object)).toBe(true);
    }
  });

  it('takes none of a page that is no taller than its view', async () => {
    const captured = await capturePage(browser, `${site.origin}/plain`);
    expect(captured.outcome.record.picture?.samples).toEqual([]);
  });
});

describe('compareSamples', () => {
  const sample = (): Sample => ({
    ...{ object: 'sample-0001.png', scrollX: 0, scrollY: 4, compared: 0, different: 0 },
    pixels: { width: 2, height: 4, data: new Uint8Array(24).fill(7) },
    place: { left: 0, top: 4, right: 2, bottom: 8 },
    masks: [{ left: 0, top: 5, right: 1, bottom: 6 }],
  });

  it('counts points that differ outside the masks, over two tiles, and then lets the view go', () => {
    const one = sample();
    const data = new Uint8Array(2 * 6 * 3).fill(7);
    data.fill(9, 5 * 2 * 3);
    compareSamples([one], { width: 2, height: 6, data }, { x: 0, y: 0 });
    expect([one.compared, one.different]).toEqual([4, 1]);
    const below = { width: 2, height: 6, data: new Uint8Array(36).fill(7) };
    compareSamples([one], below, { x: 0, y: 6 });
    expect([one.compared, one.different]).toEqual([8, 1]);
    compareSamples([one], below, { x: 0, y: 12 });
    expect(one.pixels).toBeNull();
  });
});
