import type { CdpSession } from './cdp.ts';
import { hostOptions } from './options.ts';
import { number, text } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/** A page that is too busy to be drawn in this time is shown as it last was. */
const SHOT_DEADLINE_MS = 4000;
/** Longer while there is no earlier picture to fall back on. */
const FIRST_SHOT_DEADLINE_MS = 12_000;
/** A page that never rests costs at most this many pictures a second when nobody looks. */
const HEADLESS_PAUSE_MS = 400;

/** What one page looks like now: its last frame, and its size. */
export class Picture {
  readonly #contents: HostWebContents;
  #size = { width: 800, height: 600 };
  #zoom = 1;
  #frame: Buffer | null = null;
  #onFrame: (() => void) | null = null;

  constructor(contents: HostWebContents) {
    this.#contents = contents;
  }

  /** @returns how many px of the view one CSS px of the page takes */
  get factor(): number {
    return this.#zoom;
  }

  /** @returns the newest frame, encoded as PNG or JPEG; null before the first and after a crash */
  get last(): Buffer | null {
    return this.#frame;
  }

  /** Called at each new frame. */
  onFrame(listener: () => void): void {
    this.#onFrame = listener;
  }

  prepare(session: CdpSession): void {
    const { headless } = hostOptions();
    session.on('Page.screencastFrame', (params) => {
      this.#frame = Buffer.from(text(params, 'data'), 'base64');
      this.#onFrame?.();
      setTimeout(
        () => {
          session.post('Page.screencastFrameAck', { sessionId: number(params, 'sessionId') });
        },
        headless ? HEADLESS_PAUSE_MS : 0,
      ).unref();
    });
    this.#applySize(session);
    session.post('Page.startScreencast', {
      format: 'jpeg',
      quality: headless ? 70 : 92,
      everyNthFrame: 1,
    });
  }

  resize(width: number, height: number): void {
    // A view of no size is hidden; the page keeps the size it had.
    if (width <= 0 || height <= 0) return;
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    if (this.#contents.opened !== null) this.#applySize(this.#contents.opened.session);
  }

  zoom(factor: number): void {
    this.#zoom = factor;
    if (this.#contents.opened !== null) this.#applySize(this.#contents.opened.session);
  }

  /** Forget the frame at once: nothing of this page may be shown any more. */
  drop(): void {
    this.#frame = null;
    this.#onFrame?.();
  }

  /** @returns a picture made now, or the last frame of a page that is too busy to be drawn */
  async take(): Promise<Buffer | null> {
    const { opened } = this.#contents;
    if (opened === null || this.#contents.isDestroyed() || this.#contents.isCrashed())
      return this.#frame;
    try {
      const shot = await opened.session.send(
        'Page.captureScreenshot',
        { format: 'png', optimizeForSpeed: true },
        this.#frame === null ? FIRST_SHOT_DEADLINE_MS : SHOT_DEADLINE_MS,
      );
      return Buffer.from(text(shot, 'data'), 'base64');
    } catch {
      return this.#frame;
    }
  }

  #applySize(session: CdpSession): void {
    const { width, height } = this.#size;
    session.post('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / this.#zoom),
      height: Math.round(height / this.#zoom),
      deviceScaleFactor: hostOptions().dpr * this.#zoom,
      mobile: false,
    });
  }
}
