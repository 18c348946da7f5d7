import type { Session, WebPreferences } from 'electron';

/**
 * What every view has (checklist items 2, 3, 4, 6, 8, 9, 10, 11). Built from constants only, never
 * spread from anything a page or a caller gave (CVE-2026-34769).
 */
const HARDENED = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  devTools: false,
  disableDialogs: true,
  navigateOnDragDrop: false,
  autoplayPolicy: 'document-user-activation-required',
  disableHtmlFullscreenWindowResize: true,
  spellcheck: false,
  enableWebSQL: false,
  disableWakeLocks: true,
  backgroundThrottling: false,
} as const satisfies WebPreferences;

/** What the screens have besides: their preload. */
export function screensPreferences(session: Session, preload: string): WebPreferences {
  return assertHardened({ ...HARDENED, session, preload });
}

/**
 * What a page under review has: no preload, no page of ours in its process.
 * @param pictures - false turns the engine's own image setting off
 */
export function reviewPreferences(session: Session, pictures: boolean): WebPreferences {
  return assertHardened({ ...HARDENED, session, images: pictures });
}

/** What the printing view has: no script at all. */
export function printPreferences(session: Session): WebPreferences {
  return assertHardened({ ...HARDENED, session, javascript: false });
}

/**
 * Refuse to make a view that is less than hardened.
 * @returns the same preferences
 * @throws {TypeError} a protection is missing, or something unknown was put in
 */
export function assertHardened(preferences: WebPreferences): WebPreferences {
  const given = new Map<string, unknown>(Object.entries(preferences));
  for (const [name, value] of Object.entries(HARDENED)) {
    if (given.get(name) !== value) {
      throw new TypeError(`"${name}" expected ${value}, got ${String(given.get(name))}`);
    }
    given.delete(name);
  }
  const others = [...given.keys()].filter((name) => !ALSO_ALLOWED.has(name));
  if (others.length > 0)
    throw new TypeError(`"webPreferences" expected nothing else, got ${others.join(', ')}`);
  if (given.get('session') === undefined)
    throw new TypeError('"session" expected one of its own, got none');
  return preferences;
}

const ALSO_ALLOWED = new Set(['session', 'preload', 'images', 'javascript']);
