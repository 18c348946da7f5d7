import type { WebContents } from 'electron';
import type { AddressCode, AddressRules } from './decide-address.ts';
import { decideNavigation, type ViewKind } from './decide-navigation.ts';
import type { Refusals } from './refusals.ts';

/** How one view may navigate. */
export interface NavigationGuard {
  readonly view: ViewKind;
  readonly rules: AddressRules;
  readonly refusals: Refusals;
  /** Hears of a top-level navigation that was stopped on its way, after it had begun. */
  readonly onRedirectRefused?: (address: string, code: AddressCode) => void;
}

/**
 * Let a view go only where it may (checklist item 13), and never hold back one who leaves a page.
 * `loadURL` fires none of these: whoever calls it decides first.
 * @param contents - the view's web contents, before its first load
 */
export function guardNavigation(contents: WebContents, guard: NavigationGuard): void {
  const refusedCode = (
    event: { preventDefault(): void },
    address: string,
    isMainFrame: boolean,
  ): AddressCode | null => {
    const decision = decideNavigation({
      view: guard.view,
      address,
      isMainFrame,
      rules: guard.rules,
    });
    if (decision.allowed) return null;
    event.preventDefault();
    guard.refusals.report(contents.id, decision.what, address);
    return decision.code;
  };
  // Fires for the main frame as well; `will-navigate` only holds where this one should ever not fire.
  contents.on('will-frame-navigate', (event) => {
    refusedCode(event, event.url, event.isMainFrame);
  });
  contents.on('will-redirect', (event) => {
    const code = refusedCode(event, event.url, event.isMainFrame);
    if (code !== null && event.isMainFrame) guard.onRedirectRefused?.(event.url, code);
  });
  contents.on('will-navigate', (event) => {
    const { url, isMainFrame } = event;
    if (
      !decideNavigation({ view: guard.view, address: url, isMainFrame, rules: guard.rules }).allowed
    ) {
      event.preventDefault();
    }
  });
  // A page's "are you sure?" never keeps anyone on it: preventing the event means leaving.
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault();
  });
}
