import { SETTLED } from './page-script.ts';
import { notePieces } from './passing-text.ts';
import { extraMs } from './plan.ts';
import { numberOf, textOf } from './read-json.ts';
import type { PictureFacts } from './record.ts';
import { SCROLL, WATCH_TEXT } from './scroll-script.ts';
import { pageSize } from './step-view.ts';
import type { Work } from './work.ts';

/** How the scroll-through went, css px. */
export type ScrollFacts = PictureFacts['scroll'];

const SETTLE_MS = 10_000;
const PATIENT_MS = 3_000;
/** A page less than this part wider than the view is scrolled downwards only: what is that near loads anyway. */
const WIDER = 1.25;

/**
 * Scroll from the top to the bottom, view by view, on a wide page also across, so that whatever loads when
 * seen does. Ends at the bottom or at a cap, and goes back to the top.
 */
export async function scrollThrough(work: Work): Promise<ScrollFacts> {
  const { measure } = work.found;
  const heightBeforeCss = Math.round(numberOf(measure, 'height'));
  const viewCss = Math.max(100, numberOf(measure, 'viewHeight', 800));
  const at = { screens: 0, bottom: viewCss, startedMs: work.clock.monotonicMs() };
  await work.page.evaluate(WATCH_TEXT);
  let y = 0;
  let capReached: ScrollFacts['capReached'] = null;
  let height = heightBeforeCss;
  for (;;) {
    at.bottom = y + viewCss;
    height = Math.max(height, await showRow(work, at, y));
    const left = Math.ceil((height - at.bottom) / (0.9 * viewCss));
    work.progress(at.screens, Math.min(work.plan.caps.screens, at.screens + Math.max(0, left)));
    if (at.bottom >= height && (await stillAtBottom(work, at.bottom))) break;
    capReached = capOf(work, at, { heightBeforeCss, viewCss });
    if (capReached !== null) break;
    y += Math.max(50, Math.round(viewCss * 0.9));
  }
  const end = await scrollTo(work, 0, 0);
  return {
    screens: at.screens,
    reachedCss: Math.round(at.bottom),
    heightBeforeCss,
    heightAfterCss: Math.round(numberOf(end, 'height')),
    capReached,
  };
}

interface Reached {
  screens: number;
  bottom: number;
  readonly startedMs: number;
}

// One view, or on a wide page all views of a row. Gives the page's height as it is then.
async function showRow(work: Work, at: Reached, y: number): Promise<number> {
  const viewWidth = Math.max(100, numberOf(work.found.measure, 'viewWidth', 1280));
  let height = 0;
  for (let x = 0; ; x += Math.round(viewWidth * 0.9)) {
    const place = await scrollTo(work, x, y);
    at.screens += 1;
    await loadInView(work);
    height = numberOf(place, 'height');
    const width = Math.min(numberOf(place, 'width'), work.plan.caps.widthCss);
    const across = width > viewWidth * WIDER && x + viewWidth < width;
    if (!across || at.screens >= work.plan.caps.screens) return height;
  }
}

async function scrollTo(work: Work, x: number, y: number): Promise<unknown> {
  const place = await work.page.evaluate(SCROLL, { x, y });
  notePieces(work.found, '', place);
  return place;
}

function capOf(
  work: Work,
  at: Reached,
  first: { readonly heightBeforeCss: number; readonly viewCss: number },
): ScrollFacts['capReached'] {
  const { caps } = work.plan;
  if (at.bottom >= caps.heightCss) return 'height';
  if (at.screens >= caps.screens) return 'screens';
  if (at.bottom >= first.heightBeforeCss + caps.growthScreens * first.viewCss) return 'growth';
  const allowedMs = caps.scrollMs + extraMs(work.plan, 'scroll-through', pageSize(work.found));
  return work.clock.monotonicMs() - at.startedMs >= allowedMs ? 'time' : null;
}

/** Give the pictures and requests of a view a moment; a page that never rests costs half a second a view. */
export async function loadInView(work: Work): Promise<void> {
  const waitsUntil = work.clock.monotonicMs() + 500;
  while (work.network.inFlight() > 0 && work.clock.monotonicMs() < waitsUntil)
    await work.page.pause(20);
}

// A feed adds to its end a moment after it was reached.
async function stillAtBottom(work: Work, bottom: number): Promise<boolean> {
  await work.page.pause(100);
  await loadInView(work);
  const place = await scrollTo(work, 0, bottom);
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
