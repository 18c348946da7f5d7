import type {
  DeclaredShim,
  ReviewBrowser,
  ReviewEvent,
  SiteAllowance,
  ViewBounds,
} from '#src/app/ports.ts';
import type { DevTools } from '#src/capture/devtools-port.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId, type RandomBytes } from '#src/core/ids.ts';
import { decideAddress } from '../guard/decide-address.ts';
import type { Refusals } from '../guard/refusals.ts';
import type { ReviewStage } from '../windows.ts';
import { ReviewView } from './review-view.ts';
import { declaredShims } from './shims.ts';

/** What the review browser is made with. */
export interface ReviewBrowserInput {
  readonly stage: ReviewStage;
  readonly refusals: Refusals;
  readonly random: RandomBytes;
  readonly ourProcessIds: () => readonly number[];
}

/** The review browser: one hardened view at a time, each with a session that begins and ends with it. */
export class ElectronReviewBrowser implements ReviewBrowser {
  readonly #input: ReviewBrowserInput;
  readonly #listeners = new Set<(event: ReviewEvent) => void>();
  #view: ReviewView | null = null;
  #bounds: ViewBounds = { x: 0, y: 0, width: 0, height: 0 };

  constructor(input: ReviewBrowserInput) {
    this.#input = input;
  }

  async open(
    address: string,
    options: {
      readonly pictures: boolean;
      readonly allowLoopback: boolean;
      readonly prepare?: (devtools: DevTools) => Promise<void>;
    },
  ): Promise<void> {
    const rules = { allowLoopback: options.allowLoopback };
    const decision = decideAddress(address, rules);
    if (!decision.allowed) {
      throw new EvidenceError(
        decision.code,
        `address expected one of the open web, got ${decision.reason}`,
      );
    }
    this.close();
    const view = new ReviewView({
      ...this.#input,
      partition: `review-${newId(this.#input.random)}`,
      pictures: options.pictures,
      rules,
      emit: (event) => {
        if (this.#view === view) this.#emit(event);
      },
    });
    this.#view = view;
    view.setBounds(this.#bounds);
    try {
      await view.load(decision.url, options.prepare ?? nothingToPrepare);
    } catch (thrown) {
      if (this.#view === view) this.close();
      throw thrown;
    }
  }

  allow(allowances: readonly SiteAllowance[]): void {
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

  close(): void {
    const view = this.#view;
    this.#view = null;
    view?.close();
  }

  devtools(): DevTools | null {
    return this.#view?.devtools ?? null;
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

  #emit(event: ReviewEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function nothingToPrepare(): Promise<void> {
  return Promise.resolve();
}
