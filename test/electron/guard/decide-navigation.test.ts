import { describe, expect, it } from 'vitest';
import { decideNavigation } from '#electron/guard/decide-navigation.ts';

const rules = { allowLoopback: false };

const MATRIX: readonly (readonly [address: string, top: boolean, frame: boolean])[] = [
  ['https://example.org/', true, true],
  ['http://example.org/', true, true],
  ['about:blank', false, true],
  ['about:srcdoc', false, true],
  ['about:config', false, false],
  ['data:text/html,x', false, true],
  ['blob:https://example.org/1', false, true],
  ['javascript:alert(1)', false, false],
  ['file:///etc/passwd', false, false],
  ['chrome://gpu', false, false],
  ['devtools://x', false, false],
  ['app://countersign/index.html', false, false],
  ['mailto:a@example.org', false, false],
  ['http://192.168.0.1/', false, false],
  ['http://localhost/', false, false],
  ['not a url', false, false],
];

describe('decideNavigation', () => {
  it.each(MATRIX)('checklist 13: %s may be a page: %s, a frame: %s', (address, top, frame) => {
    expect(decideNavigation({ view: 'review', address, isMainFrame: true, rules }).allowed).toBe(
      top,
    );
    expect(decideNavigation({ view: 'review', address, isMainFrame: false, rules }).allowed).toBe(
      frame,
    );
  });

  it.each(MATRIX)('checklist 13: the screens and the printing view never go to %s', (address) => {
    for (const view of ['screens', 'print'] as const) {
      for (const isMainFrame of [true, false]) {
        expect(decideNavigation({ view, address, isMainFrame, rules }).allowed).toBe(false);
      }
    }
  });

  it('says what was refused', () => {
    expect(
      decideNavigation({ view: 'review', address: 'http://10.0.0.1/', isMainFrame: true, rules }),
    ).toEqual({ allowed: false, what: 'private-address', code: 'ADDRESS_PRIVATE' });
    expect(
      decideNavigation({ view: 'review', address: 'tel:1', isMainFrame: true, rules }),
    ).toEqual({ allowed: false, what: 'scheme', code: 'ADDRESS_SCHEME' });
  });
});
