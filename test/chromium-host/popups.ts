import { toAppUrl } from './url-map.ts';
import { list, text } from './values.ts';
import type { Fields } from './values.ts';

/** Electron's window-open handler. */
export type OpenHandler = (details: Fields) => { readonly action: string };

/** Tells the program of each window a page wants; whatever it answers, the host opens none. */
export class Popups {
  readonly #opener: () => string;
  readonly #announced: Fields[] = [];
  handler: OpenHandler | null = null;

  /** @param opener - address of the page that asks */
  constructor(opener: () => string) {
    this.#opener = opener;
  }

  /** `Page.windowOpen` names the address, and always comes before the target does. */
  announced(params: Fields): void {
    const features = list(params, 'windowFeatures');
    const details = {
      url: toAppUrl(text(params, 'url')),
      frameName: text(params, 'windowName'),
      features: features.join(','),
      disposition: features.length > 0 ? 'new-window' : 'foreground-tab',
      referrer: { url: this.#opener(), policy: 'strict-origin-when-cross-origin' },
    };
    this.#announced.push(details);
    this.handler?.(details);
  }

  /** The target has come. One that nothing announced was a click with a modifier. */
  opened(target: Fields): void {
    if (this.#announced.shift() !== undefined) return;
    this.handler?.({
      url: toAppUrl(text(target, 'url')),
      frameName: '',
      features: '',
      disposition: 'background-tab',
      referrer: { url: this.#opener(), policy: 'default' },
    });
  }
}
