import type { App } from './app.ts';
import { isHalfIn } from './app-state.ts';
import { pause } from './leave.ts';

/** Nobody touched the computer for this long: the sitting pauses. */
export const IDLE_MS = 5 * 60 * 1000;
/** From here on the screen counts down. */
export const WARNING_MS = 60 * 1000;
const TICK_MS = 1000;

/** How long before its key can sign no more a sitting pauses, so that the pause is still signed. */
export const EXPIRY_MARGIN_MS = 30 * 1000;

/** Whether anything is open that somebody has to be here for: one person's keys alone are too. */
function attended({ live }: App): boolean {
  return live.sitting !== null || live.renewal !== null || isHalfIn(live);
}

/**
 * The idle clock: pauses a sitting, a sign-in or the making of new recovery sheets that nobody attends, and a
 * sitting that has lasted as long as one may. It reads the monotonic clock, so it can't be set back.
 */
export class IdleClock {
  readonly #app: App;
  #lastMs = 0;
  #cancel: (() => void) | null = null;

  /** @param app - whose sitting it pauses */
  constructor(app: App) {
    this.#app = app;
  }

  /** Somebody touched the computer. */
  activity(): void {
    this.#lastMs = this.#app.ports.clock.monotonicMs();
    if (this.#app.live.idleSecondsLeft !== null) {
      this.#app.live.idleSecondsLeft = null;
      this.#app.changed();
    }
    this.watch();
  }

  /** Stop watching for good. */
  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Watch the sitting that there is, if it isn't watched yet. */
  watch(): void {
    if (this.#cancel !== null || !attended(this.#app)) return;
    this.#cancel = this.#app.ports.scheduler.after(TICK_MS, () => {
      this.#cancel = null;
      this.#tick();
    });
  }

  #tick(): void {
    const { live, ports } = this.#app;
    if (!attended(this.#app)) return;
    if (live.sitting !== null && live.sitting.msLeft() <= EXPIRY_MARGIN_MS) {
      pause(this.#app, 'expired');
      return;
    }
    const leftMs = this.#lastMs + IDLE_MS - ports.clock.monotonicMs();
    if (leftMs <= 0) {
      pause(this.#app, 'idle');
      return;
    }
    const seconds = leftMs > WARNING_MS ? null : Math.ceil(leftMs / 1000);
    if (seconds !== live.idleSecondsLeft) {
      live.idleSecondsLeft = seconds;
      this.#app.changed();
    }
    this.watch();
  }
}
