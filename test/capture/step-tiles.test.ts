import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bandColour } from '#scripts/demo-site/bands.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PICTURE_AND_FACTS, type CapturePlan } from '#src/capture/plan.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import type { MemorySink } from '#test/support/memory-sink.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { layoutRoutes, WIDE_COLUMNS } from '#test/support/site/layout.ts';
import { rulerPath, rulerRoutes } from '#test/support/site/ruler.ts';

const SLOW = process.env['SLOW'] === '1';

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite({ ...rulerRoutes, ...layoutRoutes });
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

function planWith(caps: Partial<CapturePlan['caps']>): CapturePlan {
  return { ...PICTURE_AND_FACTS, caps: { ...PICTURE_AND_FACTS.caps, ...caps } };
}

/** Collects garbage; the flag is set here alone, so that nothing else of the tests depends on it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** A sink as slow as a busy disk that keeps nothing and notes what is still held when each tile arrives. */
function watchingSink(): MemorySink & { readonly alive: number[]; readonly buffers: number[] } {
  const collect = collector();
  const given: WeakRef<Uint8Array>[] = [];
  const [alive, buffers]: [number[], number[]] = [[], []];
  return {
    ...{ objects: new Map<string, Uint8Array>(), alive, buffers },
    async put(name, _mediaType, bytes) {
      const stored = { digest: digestOf(bytes), sizeBytes: bytes.length };
      if (!name.startsWith('tile-')) return stored;
      given.push(new WeakRef(bytes));
      await new Promise((resolve) => setTimeout(resolve, 250));
      collect();
      alive.push(given.filter((one) => one.deref() !== undefined).length);
      buffers.push(process.memoryUsage().arrayBuffers);
      return stored;
    },
  };
}

async function wrongColumns(captured: Captured): Promise<readonly number[]> {
  const wrong = new Set<number>();
  for (const tile of captured.outcome.record.picture?.tiles ?? []) {
    const png = captured.sink.objects.get(tile.object) ?? new Uint8Array();
    const { width, data } = await decodePng(png);
    for (let x = 0; x < width; x++) {
      const column = Math.floor((tile.x + x) / 100);
      const at = (width * 5 + x) * 3;
      if (bandColour(column).some((value, channel) => data[at + channel] !== value))
        wrong.add(column);
    }
  }
  return [...wrong];
}

describe('Tiler', () => {
  it('holds at most two tiles however tall the page, and asks for no more while the sink is slow', async () => {
    const sink = watchingSink();
    const height = SLOW ? 100_000 : 45_000;
    await capturePage(browser, site.origin + rulerPath(height), { sink });
    expect(sink.alive.length).toBeGreaterThanOrEqual(12);
    // The one being put, and at most the one that the browser has given meanwhile.
    expect(Math.max(...sink.alive)).toBeLessThanOrEqual(2);
    // Two decoded tiles, one sheet's rows, the samples, the preview; and no more at the end than early on.
    expect(Math.max(...sink.buffers)).toBeLessThan(200e6);
    const early = Math.max(...sink.buffers.slice(2, 6));
    expect(Math.max(...sink.buffers.slice(6))).toBeLessThan(early + 40e6);
  });

  it(
    'pictures a page of 50,000 px across with every column right',
    { timeout: 120_000 },
    async () => {
      const captured = await capturePage(browser, `${site.origin}/very-wide`);
      const { picture } = captured.outcome.record;
      expect(captured.outcome.doubts).toEqual([]);
      expect(picture?.widthPx).toBe(WIDE_COLUMNS * 100);
      expect(picture?.overlaps).toEqual({ compared: 12, different: 0 });
      expect(await wrongColumns(captured)).toEqual([]);
    },
  );

  it.each([
    ['height', { heightCss: 5_000 }, 5_000, 'at 5000 of 9000 css px of its height'],
    ['width', { widthCss: 640 }, 640, 'at 640 of 1280 css px of its width'],
    ['tiles', { tiles: 2 }, 2, 'after 2 tiles of 3'],
    ['bytes', { pictureBytes: 1 }, 1, 'after 1 tiles of 3'],
  ] as const)('states the cap of %s where it is reached', async (cap, caps, limit, words) => {
    const captured = await capturePage(browser, site.origin + rulerPath(9_000), {
      plan: planWith(caps),
    });
    const { picture } = captured.outcome.record;
    expect(picture?.capsReached).toEqual([{ cap, limit, text: expect.stringContaining(words) }]);
    expect(picture?.caps).toMatchObject(caps);
    expect(picture?.wholeHeightCss).toBe(9_000);
    expect(captured.outcome.doubts.map(({ code }) => code)).toContain('CAP_REACHED');
    expect(captured.outcome.state).toBe('partial');
  });

  it('scrolls a page on that was tall from the beginning, and ends where a feed without end only grows', async () => {
    const plan = planWith({ growthScreens: 4 });
    const tall = await capturePage(browser, site.origin + rulerPath(9_000), { plan });
    expect(tall.outcome.record.picture?.scroll).toMatchObject({
      capReached: null,
      reachedCss: 9_440,
    });
    const feed = await capturePage(browser, `${site.origin}/feed`, { plan });
    expect(feed.outcome.record.picture?.scroll.capReached).toBe('growth');
    expect(feed.outcome.doubts.map(({ code }) => code)).toContain('CAP_REACHED');
  });
});
