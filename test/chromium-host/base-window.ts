import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { compose } from './compose.ts';
import { hostEvent } from './event.ts';
import { keyTo, mouseTo, textTo } from './input.ts';
import type { MouseAction } from './input.ts';
import { parseKeys } from './keys.ts';
import type { Key, Modifiers } from './keys.ts';
import { hostOptions } from './options.ts';
import { showPreview } from './preview.ts';
import { shownIn, View } from './view.ts';
import type { Bounds, Shown } from './view.ts';
import type { HostWebContents } from './web-contents.ts';

/** The constructor options the host acts on. */
export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly title?: string;
  readonly backgroundColor?: string;
  readonly show?: boolean;
}

let nextId = 1;
const windows: BaseWindow[] = [];

/** @returns the windows that are open, oldest first */
export function allWindows(): readonly BaseWindow[] {
  return windows;
}

/** Electron's `BaseWindow`: composed, never handed to a window manager. */
export class BaseWindow extends EventEmitter {
  readonly id = nextId++;
  readonly contentView = new View();
  #title: string;
  #background: string;
  #size: { width: number; height: number };
  #visible: boolean;
  #destroyed = false;
  #focused = false;
  #focus: HostWebContents | null = null;
  #onPicture: (() => void) | null = null;
  contentProtected = false;

  static getAllWindows(): BaseWindow[] {
    return [...windows];
  }
  static getFocusedWindow(): BaseWindow | null {
    return windows.find((one) => one.isFocused()) ?? null;
  }

  constructor(options: WindowOptions = {}) {
    super();
    this.#title = options.title ?? app.getName();
    this.#background = options.backgroundColor ?? '';
    this.#visible = options.show !== false;
    this.#size = {
      ...(hostOptions().size ?? { width: options.width ?? 800, height: options.height ?? 600 }),
    };
    this.#fitRoot();
    this.contentView.changed = () => {
      this.#adopt();
      this.#onPicture?.();
    };
    windows.push(this);
    app.windowOpened(this);
    if (this.#visible) this.focus();
  }

  getContentBounds(): Bounds {
    return { x: 0, y: 0, ...this.#size };
  }
  getBounds(): Bounds {
    return this.getContentBounds();
  }
  getContentSize(): [number, number] {
    return [this.#size.width, this.#size.height];
  }
  getSize(): [number, number] {
    return this.getContentSize();
  }
  setContentSize(width: number, height: number): void {
    this.#size = { width, height };
    this.#fitRoot();
    this.emit('resize');
    this.emit('resized');
    this.contentView.touch();
  }
  setSize(width: number, height: number): void {
    this.setContentSize(width, height);
  }
  setContentBounds(bounds: Bounds): void {
    this.setContentSize(bounds.width, bounds.height);
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  get title(): string {
    return this.#title;
  }
  setBackgroundColor(color: string): void {
    this.#background = color;
  }
  setContentProtection(on: boolean): void {
    this.contentProtected = on;
  }
  isContentProtected(): boolean {
    return this.contentProtected;
  }
  setMenu(): void {
    // The host draws no menus.
  }
  removeMenu(): void {
    // As above.
  }
  setMinimumSize(): void {
    // The host's windows have the size they are given.
  }
  setMenuBarVisibility(): void {
    // The host draws no menus.
  }
  setAutoHideMenuBar(): void {
    // As above.
  }
  maximize(): void {
    // As above.
  }
  center(): void {
    // As above.
  }
  restore(): void {
    // Never minimised.
  }
  minimize(): void {
    // Never minimised.
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
    this.contentView.touch();
    if (!hostOptions().headless) this.#preview();
  }
  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
    this.blur();
  }
  isVisible(): boolean {
    return this.#visible && !this.#destroyed;
  }
  isFocused(): boolean {
    return this.#focused;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  focus(): void {
    if (this.#focused || this.#destroyed) return;
    for (const other of windows) if (other !== this) other.blur();
    this.#focused = true;
    this.emit('focus', hostEvent({}));
  }
  blur(): void {
    if (!this.#focused) return;
    this.#focused = false;
    this.emit('blur', hostEvent({}));
  }

  close(): void {
    if (this.#destroyed) return;
    const event = hostEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  /** Gone at once. As in Electron, the pages of its views live on until they are closed. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.blur();
    windows.splice(windows.indexOf(this), 1);
    this.#onPicture?.();
    this.emit('closed');
    app.windowClosed(this);
  }

  /** @returns the window as it looks now, PNG */
  async screenshot(): Promise<Uint8Array> {
    const shown = this.#destroyed ? [] : this.shown();
    const picture = await compose(shown, this.#size, hostOptions().dpr, this.#background);
    // A view that was closed or hidden meanwhile has no place in a picture made now.
    const still = new Set(this.shown().map(({ view }) => view));
    return shown.every(({ view }) => still.has(view)) ? picture : this.screenshot();
  }

  /** Called whenever the composed picture may have changed. */
  onPicture(listener: () => void): void {
    this.#onPicture = listener;
  }

  /** @returns what is on show, back to front */
  shown(): Shown[] {
    return this.#visible && !this.#destroyed ? shownIn(this.contentView) : [];
  }

  /** @returns the page with the keyboard */
  focusedContents(): HostWebContents | null {
    const open = this.#pages();
    if (this.#focus !== null && open.includes(this.#focus)) return this.#focus;
    return open[0] ?? null;
  }

  /** Press and release one combination on the page with the keyboard. */
  press(combination: string): void {
    const { key, modifiers } = parseKeys(combination);
    this.key('keyDown', key, modifiers);
    this.key('keyUp', key, modifiers);
  }

  key(type: 'keyDown' | 'keyUp', key: Key, modifiers: Modifiers, isAutoRepeat = false): void {
    const contents = this.focusedContents();
    if (contents !== null) keyTo(contents, type, key, modifiers, isAutoRepeat);
  }

  /** Write text into whatever has the keyboard. */
  insertText(source: string): void {
    const contents = this.focusedContents();
    if (contents !== null) textTo(contents, source);
  }

  /** A mouse action in window coordinates; pressing also moves the keyboard. */
  mouse(action: MouseAction): void {
    const hit = this.#at(action.x, action.y);
    if (hit?.contents == null) return;
    if (action.type === 'mousePressed') this.#focusOn(hit.contents);
    mouseTo(hit.contents, { ...action, x: action.x - hit.bounds.x, y: action.y - hit.bounds.y });
  }

  /** A full click in window coordinates. */
  click(x: number, y: number, clickCount = 1): void {
    this.mouse({ type: 'mouseMoved', x, y });
    this.mouse({ type: 'mousePressed', x, y, button: 'left', clickCount });
    this.mouse({ type: 'mouseReleased', x, y, button: 'left', clickCount });
  }

  #at(x: number, y: number): Shown | undefined {
    return this.shown().findLast(
      ({ bounds }) =>
        x >= bounds.x &&
        y >= bounds.y &&
        x < bounds.x + bounds.width &&
        y < bounds.y + bounds.height,
    );
  }

  #pages(): HostWebContents[] {
    return shownIn(this.contentView).flatMap(({ contents }) =>
      contents === null ? [] : [contents],
    );
  }

  #focusOn(contents: HostWebContents): void {
    if (this.#focus === contents) return;
    this.#focus?.focusChanged(false);
    this.#focus = contents;
    contents.focusChanged(true);
    this.focus();
  }

  #preview(): void {
    showPreview(this).catch((error: unknown) => {
      process.stderr.write(
        `the preview window did not open: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      app.exit(1);
    });
  }

  // Pages that join the window can ask it for the keyboard.
  #adopt(): void {
    for (const { contents } of shownIn(this.contentView)) {
      if (contents === null) continue;
      contents.takeFocus = () => {
        this.#focusOn(contents);
      };
      if (this.#focus === null) this.#focusOn(contents);
    }
  }

  #fitRoot(): void {
    this.contentView.setBounds({ x: 0, y: 0, ...this.#size });
  }
}
