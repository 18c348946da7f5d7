import { certificateOf, reportRefusal } from './certificates.ts';
import type { CdpSession } from './cdp.ts';
import { hostEvent } from './event.ts';
import type { HostFrame } from './frames.ts';
import { netError } from './net-errors.ts';
import { toAppUrl } from './url-map.ts';
import { fields, flag, text } from './values.ts';
import type { Fields } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/** Documents that load without a request. */
const LOCAL_DOCUMENT = /^(?:blob|data|about|filesystem|javascript):/iu;

interface Answer {
  readonly statusCode: number;
  readonly statusText: string;
}

/** Turns what one page reports about loading into Electron's navigation events. */
export class Navigation {
  readonly #contents: HostWebContents;
  readonly #answers = new Map<string, Answer>();
  readonly #starting = new Map<string, string>();
  /** Loads the program asked for itself: they are not asked about again. */
  #expected: string | null = null;
  #failedLoaders = new Set<string>();
  #shown: { readonly loaderId: string; readonly url: string } | null = null;
  #loading = false;
  #showsError = false;

  constructor(contents: HostWebContents) {
    this.#contents = contents;
  }

  get loading(): boolean {
    return this.#loading;
  }

  /** The next document request of the main frame is the program's own. `*` for a history step. */
  expect(url: string): void {
    this.#expected = url;
  }

  /** The main frame's document got its final answer. */
  answered(frameId: string, statusCode: number, statusText: string): void {
    this.#answers.set(frameId, { statusCode, statusText });
  }

  /** @returns whether a document request may leave; tells the program first and lets it object */
  allows(params: Fields): boolean {
    const frameId = text(params, 'frameId');
    const frame = this.#contents.frameOf(frameId);
    const url = toAppUrl(text(params['request'], 'url') + text(params['request'], 'urlFragment'));
    const isMainFrame = this.#contents.isMainFrame(frameId);
    if (text(params, 'redirectedRequestId') !== '')
      return this.#redirected(url, isMainFrame, frame);
    const ours = isMainFrame && this.#expected !== null;
    if (isMainFrame) this.#expected = null;
    if (!ours && !this.#willNavigate(url, isMainFrame, frame)) return false;
    if (isMainFrame) this.#starting.set(frameId, url);
    this.#started(url, false, isMainFrame, frame);
    return true;
  }

  listen(session: CdpSession): void {
    const contents = this.#contents;
    session.on('Page.frameStartedNavigating', (params) => {
      this.#startedLocally(params);
    });
    session.on('Page.frameRequestedNavigation', (params) => {
      this.#requested(params);
    });
    session.on('Page.frameNavigated', (params) => {
      this.#navigated(fields(params['frame']));
    });
    session.on('Page.navigatedWithinDocument', (params) => {
      const frame = contents.frameOf(text(params, 'frameId'));
      frame?.navigated(text(params, 'url'));
      const isMain = contents.isMainFrame(text(params, 'frameId'));
      const url = toAppUrl(text(params, 'url'));
      if (isMain) contents.addressChanged(url);
      contents.emit(
        'did-navigate-in-page',
        hostEvent({}),
        url,
        isMain,
        frame?.processId ?? 0,
        frame?.routingId ?? 0,
      );
    });
    session.on('Page.frameStartedLoading', (params) => {
      if (!contents.isMainFrame(text(params, 'frameId')) || this.#loading) return;
      this.#loading = true;
      contents.emit('did-start-loading');
    });
    session.on('Page.frameStoppedLoading', (params) => {
      if (!contents.isMainFrame(text(params, 'frameId'))) return;
      this.stopped();
    });
    session.on('Page.domContentEventFired', () => {
      contents.emit('dom-ready', hostEvent({}));
    });
    session.on('Page.loadEventFired', () => {
      if (!this.#showsError) contents.emit('did-finish-load');
    });
    session.on('Network.loadingFailed', (params) => {
      if (text(params, 'type') === 'Document') this.#documentFailed(params);
    });
  }

  stopped(): void {
    if (!this.#loading) return;
    this.#loading = false;
    this.#contents.emit('did-stop-loading');
  }

  /** A load ended before it showed anything. */
  failed(url: string, errorText: string, isMainFrame: boolean): void {
    const { name, code } = netError(errorText);
    const { mainFrame } = this.#contents;
    const rest = [code, name, url, isMainFrame, mainFrame.processId, mainFrame.routingId] as const;
    const tell = (): void => {
      this.#contents.emit('did-fail-provisional-load', hostEvent({}), ...rest);
      if (name !== 'ERR_ABORTED') this.#contents.emit('did-fail-load', hostEvent({}), ...rest);
    };
    // The verifier and the event come first, as in Electron.
    if (isMainFrame && name.startsWith('ERR_CERT_')) {
      void this.#certificateRefused(url, errorText).finally(tell);
    } else tell();
  }

  async #certificateRefused(url: string, errorText: string): Promise<void> {
    const contents = this.#contents;
    await reportRefusal(contents.session, url, errorText);
    const certificate = await certificateOf(url);
    const ignored = (): void => {
      // The host never loads a page Chromium refused.
    };
    contents.emitWithApp(
      'certificate-error',
      hostEvent({}),
      url,
      errorText,
      certificate ?? {},
      ignored,
      true,
    );
  }

  /** A navigation that the host ended in the page itself: the program hears of it as of any that it refuses. */
  endedInPage(url: string, isMainFrame: boolean): void {
    this.#willNavigate(url, isMainFrame, isMainFrame ? this.#contents.mainFrame : null);
  }

  #willNavigate(url: string, isMainFrame: boolean, frame: HostFrame | null): boolean {
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame };
    const event = hostEvent(details);
    this.#contents.emit('will-frame-navigate', event);
    if (!event.defaultPrevented && isMainFrame)
      this.#contents.emit('will-navigate', event, ...rest(details));
    return !event.defaultPrevented;
  }

  #redirected(url: string, isMainFrame: boolean, frame: HostFrame | null): boolean {
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame };
    const event = hostEvent(details);
    this.#contents.emit('will-redirect', event, ...rest(details));
    if (event.defaultPrevented) return false;
    if (isMainFrame && frame !== null) this.#starting.set(frame.frameToken, url);
    this.#contents.emit('did-redirect-navigation', hostEvent(details), ...rest(details));
    return true;
  }

  #started(
    url: string,
    isSameDocument: boolean,
    isMainFrame: boolean,
    frame: HostFrame | null,
  ): void {
    const details = { url, isSameDocument, isMainFrame, frame, initiator: frame };
    this.#contents.emit('did-start-navigation', hostEvent(details), ...rest(details));
  }

  // Network loads are told of when their request is seen; these never make one.
  #startedLocally(params: Fields): void {
    const url = toAppUrl(text(params, 'url'));
    const frameId = text(params, 'frameId');
    const isSameDocument = /sameDocument/i.test(text(params, 'navigationType'));
    if (!isSameDocument && /^(https?|app):/.test(url)) return;
    if (this.#contents.isMainFrame(frameId) && !isSameDocument) this.#expected = null;
    this.#started(
      url,
      isSameDocument,
      this.#contents.isMainFrame(frameId),
      this.#contents.frameOf(frameId),
    );
  }

  // `blob:`, `data:` and `about:` documents make no request that could be refused, so stop the load. What
  // leads to another program loads nothing: to stop then would stop the page that is still loading.
  #requested(params: Fields): void {
    const url = text(params, 'url');
    const frameId = text(params, 'frameId');
    if (/^https?:/.test(url) || text(params, 'disposition') !== 'currentTab') return;
    const isMainFrame = this.#contents.isMainFrame(frameId);
    if (this.#willNavigate(url, isMainFrame, this.#contents.frameOf(frameId))) return;
    if (LOCAL_DOCUMENT.test(url)) this.#contents.post('Page.stopLoading');
    if (isMainFrame) this.#contents.undoIfShown(url);
  }

  #navigated(frame: Fields): void {
    const contents = this.#contents;
    const frameId = text(frame, 'id');
    const unreachable = text(frame, 'unreachableUrl');
    const found = contents.frameArrived(frameId, text(frame, 'parentId'));
    found.name = text(frame, 'name');
    const address = (unreachable || text(frame, 'url')) + text(frame, 'urlFragment');
    found.navigated(address);
    const isMain = contents.isMainFrame(frameId);
    const answer = this.#answers.get(frameId);
    this.#answers.delete(frameId);
    if (isMain) {
      if (unreachable === '') {
        // From here on a document that fails under another id is a frame's.
        this.#starting.delete(frameId);
        this.#shown = { loaderId: text(frame, 'loaderId'), url: toAppUrl(address) };
      }
      this.#showsError = unreachable !== '';
      contents.addressChanged(toAppUrl(address));
    }
    if (unreachable !== '') return;
    const status = [
      answer?.statusCode ?? (/^https?:/.test(address) ? 200 : -1),
      answer?.statusText ?? '',
    ] as const;
    contents.emit(
      'did-frame-navigate',
      hostEvent({}),
      toAppUrl(address),
      ...status,
      isMain,
      found.processId,
      found.routingId,
    );
    if (isMain) contents.emit('did-navigate', hostEvent({}), toAppUrl(address), ...status);
  }

  #documentFailed(params: Fields): void {
    const loaderId = text(params, 'requestId');
    if (this.#failedLoaders.has(loaderId)) return;
    this.#failedLoaders.add(loaderId);
    const main = this.#contents.mainFrame.frameToken;
    const frameId = text(params, 'frameId', main);
    const url = loaderId === this.#shown?.loaderId ? this.#shown.url : this.#starting.get(main);
    if (url === undefined || frameId !== main) return;
    this.#starting.delete(main);
    const reason = flag(params, 'canceled')
      ? 'net::ERR_ABORTED'
      : text(params, 'errorText', 'net::ERR_FAILED');
    this.failed(url, reason, true);
  }
}

function rest(details: {
  url: string;
  isSameDocument: boolean;
  isMainFrame: boolean;
  frame: HostFrame | null;
}) {
  const { url, isSameDocument, isMainFrame, frame } = details;
  return [url, isSameDocument, isMainFrame, frame?.processId ?? 0, frame?.routingId ?? 0] as const;
}
