import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  assertHardened,
  printPreferences,
  reviewPreferences,
  screensPreferences,
} from '#electron/guard/web-preferences.ts';

const session = { own: true } as unknown as Session;
const all = [
  ['screens', screensPreferences(session, '/preload.cjs')],
  ['text first', reviewPreferences(session, false)],
  ['with pictures', reviewPreferences(session, true)],
  ['print', printPreferences(session)],
] as const;

describe('web preferences', () => {
  it.each(all)(
    'checklist 2: %s: no Node integration, in workers and frames neither',
    (_name, preferences) => {
      expect(preferences.nodeIntegration).toBe(false);
      expect(preferences.nodeIntegrationInWorker).toBe(false);
      expect(preferences.nodeIntegrationInSubFrames).toBe(false);
    },
  );

  it.each(all)('checklist 3: %s: context isolation', (_name, preferences) => {
    expect(preferences.contextIsolation).toBe(true);
  });

  it.each(all)('checklist 4: %s: sandboxed', (_name, preferences) => {
    expect(preferences.sandbox).toBe(true);
  });

  it.each(all)('checklist 6: %s: web security is on', (_name, preferences) => {
    expect(preferences.webSecurity).toBe(true);
  });

  it.each(all)('checklist 8: %s: no insecure content', (_name, preferences) => {
    expect(preferences.allowRunningInsecureContent).toBe(false);
  });

  it.each(all)('checklist 9: %s: no experimental features', (_name, preferences) => {
    expect(preferences.experimentalFeatures).toBe(false);
  });

  it.each(all)('checklist 10: %s: no Blink features switched on or off', (_name, preferences) => {
    expect(preferences.enableBlinkFeatures).toBeUndefined();
    expect(preferences.disableBlinkFeatures).toBeUndefined();
  });

  it.each(all)('checklist 11: %s: no webview tag', (_name, preferences) => {
    expect(preferences.webviewTag).toBe(false);
  });

  it.each(all)(
    '%s: no developer tools, no dialogues, no plug-ins, nothing dropped, nothing kept awake',
    (_name, preferences) => {
      expect(preferences).toMatchObject({
        devTools: false,
        disableDialogs: true,
        plugins: false,
        navigateOnDragDrop: false,
        autoplayPolicy: 'document-user-activation-required',
        disableHtmlFullscreenWindowResize: true,
        spellcheck: false,
        enableWebSQL: false,
        disableWakeLocks: true,
        backgroundThrottling: false,
      });
      expect(preferences.session).toBe(session);
    },
  );

  it('gives a preload to the screens only, pictures only where agreed, script to no printed document', () => {
    expect(screensPreferences(session, '/preload.cjs').preload).toBe('/preload.cjs');
    expect(reviewPreferences(session, true).preload).toBeUndefined();
    expect(reviewPreferences(session, false).images).toBe(false);
    expect(reviewPreferences(session, true).images).toBe(true);
    expect(printPreferences(session).javascript).toBe(false);
  });
});

describe('assertHardened', () => {
  const good = reviewPreferences(session, false);

  it.each([
    ['sandbox', false],
    ['contextIsolation', false],
    ['nodeIntegration', true],
    ['webSecurity', false],
    ['devTools', true],
    ['webviewTag', true],
  ])('throws TypeError when %s is %s', (name, value) => {
    expect(() => assertHardened({ ...good, [name]: value })).toThrow(
      new TypeError(`"${name}" expected ${String(!value)}, got ${String(value)}`),
    );
  });

  it.each(['commandLineSwitches', 'enableBlinkFeatures', 'additionalArguments', 'partition'])(
    'throws TypeError when %s is put in (CVE-2026-34769)',
    (name) => {
      expect(() => assertHardened({ ...good, [name]: 'x' })).toThrow(/expected nothing else, got/u);
    },
  );

  it('throws TypeError without a session of its own', () => {
    const { session: _session, ...rest } = good;
    expect(() => assertHardened(rest)).toThrow(/"session" expected one of its own/u);
  });
});
