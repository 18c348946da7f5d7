import { BaseWindow, WebContentsView, type Session } from 'electron';
import { viewPushed } from '#src/contract/channels.ts';
import type { AppView } from '#src/contract/views.ts';
import type { ViewBounds } from '#src/app/ports.ts';
import { clampBounds } from './clamp-bounds.ts';
import { SCREENS_ADDRESS } from './guard/decide-sender.ts';
import { guardNavigation } from './guard/guard-navigation.ts';
import { guardZoom } from './guard/guard-zoom.ts';
import type { Refusals } from './guard/refusals.ts';
import { screensPreferences } from './guard/web-preferences.ts';

/** How often the screens are loaded again after their process died, before we give up. */
const MAX_RELOADS = 3;

/** Where a page under review is laid over the screens. */
export interface ReviewStage {
  /** Lay a view over the screens, hidden: whoever made it says when it may be seen. */
  place(view: WebContentsView): void;
  /** Lay a view under the screens, which cover all of it: it is drawn, and nobody sees it. */
  placeUnder(view: WebContentsView): void;
  /** Take it away at once. Safe to call twice. */
  remove(view: WebContentsView): void;
  /** Size it; clamped, so that it never covers the bar. @returns whether any of it has room */
  arrange(view: WebContentsView, wanted: ViewBounds): boolean;
  /** Give the keyboard back to the screens, to where it was there. */
  takeKeyboard(): void;
}

/**
 * The one window: the screens fill it, the page under review lies above them below the bar. It is kept
 * out of screen captures where the operating system can, and has no menu.
 */
export class MainWindow implements ReviewStage {
  readonly #window: BaseWindow;
  readonly #screens: WebContentsView;
  /** Where the screens wanted each page, in their CSS px. */
  readonly #wanted = new Map<WebContentsView, ViewBounds>();
  #zoom = 1;
  #reloads = 0;
  #onScreensGone = (): void => undefined;

  constructor(input: {
    readonly title: string;
    readonly session: Session;
    readonly preload: string;
    readonly refusals: Refusals;
  }) {
    this.#window = new BaseWindow({
      title: input.title,
      width: 1440,
      height: 900,
      minWidth: 1024,
      minHeight: 640,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: '#ffffff',
    });
    this.#window.setContentProtection(true);
    this.#screens = new WebContentsView({
      webPreferences: screensPreferences(input.session, input.preload),
    });
    // Nothing that lies under the screens is ever seen through them.
    this.#screens.setBackgroundColor('#ffffff');
    const { webContents } = this.#screens;
    guardNavigation(webContents, {
      view: 'screens',
      rules: { allowLoopback: false },
      refusals: input.refusals,
    });
    guardZoom(webContents, (factor) => {
      this.#zoom = factor;
      for (const [view, wanted] of this.#wanted) this.arrange(view, wanted);
    });
    webContents.on('render-process-gone', () => {
      this.#onScreensGone();
      this.#reload();
    });
    this.#window.contentView.addChildView(this.#screens);
    this.#fill();
    this.#window.on('resize', () => {
      this.#fill();
    });
    this.#window.on('closed', () => {
      // A window does not take its views' pages with it.
      webContents.close();
    });
  }

  /** Id of the screens' web contents; null once they are gone. */
  screensId(): number | null {
    return this.isGone() ? null : this.#screens.webContents.id;
  }

  /** Process of the screens, which the memory watch leaves alone. */
  screensProcessId(): number {
    return this.#screens.webContents.getOSProcessId();
  }

  /** Load the screens and show the window. */
  async load(): Promise<void> {
    await this.#screens.webContents.loadURL(SCREENS_ADDRESS);
    this.#window.show();
    this.#screens.webContents.focus();
  }

  /** Give the screens a new view; silently nothing once they are gone. */
  push(view: AppView): void {
    if (!this.isGone()) this.#screens.webContents.send(viewPushed, view);
  }

  isGone(): boolean {
    return this.#window.isDestroyed() || this.#screens.webContents.isDestroyed();
  }

  /** The window itself, for dialogues that belong to it. */
  get base(): BaseWindow {
    return this.#window;
  }

  /** Bring it to the front, e.g. when the app is started a second time. */
  focus(): void {
    if (!this.#window.isDestroyed()) this.#window.focus();
  }

  /** Hears that the window is about to close, while everything in it still exists. */
  onClosing(listener: () => void): void {
    this.#window.on('close', listener);
  }

  /** Hears that the screens' process died; they are loaded again afterwards, a few times at most. */
  onScreensGone(listener: () => void): void {
    this.#onScreensGone = listener;
  }

  place(view: WebContentsView): void {
    view.setVisible(false);
    if (!this.#window.isDestroyed()) this.#window.contentView.addChildView(view);
  }

  placeUnder(view: WebContentsView): void {
    view.setVisible(false);
    if (!this.#window.isDestroyed()) this.#window.contentView.addChildView(view, 0);
  }

  remove(view: WebContentsView): void {
    this.#wanted.delete(view);
    view.setVisible(false);
    if (this.#window.isDestroyed()) return;
    this.#window.contentView.removeChildView(view);
    this.takeKeyboard();
  }

  arrange(view: WebContentsView, wanted: ViewBounds): boolean {
    if (this.#window.isDestroyed()) return false;
    this.#wanted.set(view, wanted);
    const bounds = clampBounds(wanted, this.#window.getContentBounds(), this.#zoom);
    view.setBounds({ ...bounds });
    return bounds.width > 0;
  }

  takeKeyboard(): void {
    if (!this.isGone()) this.#screens.webContents.focus();
  }

  #fill(): void {
    const { width, height } = this.#window.getContentBounds();
    this.#screens.setBounds({ x: 0, y: 0, width, height });
  }

  #reload(): void {
    this.#reloads += 1;
    if (this.isGone() || this.#reloads > MAX_RELOADS) return;
    this.#screens.webContents.loadURL(SCREENS_ADDRESS).catch(() => {
      // It dies again: the event above comes again too.
    });
  }
}
