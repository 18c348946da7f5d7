import type { WebContents } from 'electron';
import type { ReviewEvent } from '#src/app/ports.ts';
import type { EvidenceErrorCode } from '#src/core/errors.ts';
import { ERR_ABORTED, ERR_BLOCKED_BY_CLIENT, pageFailureOf } from './net-errors.ts';

/** How long a page may take from its start to its end before it counts as one that never ends, ms. */
export const LOAD_DEADLINE_MS = 30_000;
/** How long after the end of loading a navigation without a document counts as one that brings none, ms. */
const NOTHING_MS = 300;
const MAX_TITLE = 2_000;

/** Why the page's own request was cut off by us. */
interface TopBlock {
  readonly code: EvidenceErrorCode;
  readonly detail: string;
}

/** What the events of a page lead to besides the record. */
export interface PageTargets {
  readonly emit: (event: ReviewEvent) => void;
  readonly leaving: () => void;
  readonly arrived: () => void;
  readonly stayed: () => void;
  /** The document gave way to an error. */
  readonly lost: () => void;
  /** A script put another document in place of this one, without a navigation. */
  readonly replaced: () => void;
  /** Words about the chain a host sent; empty when it sent none. */
  readonly chainOf: (hostname: string) => string;
}

/**
 * Turns the events of one view's top frame into {@link ReviewEvent}s, from `begin` on. Everything in
 * them is the page's or the network's word.
 */
export class PageEvents {
  readonly #contents: WebContents;
  readonly #targets: PageTargets;
  #hasBegun = false;
  /** The one navigation that `begin` announced itself. */
  #isAnnounced = false;
  #block: TopBlock | null = null;
  #server: { readonly address: string; readonly serverAddress: string | null } | null = null;
  #deadline: NodeJS.Timeout | undefined;
  /** The navigation under way has failed already: of two witnesses of one failure, the first counts. */
  #hasFailed = false;
  /** A navigation is under way that has brought no document and no error yet. */
  #isPending = false;
  #stopped: NodeJS.Timeout | undefined;
  /** How often the present document was ready. */
  #readyCount = 0;

  constructor(contents: WebContents, targets: PageTargets) {
    this.#contents = contents;
    this.#targets = targets;
    this.#listenToNavigation();
    this.#listenToEnds();
  }

  /** Announce the first navigation; what came before (an empty document) is nobody's visit. */
  begin(address: string): void {
    this.#hasBegun = true;
    this.#isAnnounced = true;
    this.#started(address);
  }

  /** The page's own request was cut off: the failure that follows says why. */
  blocked(code: EvidenceErrorCode, detail: string): void {
    this.#block = { code, detail };
  }

  responded(address: string, serverAddress: string | null): void {
    this.#server = { address: withoutFragment(address), serverAddress };
  }

  /** A redirect was refused; the page that was there stays. */
  refusedOnTheWay(address: string, code: EvidenceErrorCode): void {
    this.#fail(address, code, 'redirect refused');
  }

  crashed(address: string, detail: string): void {
    this.#hasFailed = false;
    this.#fail(address, 'PAGE_CRASHED', detail);
  }

  close(): void {
    this.#hasBegun = false;
    clearTimeout(this.#deadline);
    clearTimeout(this.#stopped);
  }

  #listenToNavigation(): void {
    const contents = this.#contents;
    contents.on('did-start-navigation', (details) => {
      if (!this.#hasBegun || !details.isMainFrame || details.isSameDocument) return;
      if (this.#isAnnounced) {
        this.#isAnnounced = false;
        return;
      }
      this.#started(details.url);
    });
    contents.on('did-navigate', (_event, url, status) => {
      if (!this.#hasBegun) return;
      this.#readyCount = 0;
      this.#isPending = false;
      this.#targets.arrived();
      this.#emit({
        kind: 'committed',
        address: url,
        status: status > 0 ? status : null,
        serverAddress: this.#serverOf(url),
      });
    });
    contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
      if (isMainFrame) this.#emit({ kind: 'in-page', address: url });
    });
    contents.on('dom-ready', () => {
      // `location = 'javascript:…'` makes a document that no navigation announces, without our style.
      this.#readyCount += 1;
      if (this.#hasBegun && this.#readyCount > 1) this.#targets.replaced();
    });
    contents.on('page-title-updated', (_event, title) => {
      this.#emit({ kind: 'titled', title: title.slice(0, MAX_TITLE) });
    });
  }

  #listenToEnds(): void {
    const contents = this.#contents;
    contents.on('did-finish-load', () => {
      clearTimeout(this.#deadline);
      // The document of an error finishes as well.
      if (!this.#hasFailed) this.#emit({ kind: 'finished' });
    });
    contents.on('did-fail-load', (_event, errorCode, errorName, url, isMainFrame) => {
      if (!isMainFrame || !this.#hasBegun) return;
      this.#failed(errorCode, errorName, url);
    });
    contents.on('did-stop-loading', () => {
      if (!this.#hasBegun) return;
      this.#targets.stayed();
      clearTimeout(this.#stopped);
      // Said by what comes next, where something does.
      this.#stopped = setTimeout(() => {
        this.#cameToNothing();
      }, NOTHING_MS);
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      if (this.#hasBegun) this.crashed(contents.getURL(), reason);
    });
  }

  /** A download, or an answer without a page: the document that was there is still there. */
  #cameToNothing(): void {
    const contents = this.#contents;
    if (!this.#isPending || contents.isDestroyed() || contents.isLoading()) return;
    this.#isPending = false;
    clearTimeout(this.#deadline);
    const address = contents.getURL();
    if (/^https?:/iu.test(address)) this.#emit({ kind: 'stayed', address });
    else this.#fail(address, 'PAGE_FAILED', 'it brought no page');
  }

  #started(address: string): void {
    this.#isPending = true;
    this.#block = null;
    this.#hasFailed = false;
    this.#targets.leaving();
    this.#emit({ kind: 'started', address });
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#fail(address, 'PAGE_NEVER_LOADED', `${LOAD_DEADLINE_MS} ms`);
      // What has arrived stays; nothing more is asked for.
      if (!this.#contents.isDestroyed()) this.#contents.stop();
    }, LOAD_DEADLINE_MS);
  }

  #failed(errorCode: number, errorName: string, address: string): void {
    // A stop, a download or the next navigation: said by events of their own.
    if (errorCode === ERR_ABORTED) return;
    this.#targets.lost();
    if (errorCode === ERR_BLOCKED_BY_CLIENT && this.#block !== null) {
      this.#fail(address, this.#block.code, this.#block.detail);
      return;
    }
    const code = pageFailureOf(errorCode);
    const chain = code === 'PAGE_CERTIFICATE' ? this.#targets.chainOf(hostOf(address)) : '';
    this.#fail(address, code, chain === '' ? errorName : `${errorName}: ${chain}`);
  }

  #fail(address: string, code: EvidenceErrorCode, detail: string): void {
    clearTimeout(this.#deadline);
    this.#isPending = false;
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#emit({ kind: 'failed', address, code, detail });
  }

  #serverOf(url: string): string | null {
    return this.#server?.address === withoutFragment(url) ? this.#server.serverAddress : null;
  }

  #emit(event: ReviewEvent): void {
    if (this.#hasBegun) this.#targets.emit(event);
  }
}

function withoutFragment(address: string): string {
  const at = address.indexOf('#');
  return at === -1 ? address : address.slice(0, at);
}

function hostOf(address: string): string {
  try {
    return new URL(address).hostname;
  } catch {
    return '';
  }
}
