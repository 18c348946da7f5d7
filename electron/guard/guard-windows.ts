import type { WebContents } from 'electron';
import { decidePopup } from './decide-popup.ts';
import type { Refusals } from './refusals.ts';

/**
 * No view opens a window, and none holds a `webview` (checklist items 11, 12, 14, 15). What a page
 * wanted to open stays as a refusal with its address.
 * @param contents - any web contents, as soon as they exist
 */
export function guardWindows(contents: WebContents, refusals: Refusals): void {
  contents.setWindowOpenHandler(({ url }) => {
    const { what, address } = decidePopup(url);
    refusals.report(contents.id, what, address);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refusals.report(contents.id, 'pop-up', null);
  });
}
