import { toAppUrl } from './url-map.ts';
import { list, number, text } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/** Electron's `navigationHistory`, from the browser's own list. */
export class History {
  readonly #contents: HostWebContents;
  #ids: number[] = [];
  #index = 0;

  constructor(contents: HostWebContents) {
    this.#contents = contents;
  }

  canGoBack(): boolean {
    return this.#index > 0;
  }
  canGoForward(): boolean {
    return this.#index < this.#ids.length - 1;
  }
  goBack(): void {
    this.#step(-1);
  }
  goForward(): void {
    this.#step(1);
  }
  length(): number {
    return this.#ids.length;
  }
  getActiveIndex(): number {
    return this.#index;
  }
  clear(): void {
    this.#contents.post('Page.resetNavigationHistory');
  }

  /**
   * Read it again. The browser's own process keeps it, so a page that loops for ever can be asked too.
   * @returns the title of the page on show; null when it can't be known now
   */
  async read(): Promise<string | null> {
    const contents = this.#contents;
    const history = await contents.command('Page.getNavigationHistory').catch(() => null);
    if (history === null || contents.isDestroyed()) return null;
    const entries = list(history, 'entries');
    const current = entries[number(history, 'currentIndex')];
    // The blank page a target starts with is no part of what the program loaded.
    const own = entries.filter((entry, index) => index > 0 || text(entry, 'url') !== 'about:blank');
    this.#ids = own.map((entry) => number(entry, 'id'));
    this.#index = own.indexOf(current);
    return toAppUrl(text(current, 'url')) === contents.getURL() ? text(current, 'title') : null;
  }

  #step(by: number): void {
    const entryId = this.#ids[this.#index + by];
    if (entryId === undefined) return;
    this.#contents.navigation.expect('*');
    this.#contents.post('Page.navigateToHistoryEntry', { entryId });
  }
}
