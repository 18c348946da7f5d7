import { EventEmitter } from 'node:events';
import { HostWebContents } from './web-contents.ts';
import type { WebPreferences } from './web-contents.ts';

/** A rectangle in the window's CSS pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Electron's `View`: a rectangle with children, drawn in order. */
export class View extends EventEmitter {
  #bounds: Bounds = { x: 0, y: 0, width: 0, height: 0 };
  #visible = true;
  #children: View[] = [];
  background = '';
  parent: View | null = null;
  /** Set on a window's root: something about the picture has changed. */
  changed: (() => void) | null = null;

  get children(): View[] {
    return [...this.#children];
  }

  addChildView(view: View, index?: number): void {
    view.parent?.removeChildView(view);
    this.#children.splice(index ?? this.#children.length, 0, view);
    view.parent = this;
    this.touch();
  }

  removeChildView(view: View): void {
    this.#children = this.#children.filter((one) => one !== view);
    view.parent = null;
    this.touch();
  }

  setBounds(bounds: Bounds): void {
    const resized = bounds.width !== this.#bounds.width || bounds.height !== this.#bounds.height;
    this.#bounds = { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height };
    if (resized) this.resized();
    this.emit('bounds-changed');
    this.touch();
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.touch();
  }

  getVisible(): boolean {
    return this.#visible;
  }

  setBackgroundColor(color: string): void {
    this.background = color;
    this.touch();
  }

  setBorderRadius(): void {
    // Corners are drawn square.
  }

  /** The size has changed. */
  protected resized(): void {
    // A plain view holds no page.
  }

  /** Tell the window's root that the picture is out of date. */
  touch(): void {
    if (this.parent === null) this.changed?.();
    else this.parent.touch();
  }
}

/** Electron's `WebContentsView`: a view that shows one page. */
export class WebContentsView extends View {
  readonly webContents: HostWebContents;

  constructor(
    options: {
      readonly webPreferences?: WebPreferences;
      readonly webContents?: HostWebContents;
    } = {},
  ) {
    super();
    this.webContents = options.webContents ?? new HostWebContents(options.webPreferences ?? {});
    this.webContents.picture.onFrame(() => {
      this.touch();
    });
    this.webContents.on('destroyed', () => {
      this.touch();
    });
  }

  protected override resized(): void {
    const { width, height } = this.getBounds();
    this.webContents.picture.resize(width, height);
  }
}

/** One page that is on show, at its place in the window. */
export interface Shown {
  readonly view: View;
  readonly contents: HostWebContents | null;
  readonly bounds: Bounds;
}

/** @returns everything visible from back to front, in window coordinates */
export function shownIn(root: View): Shown[] {
  const out: Shown[] = [];
  const visit = (view: View, x: number, y: number): void => {
    if (!view.getVisible()) return;
    const own = view.getBounds();
    const bounds = { x: x + own.x, y: y + own.y, width: own.width, height: own.height };
    if (view instanceof WebContentsView) {
      if (view.webContents.isDestroyed() || own.width <= 0 || own.height <= 0) return;
      out.push({ view, contents: view.webContents, bounds });
    } else if (view.background !== '' && own.width > 0 && own.height > 0)
      out.push({ view, contents: null, bounds });
    for (const child of view.children) visit(child, bounds.x, bounds.y);
  };
  visit(root, 0, 0);
  return out;
}
