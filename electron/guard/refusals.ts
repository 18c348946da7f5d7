import type { RefusedByBrowser } from '#src/app/ports.ts';

/** Hears that something was refused. `address` is attacker-controlled text, null where there is none. */
export type RefusalListener = (what: RefusedByBrowser, address: string | null) => void;

/**
 * Carries every refusal to who records it: the view under review by its own listener, everything else
 * (the screens, a view that is gone, the app itself) by the fallback. Nothing refused is silent.
 */
export class Refusals {
  readonly #byView = new Map<number, RefusalListener>();
  readonly #fallback: RefusalListener;

  /** @param fallback - hears what belongs to no view that is listened to */
  constructor(fallback: RefusalListener) {
    this.#fallback = fallback;
  }

  /**
   * Listen to one view's refusals.
   * @param webContentsId - the view's web contents
   * @returns a function that ends it
   */
  listen(webContentsId: number, listener: RefusalListener): () => void {
    this.#byView.set(webContentsId, listener);
    return () => {
      if (this.#byView.get(webContentsId) === listener) this.#byView.delete(webContentsId);
    };
  }

  /** Report one refusal of a view; null where Electron doesn't say which view it was. */
  report(webContentsId: number | null, what: RefusedByBrowser, address: string | null): void {
    const listener = webContentsId === null ? undefined : this.#byView.get(webContentsId);
    if (listener === undefined) this.#fallback(what, address);
    else listener(what, address);
  }
}
