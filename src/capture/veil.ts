import sharp from 'sharp';
import type { Clock } from '#src/core/clock.ts';
import type { DevTools, JsonObject } from './devtools-port.ts';
import { Budget, PageSession } from './page-session.ts';
import { source } from './page-source.ts';
import { decodePng } from './pixels.ts';
import { objectOf, textOf } from './read-json.ts';

/** Most points of a veiled picture, each way. */
export const VEIL_MAX_PX = 96;
/** What one point of it stands for at least, css px each way. */
export const VEIL_POINT_CSS = 10;
/** Standard deviation of the blur, points of the veiled picture. */
export const VEIL_SIGMA_PX = 1.5;
const SHOT_DEADLINE_MS = 5_000;
const SCROLL_MS = 2_000;

/** How far to scroll in a veiled page. */
export type VeiledScroll = 'line-up' | 'line-down' | 'page-up' | 'page-down' | 'start' | 'end';

/**
 * Make the veiled picture of a picture: scaled down, without colour, then blurred.
 * @param png - what is in view
 * @param cssWidth - how wide it is on the page, css px
 * @returns PNG of one channel, at most 96 points each way
 * @throws {EvidenceError} PICTURE_MALFORMED - not a PNG, damaged, or too large
 * @see docs/spec/veil.md, section 1
 */
export async function veilPng(png: Uint8Array, cssWidth: number): Promise<Uint8Array> {
  const { width, height, data } = await decodePng(png);
  const small = veiledSize(width, height, cssWidth);
  const raw = { width, height, channels: 3 } as const;
  const grey = await sharp(data, { raw, limitInputPixels: false })
    .resize(small.width, small.height, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  // The full picture has served; it need not wait for the collector.
  data.fill(0);
  return await sharp(grey, { raw: { ...small, channels: 1 } })
    .blur({ sigma: VEIL_SIGMA_PX, precision: 'float', minAmplitude: 0.005 })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
}

function veiledSize(
  width: number,
  height: number,
  cssWidth: number,
): { readonly width: number; readonly height: number } {
  const cssHeight = (cssWidth * height) / width;
  const scale = Math.min(
    1 / VEIL_POINT_CSS,
    VEIL_MAX_PX / cssWidth,
    VEIL_MAX_PX / Math.max(1, cssHeight),
  );
  return {
    width: Math.max(1, Math.floor(cssWidth * scale)),
    height: Math.max(1, Math.floor(cssHeight * scale)),
  };
}

/**
 * Picture what is in view, and veil it. The full picture never leaves this function.
 * @throws {EvidenceError} CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED, PICTURE_MALFORMED
 */
export async function photographVeiled(devtools: DevTools): Promise<Uint8Array> {
  const options = { deadlineMs: SHOT_DEADLINE_MS };
  const params = { format: 'png', optimizeForSpeed: true };
  const [metrics, shot] = await Promise.all([
    devtools.send('Page.getLayoutMetrics', {}, options),
    devtools.send('Page.captureScreenshot', params, options),
  ]);
  const png = Buffer.from(textOf(shot, 'data'), 'base64');
  return await veilPng(png, cssWidthOf(metrics));
}

/** Width of what is in view, css px. What the browser doesn't say counts as narrow: the picture is smaller then. */
function cssWidthOf(metrics: JsonObject): number {
  const width = objectOf(metrics, 'cssLayoutViewport')['clientWidth'];
  return typeof width === 'number' && width >= 1 ? width : 1;
}

/** Scroll the document, or what scrolls in the middle of the view where the document doesn't. */
const SCROLL = source(`
const scrolls = (element) =>
  element.scrollHeight > element.clientHeight + 1 &&
  (element === root || /auto|scroll|overlay/u.test(getComputedStyle(element).overflowY));
const middle = Document.prototype.elementFromPoint.call(document, innerWidth / 2, innerHeight / 2);
let target = root;
if (root !== null && root.scrollHeight <= innerHeight + 1) {
  for (let up = middle; up !== null; up = parentOf(up)) if (scrolls(up)) { target = up; break; }
}
if (target === null) return {};
const page = target === root ? innerHeight : target.clientHeight;
const far = 1e7;
const top = { 'line-up': -80, 'line-down': 80, 'page-up': -0.9 * page, 'page-down': 0.9 * page, start: -far, end: far }[input.by];
Element.prototype.scrollBy.call(target, { top, behavior: 'instant' });
return {};`);

/**
 * Scroll by a declared script in a world of its own: the page hears that it was scrolled, and of no key or click.
 * @throws {EvidenceError} CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED
 */
export async function scrollVeiled(
  devtools: DevTools,
  by: VeiledScroll,
  clock: Clock,
): Promise<void> {
  const budget = new Budget(clock, clock.monotonicMs() + SCROLL_MS);
  const page = new PageSession(devtools, new AbortController().signal, budget);
  await page.evaluate(SCROLL, { by });
}
