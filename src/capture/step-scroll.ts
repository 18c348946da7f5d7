import { SCROLL, SETTLED } from './page-script.ts';
import { numberOf, textOf } from './read-json.ts';
import type { PictureFacts } from './record.ts';
import type { Work } from './work.ts';

/** How the scroll-through went, css px. */
export type ScrollFacts = PictureFacts['scroll'];

const SETTLE_MS = 10_000;
const PATIENT_MS = 3_000;

/**
 * Scroll from the top to the bottom, screen by screen, so that whatever loads when seen does.
 * Ends at the bottom or at a cap, and goes back to the top.
 */
export async function scrollThrough(work: Work): Promise<ScrollFacts> {
  const { caps } = work.plan;
  const heightBeforeCss = Math.round(numberOf(work.found.measure, 'height'));
  const startedMs = work.clock.monotonicMs();
  const viewCss = Math.max(100, numberOf(work.found.measure, 'viewHeight', 800));
  let screens = 0;
  let y = 0;
  let capReached: ScrollFacts['capReached'] = null;
  let height = heightBeforeCss;
  for (;;) {
    const place = await work.page.evaluate(SCROLL, { x: 0, y });
    screens += 1;
    await loadInView(work);
    height = Math.max(height, numberOf(place, 'height'));
    work.progress(Math.min(screens, caps.screens), Math.ceil(height / viewCss));
    const bottom = y + viewCss;
    if (bottom >= height && (await stillAtBottom(work, bottom))) break;
    capReached = capOf(work, { screens, bottom, startedMs });
    if (capReached !== null) break;
    y += Math.max(50, Math.round(viewCss * 0.9));
  }
  const end = await work.page.evaluate(SCROLL, { x: 0, y: 0 });
  return {
    screens,
    reachedCss: Math.round(y + viewCss),
    heightBeforeCss,
    heightAfterCss: Math.round(numberOf(end, 'height')),
    capReached,
  };
}

function capOf(
  work: Work,
  at: { readonly screens: number; readonly bottom: number; readonly startedMs: number },
): ScrollFacts['capReached'] {
  const { caps } = work.plan;
  if (at.bottom >= caps.heightCss) return 'height';
  if (at.screens >= caps.screens) return 'screens';
  return work.clock.monotonicMs() - at.startedMs >= caps.scrollMs ? 'time' : null;
}

// Give the pictures and requests of this screen a moment; a page that never rests costs half a second a screen.
async function loadInView(work: Work): Promise<void> {
  const waitsUntil = work.clock.monotonicMs() + 500;
  while (work.network.inFlight() > 0 && work.clock.monotonicMs() < waitsUntil)
    await work.page.pause(20);
}

// A feed adds to its end a moment after it was reached.
async function stillAtBottom(work: Work, bottom: number): Promise<boolean> {
  await work.page.pause(100);
  await loadInView(work);
  const place = await work.page.evaluate(SCROLL, { x: 0, y: bottom });
  return numberOf(place, 'height') <= bottom;
}

/** Wait until the page rests: complete, no picture and no request under way. */
export async function settle(work: Work): Promise<void> {
  const startedMs = work.clock.monotonicMs();
  const loadsPictures = work.context.pictures === 'loaded';
  for (;;) {
    const state = await work.page.evaluate(SETTLED);
    const ready = textOf(state, 'ready') === 'complete';
    const waiting = loadsPictures ? numberOf(state, 'waiting') : 0;
    const passedMs = work.clock.monotonicMs() - startedMs;
    const inFlight = work.network.inFlight();
    work.found.settled = ready && inFlight === 0;
    work.found.waitingPictures = waiting;
    work.found.inFlight = inFlight;
    // A document that was cut short never becomes complete.
    const ended = ready || work.network.document()?.state === 'failed';
    if (ended && waiting === 0 && (inFlight === 0 || passedMs > PATIENT_MS)) return;
    if (passedMs > SETTLE_MS - 1_000 || work.page.leftMs() < 500) return;
    await work.page.pause(100);
  }
}
