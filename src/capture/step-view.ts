import { fromBase64, utf8 } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { JsonObject } from './devtools-port.ts';
import { MEASURE, SERIALISE } from './page-script.ts';
import { countDifferent, decodePng, type Pixels } from './pixels.ts';
import type { PageSize } from './plan.ts';
import { listOf, numberOf, objectOf, textOf } from './read-json.ts';
import { SCROLL } from './scroll-script.ts';
import type { Found, Work } from './work.ts';

/**
 * Take a picture.
 * @param clip - a rectangle of the page, css px, with `scale`; the view where null
 * @param beyondView - false where the rectangle lies in view: then the page can notice nothing
 * @returns the PNG exactly as the browser gave it
 */
export async function screenshot(
  work: Work,
  clip: JsonObject | null,
  beyondView = clip !== null,
): Promise<Uint8Array> {
  const answer = await work.page.send('Page.captureScreenshot', {
    format: 'png',
    // Less effort on size, none less on truth: PNG stays lossless.
    optimizeForSpeed: true,
    fromSurface: true,
    captureBeyondViewport: beyondView,
    ...(clip === null ? {} : { clip }),
  });
  return fromBase64(textOf(answer, 'data'));
}

/** The view as the reviewers see it, before anything that the page could notice. */
export async function viewportShot(work: Work): Promise<void> {
  const png = await screenshot(work, null);
  work.found.view = await decodePng(png);
  await work.put('viewport.png', 'viewport', png);
}

/** Address, title, size and place of the page. */
export async function measure(work: Work): Promise<void> {
  const history = await work.page.send('Page.getNavigationHistory');
  const current = listOf(history, 'entries')[numberOf(history, 'currentIndex')];
  work.found.address = textOf(current, 'url');
  work.found.title = textOf(current, 'title');
  work.found.measure = await work.page.evaluate(MEASURE);
}

/** The page's size as it was measured first. @param heightCss - its height where it has been measured again */
export function pageSize(found: Found, heightCss = numberOf(found.measure, 'height')): PageSize {
  return {
    widthCss: numberOf(found.measure, 'width'),
    heightCss,
    viewWidthCss: numberOf(found.measure, 'viewWidth', 1280),
    viewHeightCss: numberOf(found.measure, 'viewHeight', 800),
    devicePixelRatio: numberOf(found.measure, 'dpr', 1),
  };
}

/** Digest of the page's HTML as it stands. */
export async function domDigest(work: Work): Promise<Digest> {
  const { html } = await work.page.evaluate(SERIALISE);
  return digestOf(utf8(typeof html === 'string' ? html.toWellFormed() : ''));
}

/** The view again, at the place where it was first, compared with the first. */
export async function viewportAfter(work: Work): Promise<void> {
  const place = work.found.measure;
  await work.page.evaluate(SCROLL, { x: numberOf(place, 'x'), y: numberOf(place, 'y') });
  const png = await screenshot(work, null);
  const after = await decodePng(png);
  const before = work.found.view;
  if (before !== null) work.found.viewDifferent = differentOf(before, after);
  await work.put('viewport-after.png', 'viewport-after', png);
  const metrics = await work.page.send('Page.getLayoutMetrics');
  work.found.heightAfterTiles = numberOf(objectOf(metrics, 'cssContentSize'), 'height');
}

/** Pixels that differ; all of them where the sizes do. */
export function differentOf(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height)
    return Math.max(a.width * a.height, b.width * b.height);
  return countDifferent(a, b);
}
