import type { DevTools } from '#src/capture/devtools-port.ts';
import type { VeiledScroll } from '#src/capture/veil.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { reviewRefusal } from '#src/investigation/visiting.ts';
import type { App } from './app.ts';
import { isPageShown } from './app-state.ts';
import { refusalError } from './recording.ts';

/** The page is pictured at most once in this time, milliseconds. */
export const VEIL_EVERY_MS = 1000;

/** The veil over the one page that is open; forgotten with the page. */
export interface Veil {
  /** Monotonic, when the last picture was begun; null before the first. */
  begunMs: number | null;
  /** The last picture, or the one that is being made. */
  picture: Promise<Uint8Array>;
}

/** A page that nobody has pictured yet. */
export function newVeil(): Veil {
  return { begunMs: null, picture: Promise.resolve(new Uint8Array()) };
}

/**
 * The veiled picture of the page that is open: a new one, or the last while that is under a second old.
 * @returns PNG (docs/spec/veil.md); null while there is no document yet, or the page went meanwhile
 * @throws {EvidenceError} COMMAND_REFUSED - no page is open veiled
 * @throws {EvidenceError} CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED, PICTURE_MALFORMED - nothing is shown then
 */
export async function veiledPicture(app: App): Promise<Uint8Array | null> {
  const veil = veilOf(app);
  const devtools = veiledPage(app);
  if (devtools === null) return null;
  const nowMs = app.ports.clock.monotonicMs();
  if (veil.begunMs === null || nowMs - veil.begunMs >= VEIL_EVERY_MS) {
    veil.begunMs = nowMs;
    veil.picture = app.ports.capture.veiledPicture(devtools);
  }
  const png = await veil.picture;
  return app.live.veil === veil && isPageShown(app.live) ? png : null;
}

/** Scroll the page that is open veiled. @throws {EvidenceError} as {@link veiledPicture} */
export async function scrollVeiledPage(app: App, by: VeiledScroll): Promise<void> {
  veilOf(app);
  const devtools = veiledPage(app);
  if (devtools !== null) await app.ports.capture.scrollVeiled(devtools, by);
}

function veilOf(app: App): Veil {
  const refusal = reviewRefusal(app.investigation().folded.state, app.context());
  if (refusal !== null) throw refusalError(refusal);
  const { veil } = app.live;
  if (veil === null) throw new EvidenceError('COMMAND_REFUSED', 'no page is open veiled');
  return veil;
}

function veiledPage(app: App): DevTools | null {
  // Before its document is in place there is only the empty one.
  if (app.live.pageVisitId === null || !isPageShown(app.live)) return null;
  return app.ports.browser.devtools();
}
