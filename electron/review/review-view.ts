import { WebContentsView, app, type Session } from 'electron';
import type { RefusedByBrowser, ReviewEvent, SiteAllowance, ViewBounds } from '#src/app/ports.ts';
import type { DevTools, JsonObject } from '#src/capture/devtools-port.ts';
import { decidePageAddress, type AddressRules } from '../guard/decide-address.ts';
import { guardLeaving, guardUnseen } from '../guard/guard-keys.ts';
import { guardNavigation } from '../guard/guard-navigation.ts';
import type { ProxyChallenge, ProxyChallenges } from '../guard/proxy-challenges.ts';
import type { Refusals } from '../guard/refusals.ts';
import { reviewPreferences } from '../guard/web-preferences.ts';
import type { ReviewStage } from '../windows.ts';
import { Curtain } from './curtain.ts';
import { ElectronDevTools } from './devtools.ts';
import { pageMemory, watchMemory } from './memory-watch.ts';
import { attachPageDomain, type PageDomain } from './page-domain.ts';
import { PageEvents } from './page-events.ts';
import type { ProxyDesk, ProxyLogIns } from './proxy-log-ins.ts';
import type { ReviewSession } from './review-session.ts';
import { LOG_IN_SHIM_SOURCE, SHIM_SOURCE } from './shims.ts';
import { Ways } from './ways.ts';
import { ownRequests } from './web-request.ts';

/** What one view is made with. */
export interface ReviewViewInput {
  /** Guarded already; whoever made it clears it once the view is closed. */
  readonly session: ReviewSession;
  readonly pictures: boolean;
  /** It lies under the screens and hears no key and no mouse. */
  readonly veiled: boolean;
  /** Its forms may be sent where the guard lets them: nothing of it is captured. */
  readonly logIn: boolean;
  readonly rules: AddressRules;
  /** It is never shown: nothing is asked of people because of it. */
  readonly isApart: boolean;
  readonly refusals: Refusals;
  readonly challenges: ProxyChallenges;
  readonly logIns: ProxyLogIns;
  readonly stage: ReviewStage;
  /** Processes of our own, which the memory watch leaves alone. */
  readonly ourProcessIds: () => readonly number[];
  readonly emit: (event: ReviewEvent) => void;
}

/** How long the end of a load waits for the page's title, ms. */
const TITLE_DEADLINE_MS = 500;

/** One page under review: a view of its own, from its address to its tear-down. */
export class ReviewView {
  readonly #input: ReviewViewInput;
  readonly #session: Session;
  readonly #view: WebContentsView;
  readonly #curtain: Curtain;
  readonly #events: PageEvents;
  readonly #page: PageDomain;
  readonly #ways: Ways;
  readonly #desk: ProxyDesk;
  readonly #ends: (() => void)[] = [];
  #allowances: readonly SiteAllowance[] = [];
  #hasArrived = false;
  #isClosed = false;

  constructor(input: ReviewViewInput) {
    this.#input = input;
    this.#session = input.session.session;
    this.#view = new WebContentsView({
      webPreferences: reviewPreferences(this.#session, input.pictures),
    });
    this.#curtain = new Curtain(this.#view, !input.pictures);
    this.#events = new PageEvents(this.#view.webContents, {
      emit: input.emit,
      leaving: () => this.#curtain.leaving(),
      stayed: () => this.#curtain.stayed(),
      lost: () => this.#curtain.lost(),
      replaced: () => {
        this.#dress();
      },
      arrived: () => {
        this.#arrived();
      },
      chainOf: (hostname) => input.session.chainOf(hostname),
      refusalOf: (address) => {
        const decision = decidePageAddress(address, input.rules);
        return decision.allowed ? null : decision.code;
      },
      askTitle: () => this.#askTitle(),
    });
    this.#ways = new Ways(this.#session, (event) => {
      this.#witness(event);
    });
    this.#desk = this.#deskFor(input);
    this.#guard();
    this.#page = attachPageDomain(
      (hooks) => new ElectronDevTools(this.#view.webContents, hooks),
      input.logIn ? LOG_IN_SHIM_SOURCE : SHIM_SOURCE,
      (what, words) => {
        this.#refused(what, words);
      },
    );
    this.#watch();
    if (input.veiled) input.stage.placeUnder(this.#view);
    else input.stage.place(this.#view);
  }

  /**
   * Start loading. The empty document comes first, so that there is a process for DevTools to prepare.
   * @param address - decided already
   * @param prepare - awaited before anything is requested; when it rejects, nothing is
   */
  async load(address: string, prepare: (devtools: DevTools) => Promise<void>): Promise<void> {
    const { webContents } = this.#view;
    await webContents.loadURL('about:blank');
    if (this.#isClosed) return;
    await this.#page.prepare();
    await prepare(this.#page.devtools);
    if (this.#isClosed) return;
    this.#input.session.hearChains((chain) => {
      this.#witness({ kind: 'certificate', ...chain });
    });
    this.#events.begin(address);
    webContents.loadURL(address).catch(() => {
      // Said by `did-fail-load`.
    });
  }

  /** What both agreed to, from now on; a new view has none. */
  allow(allowances: readonly SiteAllowance[]): void {
    this.#allowances = allowances;
  }

  get devtools(): DevTools {
    return this.#page.devtools;
  }

  get isTextFirst(): boolean {
    return !this.#input.pictures;
  }

  canGoBack(): boolean {
    return this.#view.webContents.navigationHistory.canGoBack();
  }

  goBack(): void {
    if (this.canGoBack()) this.#view.webContents.navigationHistory.goBack();
  }

  reload(): void {
    this.#view.webContents.reload();
  }

  setBounds(bounds: ViewBounds): void {
    this.#curtain.setRoom(this.#input.stage.arrange(this.#view, bounds));
  }

  /** Give the page the keyboard, unless it may not be seen. */
  focus(): void {
    if (this.#input.veiled) return;
    if (!this.#isClosed && this.#view.getVisible()) this.#view.webContents.focus();
  }

  /** Take the page away at once: on return nothing of it is on the screen. Safe to call twice. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#curtain.close();
    this.#input.stage.remove(this.#view);
    for (const end of this.#ends) end();
    this.#desk.close();
    this.#events.close();
    this.#page.devtools.close();
    const { webContents } = this.#view;
    if (!webContents.isDestroyed()) webContents.close();
  }

  #guard(): void {
    const { refusals, rules, pictures, challenges } = this.#input;
    const { webContents } = this.#view;
    webContents.setAudioMuted(true);
    void webContents.setVisualZoomLevelLimits(1, 1);
    guardLeaving(webContents, () => {
      this.#input.stage.takeKeyboard();
    });
    if (this.#input.veiled) {
      guardUnseen(webContents, () => {
        this.#input.stage.takeKeyboard();
      });
    }
    guardNavigation(webContents, {
      view: 'review',
      rules,
      refusals,
      onRedirectRefused: (address, code) => {
        this.#events.refusedOnTheWay(address, code);
      },
    });
    this.#ends.push(
      refusals.listen(webContents.id, (what, address) => {
        this.#refused(what, address);
      }),
      challenges.listen(webContents.id, (challenge, answer) => {
        if (!this.#isProxys(challenge)) return false;
        this.#desk.challenge(challenge, answer);
        return true;
      }),
    );
    ownRequests(this.#session, {
      pictures,
      rules,
      ways: this.#ways,
      page: () => (webContents.isDestroyed() ? '' : webContents.getURL()),
      allowances: () => (this.#isClosed ? [] : this.#allowances),
      emit: (event) => {
        this.#witness(event);
      },
      refused: (what, address) => {
        this.#refused(what, address);
      },
      topBlocked: (code, detail) => {
        this.#events.blocked(code, detail);
      },
      topRedirected: (to) => {
        this.#events.redirected(to);
      },
      topResponded: (address, _status, serverAddress) => {
        this.#events.responded(address, serverAddress);
      },
    });
  }

  #deskFor({ logIns, isApart }: ReviewViewInput): ProxyDesk {
    return logIns.desk({
      isApart,
      emit: (event) => {
        this.#witness(event);
      },
      held: () => {
        this.#events.hold();
      },
      goOn: () => {
        this.#events.goOn();
      },
      gaveUp: (address) => {
        this.#events.proxyRefused(address);
      },
    });
  }

  /** Only a proxy that the system's settings named for a request of this view: never a page or its server. */
  #isProxys({ host, port }: ProxyChallenge): boolean {
    return !this.#isClosed && this.#ways.names(host, port);
  }

  #watch(): void {
    const { webContents } = this.#view;
    this.#ends.push(
      watchMemory(
        () => pageMemory(app.getAppMetrics(), this.#input.ourProcessIds()),
        () => {
          this.#page.devtools.crash();
        },
      ),
    );
    webContents.on('render-process-gone', () => {
      this.#curtain.lost();
    });
  }

  #arrived(): void {
    // The empty document that came first is no place to go back to.
    if (!this.#hasArrived) this.#view.webContents.navigationHistory.clear();
    this.#hasArrived = true;
    this.#dress();
  }

  #dress(): void {
    this.#curtain.arrived().catch(() => {
      // The document is gone, or takes no style: it stays hidden.
    });
  }

  #witness(event: ReviewEvent): void {
    if (!this.#isClosed) this.#input.emit(event);
  }

  #refused(what: RefusedByBrowser, address: string | null): void {
    if (this.#isClosed) return;
    this.#input.emit({ kind: 'refused', what, address });
    if (what === 'download') this.#events.downloadRefused(address);
  }

  /** The browser's own process answers, so a page in an endless loop can be asked too. */
  async #askTitle(): Promise<string | null> {
    const history = await this.#page.devtools
      .send('Page.getNavigationHistory', {}, { deadlineMs: TITLE_DEADLINE_MS })
      .catch(() => ({}));
    return titleIn(history);
  }
}

/** Title of the entry on show in an answer of `Page.getNavigationHistory`; null where there is none. */
function titleIn(history: JsonObject): string | null {
  const { entries, currentIndex } = history;
  if (!Array.isArray(entries) || typeof currentIndex !== 'number') return null;
  const entry: unknown = entries[currentIndex];
  if (entry === null || typeof entry !== 'object' || !('title' in entry)) return null;
  return typeof entry.title === 'string' && entry.title !== '' ? entry.title : null;
}
