import type { ViewBounds } from '#src/app/ports.ts';

/** Height of the trusted bar, CSS px of the screens: nothing from outside is ever laid above it. */
export const BAR_HEIGHT_PX = 60;

const NOWHERE: ViewBounds = { x: 0, y: 0, width: 0, height: 0 };

/**
 * Where the page under review may really lie: below the bar and inside the window, whatever was asked
 * for. What would stick out is cut off, not moved.
 * @param wanted - as the screens asked, CSS px of the screens
 * @param window - the window's content size, device-independent px
 * @param zoom - of the screens: device-independent px in one of their CSS px
 * @returns whole device-independent px; 0 × 0 when nothing of it may be seen
 */
export function clampBounds(
  wanted: ViewBounds,
  window: { readonly width: number; readonly height: number },
  zoom = 1,
): ViewBounds {
  const left = Math.max(0, Math.ceil(wanted.x * zoom));
  const top = Math.max(Math.ceil(BAR_HEIGHT_PX * zoom), Math.ceil(wanted.y * zoom));
  const right = Math.min(window.width, Math.floor((wanted.x + wanted.width) * zoom));
  const bottom = Math.min(window.height, Math.floor((wanted.y + wanted.height) * zoom));
  // Written so that NaN ends up here too.
  if (!(right > left && bottom > top)) return NOWHERE;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
