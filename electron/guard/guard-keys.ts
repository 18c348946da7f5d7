import type { WebContents } from 'electron';
import { decideKey, isPress, leavesPage } from './decide-key.ts';

/** What the keys of every view lead to. */
export interface KeyTargets {
  /** The STOP key of this vault, and whether set-up is still under way. */
  stopKey(): { readonly key: string; readonly inSetUp: boolean };
  /** Must not wait for anything: it is called before the page hears of the key. */
  stop(): void;
  tried(key: string): void;
  /** Somebody is at the computer. */
  activity(): void;
}

/** Moving the mouse sends hundreds of events a second. */
const ACTIVITY_EVERY_MS = 1000;

/**
 * Give the STOP key to the app before any page can swallow it, from every view, a page in an endless
 * loop included: the event comes from the browser's own process.
 * @param contents - any web contents, as soon as they exist
 */
export function guardKeys(contents: WebContents, targets: KeyTargets): void {
  const noticed = throttled(() => {
    targets.activity();
  });
  contents.on('before-input-event', (event, input) => {
    const { key, inSetUp } = targets.stopKey();
    const decision = decideKey(input, key, inSetUp);
    if (decision !== 'pass') event.preventDefault();
    if (decision === 'stop') targets.stop();
    if (decision === 'tried') targets.tried(input.key);
    noticed();
  });
  contents.on('input-event', () => {
    noticed();
  });
}

/**
 * Take the keyboard back from a page when F6 is pressed in it, with Shift or without: no page can hold it.
 * @param contents - of the page under review
 * @param leave - gives the keyboard to the screens
 */
export function guardLeaving(contents: WebContents, leave: () => void): void {
  contents.on('before-input-event', (event, input) => {
    if (!leavesPage(input)) return;
    event.preventDefault();
    if (isPress(input)) leave();
  });
}

/**
 * Let no key and no mouse through to a page that nobody sees, wherever they come from; STOP is heard before.
 * @param contents - of a page that is veiled
 * @param leave - gives the keyboard to the screens
 */
export function guardUnseen(contents: WebContents, leave: () => void): void {
  contents.on('before-input-event', (event) => {
    event.preventDefault();
  });
  contents.on('before-mouse-event', (event) => {
    event.preventDefault();
  });
  contents.on('focus', leave);
}

function throttled(run: () => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs < ACTIVITY_EVERY_MS) return;
    lastMs = nowMs;
    run();
  };
}
