import type { WebContents } from 'electron';
import type { ReviewEvent } from '#src/app/ports.ts';
import type { ServerCertificate } from '#src/crypto/server-certificate.ts';
import type { EvidenceErrorCode } from '#src/core/errors.ts';
import type { AddressCode } from '../guard/decide-address.ts';
import { ERR_ABORTED, ERR_BLOCKED_BY_CLIENT, pageFailureOf } from './net-errors.ts';

/** How long a page may take from its start to its end before it counts as one that never ends, ms. */
export const LOAD_DEADLINE_MS = 30_000;
const MAX_TITLE = 2_000;
/** How long after its abort a navigation may still be told to be a download, ms. */
const DOWNLOAD_WAIT_MS = 500;

/** Why the page's own request was cut off by us. */
interface TopBlock {
  readonly code: EvidenceErrorCode;
  readonly detail: string;
  /** Where a redirect led that Chromium itself may end before our guard is asked; else null. */
  readonly ledTo: string | null;
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
  /** The chain a host sent, leaf first; empty when it sent none. */
  readonly chainOf: (hostname: string) => readonly ServerCertificate[];
  /** What the guard refuses the top frame to go there with; null where it may. */
  readonly refusalOf: (address: string) => AddressCode | null;
  /** The document's title as the browser knows it now; null when it doesn't say in time. */
  readonly askTitle: () => Promise<string | null>;
}

/** A navigation of the top frame that has neither a document nor a failure yet. */
interface UnderWay {
  readonly address: string;
  /** Where it has led so far, its redirects included. */
  readonly addresses: Set<string>;
  /** The document that it would replace had failed. */
  readonly hadFailed: boolean;
  isAborted: boolean;
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
  /** How often the present document was ready. */
  #readyCount = 0;
  #underWay: UnderWay | null = null;
  /** A document of the page's own is in the view, not an error and not the empty one. */
  #hasDocument = false;
  #hasFinished = false;
  /** The document finished, and the browser is being asked for its title: this is the question. */
  #asked: symbol | null = null;

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
    this.#block = { code, detail, ledTo: null };
  }

  /** The page's own request was sent elsewhere: some of it Chromium refuses without asking the guard. */
  redirected(to: string): void {
    const code = this.#targets.refusalOf(to);
    if (code !== null) this.#block = { code, detail: 'redirect refused', ledTo: to };
  }

  responded(address: string, serverAddress: string | null): void {
    this.#server = { address: withoutFragment(address), serverAddress };
  }

  /** A redirect was refused; the page that was there stays. */
  refusedOnTheWay(address: string, code: EvidenceErrorCode): void {
    if (this.#underWay === null) return;
    this.#cameToNothing(address, code, 'redirect refused');
    this.#targets.stayed();
  }

  /** A download was refused: where it is what the navigation under way turned out to be, that ends. */
  downloadRefused(address: string | null): void {
    const isThisOne = this.#underWay?.addresses.has(withoutFragment(address ?? '')) ?? false;
    if (!isThisOne || address === null) return;
    this.#cameToNothing(address, 'PAGE_DOWNLOAD', 'download');
    this.#targets.stayed();
  }

  /** The page's request waits for people: its time stands still until {@link PageEvents.goOn}. */
  hold(): void {
    clearTimeout(this.#deadline);
  }

  goOn(): void {
    if (!this.#hasBegun || this.#hasFailed) return;
    if (this.#underWay !== null) this.#startDeadline(this.#underWay.address);
    else if (this.#hasDocument && !this.#hasFinished) this.#startDeadline(this.#contents.getURL());
  }

  /** The proxy wanted a name and password and got none: where it was the page's own request, that ends. */
  proxyRefused(address: string): void {
    const isThisOne = this.#underWay?.addresses.has(withoutFragment(address)) ?? false;
    if (!isThisOne) return;
    this.#cameToNothing(address, 'PAGE_PROXY_LOG_IN', 'the proxy was given no name and password');
    this.#targets.stayed();
    if (!this.#contents.isDestroyed()) this.#contents.stop();
  }

  crashed(address: string, detail: string): void {
    this.#hasFailed = false;
    this.#lost();
    this.#fail(address, 'PAGE_CRASHED', detail);
  }

  close(): void {
    this.#hasBegun = false;
    clearTimeout(this.#deadline);
  }

  #listenToNavigation(): void {
    const contents = this.#contents;
    contents.on('did-start-navigation', (details) => {
      if (!this.#hasBegun || !details.isMainFrame || details.isSameDocument) return;
      if (this.#isAnnounced) {
        this.#isAnnounced = false;
        return;
      }
      // Told before the guard is asked: it refuses and reports this one, and the page stays.
      if (this.#targets.refusalOf(details.url) === null) this.#started(details.url);
    });
    contents.on('did-redirect-navigation', ({ url, isMainFrame }) => {
      if (isMainFrame) this.#underWay?.addresses.add(withoutFragment(url));
    });
    contents.on('did-navigate', (_event, url, status) => {
      if (!this.#hasBegun) return;
      this.#tellFinished();
      this.#readyCount = 0;
      this.#underWay = null;
      this.#hasDocument = true;
      this.#hasFinished = false;
      this.#targets.arrived();
      this.#emit({
        kind: 'committed',
        address: url,
        status: status > 0 ? status : null,
        serverAddress: this.#serverOf(url),
      });
    });
    contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
      if (isMainFrame && this.#hasDocument) this.#emit({ kind: 'in-page', address: url });
    });
    contents.on('dom-ready', () => {
      // `location = 'javascript:…'` makes a document that no navigation announces, without our style.
      this.#readyCount += 1;
      if (this.#hasBegun && this.#readyCount > 1) this.#targets.replaced();
    });
    contents.on('page-title-updated', (_event, title) => {
      // The document of an error has a title as well.
      if (this.#hasDocument) this.#titled(title);
    });
  }

  #listenToEnds(): void {
    const contents = this.#contents;
    contents.on('did-finish-load', () => {
      this.#hasFinished = true;
      // The page that is being left may finish too: the next one's time goes on.
      if (this.#underWay === null) clearTimeout(this.#deadline);
      // The document of an error finishes as well.
      if (this.#hasBegun && !this.#hasFailed) void this.#finished();
    });
    contents.on('did-fail-load', (_event, errorCode, errorName, url, isMainFrame) => {
      if (!isMainFrame || !this.#hasBegun) return;
      this.#failed(errorCode, errorName, url);
    });
    contents.on('did-fail-provisional-load', (_event, errorCode, _name, _url, isMainFrame) => {
      if (isMainFrame && errorCode === ERR_ABORTED && this.#underWay !== null)
        this.#underWay.isAborted = true;
    });
    contents.on('did-stop-loading', () => {
      if (!this.#hasBegun) return;
      this.#targets.stayed();
      if (this.#underWay?.isAborted === true) this.#endedSoon(this.#underWay);
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      if (this.#hasBegun) this.crashed(contents.getURL(), reason);
    });
  }

  #started(address: string): void {
    this.#block = null;
    this.#underWay = {
      ...{ address, addresses: new Set([withoutFragment(address)]), isAborted: false },
      hadFailed: this.#hasFailed,
    };
    this.#hasFailed = false;
    this.#targets.leaving();
    this.#emit({ kind: 'started', address });
    this.#startDeadline(address);
  }

  #startDeadline(address: string): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#cameToNothing(address, 'PAGE_NEVER_LOADED', `${LOAD_DEADLINE_MS} ms`);
      // What has arrived stays; nothing more is asked for.
      if (!this.#contents.isDestroyed()) this.#contents.stop();
    }, LOAD_DEADLINE_MS);
  }

  /** Nothing took its place: a download, of which word may be on its way, or an answer such as 204. */
  #endedSoon(aborted: UnderWay): void {
    setTimeout(() => {
      if (!this.#hasBegun || this.#underWay !== aborted) return;
      if (this.#block !== null) this.#tellLedTo(this.#block);
      const { code, detail } = this.#block ?? { code: 'PAGE_FAILED', detail: 'no document came' };
      this.#cameToNothing(aborted.address, code, detail);
    }, DOWNLOAD_WAIT_MS);
  }

  #tellLedTo({ code, ledTo }: TopBlock): void {
    if (ledTo === null || this.#hasFailed) return;
    const what = code === 'ADDRESS_PRIVATE' ? 'private-address' : 'scheme';
    this.#emit({ kind: 'refused', what, address: ledTo });
  }

  /** The navigation under way ends without a document: the page that was there, if any, goes on. */
  #cameToNothing(address: string, code: EvidenceErrorCode, detail: string): void {
    const ended = this.#underWay;
    this.#underWay = null;
    this.#fail(address, code, detail);
    if (ended === null || !this.#hasDocument) return;
    this.#hasFailed = ended.hadFailed;
    this.#emit({ kind: 'stayed' });
    if (!this.#hasFinished && !this.#hasFailed) this.#startDeadline(this.#contents.getURL());
  }

  /** The title is asked for, since word of it may come after the end of the load. */
  async #finished(): Promise<void> {
    const own = Symbol('asked');
    this.#asked = own;
    const title = await this.#targets.askTitle();
    if (this.#asked !== own) return;
    if (title !== null) this.#titled(title);
    this.#tellFinished();
  }

  #tellFinished(): void {
    if (this.#asked !== null) this.#emit({ kind: 'finished' });
    this.#asked = null;
  }

  #titled(title: string): void {
    this.#emit({ kind: 'titled', title: title.slice(0, MAX_TITLE) });
  }

  #lost(): void {
    this.#asked = null;
    this.#underWay = null;
    this.#hasDocument = false;
  }

  #failed(errorCode: number, errorName: string, address: string): void {
    // A stop, a download or the next navigation: said by events of their own.
    if (errorCode === ERR_ABORTED) return;
    this.#lost();
    this.#targets.lost();
    const block = this.#block;
    if (block !== null && (errorCode === ERR_BLOCKED_BY_CLIENT || block.ledTo !== null)) {
      this.#tellLedTo(block);
      this.#fail(address, block.code, block.detail);
      return;
    }
    const code = pageFailureOf(errorCode);
    const isRefused = code === 'PAGE_CERTIFICATE';
    this.#fail(address, code, errorName, isRefused ? this.#targets.chainOf(hostOf(address)) : []);
  }

  #fail(
    address: string,
    code: EvidenceErrorCode,
    detail: string,
    certificates: readonly ServerCertificate[] = [],
  ): void {
    clearTimeout(this.#deadline);
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#emit({ kind: 'failed', address, code, detail, certificates });
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
