import type {
  ApartPage,
  DeclaredShim,
  ProxyLogin,
  ReviewBrowser,
  ReviewEvent,
  SiteAllowance,
  ViewBounds,
} from '#src/app/ports.ts';
import type { DevTools } from '#src/capture/devtools-port.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId, type RandomBytes } from '#src/core/ids.ts';
import { decideAddress, type AddressRules } from '../guard/decide-address.ts';
import type { ProxyChallenges } from '../guard/proxy-challenges.ts';
import type { Refusals } from '../guard/refusals.ts';
import type { ReviewStage } from '../windows.ts';
import { openApart, type Apart } from './open-apart.ts';
import { ReviewSession } from './review-session.ts';
import { ProxyLogIns } from './proxy-log-ins.ts';
import { ReviewView } from './review-view.ts';
import { declaredShims } from './shims.ts';

/** What the review browser is made with. */
export interface ReviewBrowserInput {
  readonly stage: ReviewStage;
  readonly refusals: Refusals;
  readonly challenges: ProxyChallenges;
  readonly random: RandomBytes;
  readonly ourProcessIds: () => readonly number[];
}

/** The review browser: one hardened view at a time, with a session that ends with it unless it is to continue. */
export class ElectronReviewBrowser implements ReviewBrowser {
  readonly #input: ReviewBrowserInput;
  readonly #logIns: ProxyLogIns;
  readonly #listeners = new Set<(event: ReviewEvent) => void>();
  #view: ReviewView | null = null;
  #session: { readonly name: string | null; readonly session: ReviewSession } | null = null;
  #apart: Apart | null = null;
  #allowances: readonly SiteAllowance[] = [];
  #bounds: ViewBounds = { x: 0, y: 0, width: 0, height: 0 };

  constructor(input: ReviewBrowserInput) {
    this.#input = input;
    this.#logIns = new ProxyLogIns(input.random);
  }

  async open(
    address: string,
    options: {
      readonly pictures: boolean;
      readonly veiled?: boolean;
      readonly allowLoopback: boolean;
      readonly session?: string | null;
      readonly logIn?: boolean;
      readonly prepare?: (devtools: DevTools) => Promise<void>;
    },
  ): Promise<void> {
    const url = decided(address, options);
    this.close({ keepSession: true });
    const view = new ReviewView({
      ...this.#viewInput(options),
      session: this.#sessionOf(options.session ?? null),
      isApart: false,
      emit: (event) => {
        if (this.#view === view) this.#emit(event);
      },
    });
    this.#view = view;
    view.setBounds(this.#bounds);
    try {
      await view.load(url, options.prepare ?? nothingToPrepare);
    } catch (thrown) {
      if (this.#view === view) this.close({ keepSession: true });
      throw thrown;
    }
  }

  async openApart(
    address: string,
    options: {
      readonly pictures: boolean;
      readonly allowLoopback: boolean;
      readonly prepare: (devtools: DevTools) => Promise<void>;
      readonly signal: AbortSignal;
    },
  ): Promise<ApartPage> {
    const url = decided(address, options);
    this.#apart?.close();
    const { prepare, signal } = options;
    this.#apart = openApart(
      { ...this.#viewInput(options), session: this.#newSession() },
      {
        ...{ address: url, bounds: this.#bounds, prepare, signal },
        allowances: this.#allowances,
        proxyAsks: (event) => {
          this.#emit(event);
        },
      },
    );
    return await this.#apart.page;
  }

  allow(allowances: readonly SiteAllowance[]): void {
    this.#allowances = allowances;
    this.#view?.allow(allowances);
  }

  get shims(): readonly DeclaredShim[] {
    return declaredShims(this.#view?.isTextFirst ?? false);
  }

  goBack(): void {
    this.#view?.goBack();
  }

  reload(): void {
    this.#view?.reload();
  }

  canGoBack(): boolean {
    return this.#view?.canGoBack() ?? false;
  }

  setBounds(bounds: ViewBounds): void {
    this.#bounds = bounds;
    this.#view?.setBounds(bounds);
  }

  focus(): void {
    this.#view?.focus();
  }

  close({ keepSession }: { readonly keepSession: boolean } = { keepSession: false }): void {
    const [view, apart] = [this.#view, this.#apart];
    this.#view = null;
    this.#apart = null;
    this.#allowances = [];
    view?.close();
    apart?.close();
    if (!keepSession || this.#session?.name === null) this.#clearSession();
  }

  devtools(): DevTools | null {
    return this.#view?.devtools ?? null;
  }

  answerProxy(questionId: string, login: ProxyLogin | null): void {
    this.#logIns.answer(questionId, login);
  }

  onEvent(listener: (event: ReviewEvent) => void): () => void {
    const own = (event: ReviewEvent): void => {
      listener(event);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  #viewInput(options: ViewOptions) {
    return {
      ...this.#input,
      pictures: options.pictures,
      veiled: options.veiled === true,
      logIn: options.logIn === true,
      logIns: this.#logIns,
      rules: rulesOf(options),
    };
  }

  /** The session of that name where one waits; else a fresh one, and the other is cleared. */
  #sessionOf(name: string | null): ReviewSession {
    if (name !== null && this.#session?.name === name) return this.#session.session;
    this.#clearSession();
    const session = this.#newSession();
    this.#session = { name, session };
    return session;
  }

  #newSession(): ReviewSession {
    return new ReviewSession(`review-${newId(this.#input.random)}`, this.#input.refusals);
  }

  #clearSession(): void {
    this.#session?.session.clear();
    this.#session = null;
  }

  #emit(event: ReviewEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

interface ViewOptions {
  readonly pictures: boolean;
  readonly veiled?: boolean;
  readonly logIn?: boolean;
  readonly allowLoopback: boolean;
}

function rulesOf({ allowLoopback }: ViewOptions): AddressRules {
  return { allowLoopback };
}

function decided(address: string, options: ViewOptions): string {
  const decision = decideAddress(address, rulesOf(options));
  if (decision.allowed) return decision.url;
  throw new EvidenceError(
    decision.code,
    `address expected one of the open web, got ${decision.reason}`,
  );
}

function nothingToPrepare(): Promise<void> {
  return Promise.resolve();
}
