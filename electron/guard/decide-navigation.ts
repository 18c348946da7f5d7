import type { RefusedByBrowser } from '#src/app/ports.ts';
import { decidePageAddress, type AddressCode, type AddressRules } from './decide-address.ts';

/** What a view is for. */
export type ViewKind = 'screens' | 'review' | 'print';

/** One navigation that a page or a person wants, in any frame. */
export interface WantedNavigation {
  readonly view: ViewKind;
  readonly address: string;
  readonly isMainFrame: boolean;
  readonly rules: AddressRules;
}

/** Whether it may happen; `code` is what a refused top-level visit fails with. */
export type NavigationDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly what: RefusedByBrowser; readonly code: AddressCode };

/** Documents that a page makes itself, harmless inside it and never at the top. */
const FRAME_ONLY = /^(?:about:(?:blank|srcdoc)(?:[#?]|$)|blob:|data:)/iu;

/**
 * Decide about a navigation (checklist item 13). The screens and the printing view never navigate:
 * they show what `loadURL` gave them, for which `will-navigate` isn't fired.
 * @param wanted - where to, in which view and frame: attacker-controlled
 */
export function decideNavigation(wanted: WantedNavigation): NavigationDecision {
  if (wanted.view !== 'review') return { allowed: false, what: 'scheme', code: 'ADDRESS_SCHEME' };
  if (!wanted.isMainFrame && FRAME_ONLY.test(wanted.address)) return { allowed: true };
  const decision = decidePageAddress(wanted.address, wanted.rules);
  if (decision.allowed) return { allowed: true };
  const what = decision.code === 'ADDRESS_PRIVATE' ? 'private-address' : 'scheme';
  return { allowed: false, what, code: decision.code };
}
