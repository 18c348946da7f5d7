import { decodePng, type Pixels } from './pixels.ts';
import { listOf, numberOf } from './read-json.ts';
import { MASKS, SCROLL } from './scroll-script.ts';
import { loadInView } from './step-scroll.ts';
import { screenshot } from './step-view.ts';
import { wholePixelUnit } from './tile-grid.ts';
import type { Work } from './work.ts';

// Enough to catch a page that shows tiles something else, few enough not to be felt.
const SAMPLES = 3;
const MAX_HELD_BYTES = 96 * 1024 * 1024;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A view taken plainly somewhere down the page before the tiles, to be compared with them. */
export interface Sample {
  readonly object: string;
  readonly scrollX: number;
  readonly scrollY: number;
  compared: number;
  different: number;
  /** Held until the tiles have passed it; null where it can't be compared. */
  pixels: Pixels | null;
  /** Its place in the whole, device px. */
  readonly place: Box;
  readonly masks: readonly Box[];
}

/**
 * Look at a few places of the page as a person would, by scrolling there, before any tile is taken: a page
 * that shows something else to a picture larger than the view, and hides that again, is found by them.
 * The places are drawn by lot, so no page can know them.
 */
export async function takeSamples(work: Work): Promise<void> {
  const { measure } = work.found;
  const view = numberOf(measure, 'viewHeight', 800);
  const dpr = numberOf(measure, 'dpr', 1);
  const top = await work.page.evaluate(SCROLL, { x: 0, y: 0 });
  const height = Math.min(numberOf(top, 'height'), work.plan.caps.heightCss);
  const still = boxesOf(await work.page.evaluate(MASKS), dpr);
  for (const y of lots(view, height - view, wholePixelUnit(dpr))) {
    const scrolled = await work.page.evaluate(SCROLL, { x: 0, y });
    await loadInView(work);
    const moved = boxesOf(await work.page.evaluate(MASKS), dpr);
    await takeOne(work, { x: numberOf(scrolled, 'x'), y: numberOf(scrolled, 'y'), dpr }, [
      ...still,
      ...moved,
    ]);
  }
  if (work.found.samples.length > 0) await work.page.evaluate(SCROLL, { x: 0, y: 0 });
}

async function takeOne(
  work: Work,
  at: { readonly x: number; readonly y: number; readonly dpr: number },
  masks: readonly Box[],
): Promise<void> {
  const { samples, measure } = work.found;
  const object = `sample-${String(samples.length + 1).padStart(4, '0')}.png`;
  const png = await screenshot(work, null);
  const pixels = await decodePng(png);
  await work.put(object, 'sample', png);
  const [left, top] = [at.x * at.dpr, at.y * at.dpr];
  const held = samples.reduce((sum, sample) => sum + (sample.pixels?.data.length ?? 0), 0);
  const width = Math.min(pixels.width, Math.floor(numberOf(measure, 'viewWidth') * at.dpr));
  const fits = Number.isInteger(left) && Number.isInteger(top) && held < MAX_HELD_BYTES;
  samples.push({
    ...{ object, scrollX: at.x, scrollY: at.y, compared: 0, different: 0, masks },
    pixels: fits ? pixels : null,
    place: { left, top, right: left + width, bottom: top + pixels.height },
  });
}

function lots(from: number, to: number, unit: number): readonly number[] {
  const span = to - from;
  if (span < unit) return [];
  const count = Math.min(SAMPLES, Math.ceil(span / from));
  return Array.from({ length: count }, (_, index) => {
    const y = from + ((index + Math.random()) * span) / count;
    return Math.floor(y / unit) * unit;
  });
}

function boxesOf(answer: unknown, dpr: number): readonly Box[] {
  return listOf(answer, 'masks').map((mask) => {
    const [x, y] = [numberOf(mask, 'x') * dpr, numberOf(mask, 'y') * dpr];
    // One more px each way: rims are blended.
    return {
      left: Math.floor(x) - 1,
      top: Math.floor(y) - 1,
      right: Math.ceil(x + numberOf(mask, 'width') * dpr) + 1,
      bottom: Math.ceil(y + numberOf(mask, 'height') * dpr) + 1,
    };
  });
}

/** Compare a tile with every sample that it shares points with. @param at - the tile's place, device px */
export function compareSamples(
  samples: readonly Sample[],
  tile: Pixels,
  at: { readonly x: number; readonly y: number },
): void {
  for (const sample of samples) {
    if (sample.pixels === null) continue;
    const { place } = sample;
    const shared = {
      left: Math.max(place.left, at.x),
      top: Math.max(place.top, at.y),
      right: Math.min(place.right, at.x + tile.width),
      bottom: Math.min(place.bottom, at.y + tile.height),
    };
    if (shared.left < shared.right && shared.top < shared.bottom) {
      compareShared(sample, sample.pixels, tile, at, shared);
    }
    // The tiles have passed it: what it held can go.
    if (at.y > place.bottom) sample.pixels = null;
  }
}

function compareShared(
  sample: Sample,
  seen: Pixels,
  tile: Pixels,
  at: { readonly x: number; readonly y: number },
  { left, top, right, bottom }: Box,
): void {
  for (let y = top; y < bottom; y++) {
    const a = ((y - sample.place.top) * seen.width + (left - sample.place.left)) * 3;
    const b = ((y - at.y) * tile.width + (left - at.x)) * 3;
    const bytes = (right - left) * 3;
    const rowA = seen.data.subarray(a, a + bytes);
    const rowB = tile.data.subarray(b, b + bytes);
    sample.compared += right - left;
    if (Buffer.compare(rowA, rowB) === 0) continue;
    const masks = sample.masks.filter((mask) => mask.top <= y && y < mask.bottom);
    for (let x = left; x < right; x++) {
      const i = (x - left) * 3;
      const same =
        rowA[i] === rowB[i] && rowA[i + 1] === rowB[i + 1] && rowA[i + 2] === rowB[i + 2];
      if (!same && !masks.some((mask) => mask.left <= x && x < mask.right)) sample.different += 1;
    }
  }
}
