import { app } from './app.ts';
import { allWindows } from './base-window.ts';
import { quitBrowsers, runningBrowsers } from './host.ts';
import { chooseSavePath, powerMonitor, shownErrors } from './os-fakes.ts';
import { previewHands } from './preview.ts';
import type { ProcessMetric } from './processes.ts';
import { boxOf, choose, firstWindow, queryScreens, screensOf, viewsOf } from './screens.ts';
import type { FindOptions, Found } from './screens.ts';
import { mediaFeatures } from './target.ts';
import type { WebContentsView } from './view.ts';
import type { Bounds } from './view.ts';
import type { HostWebContents } from './web-contents.ts';

/** One view of the window, as a test may ask about it. */
export interface ViewFacts {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly bounds: Bounds;
  /** Among the window's views, back to front. */
  readonly place: number;
  readonly visible: boolean;
  readonly focused: boolean;
  readonly crashed: boolean;
  readonly loading: boolean;
}

/** Every window, as a test may ask about it. */
export interface WindowFacts {
  readonly title: string;
  readonly visible: boolean;
  readonly contentProtected: boolean;
  readonly views: readonly ViewFacts[];
}

const POLL_MS = 40;

async function find(role: string, name: string, options: FindOptions): Promise<Found[]> {
  return queryScreens(screensOf(firstWindow()), role, name, options.exact === true);
}

async function locate(
  role: string,
  name: string,
  options: FindOptions,
  waitMs: number,
): Promise<{ found: Found; contents: HostWebContents; bounds: Bounds }> {
  const end = Date.now() + waitMs;
  let before = '';
  for (;;) {
    try {
      const contents = screensOf(firstWindow());
      const found = choose(await find(role, name, options), role, name, options.nth);
      const bounds = await boxOf(contents, found.backendNodeId);
      if (bounds === null) throw new Error(`${role} "${name}" has no box`);
      // A screen that is still being laid out moves under the hand: wait until it stands still.
      const place = JSON.stringify([found.backendNodeId, bounds]);
      if (place === before) return { found, contents, bounds };
      before = place;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** What the driver can ask of the process that runs the program; each is one message. */
export const commands = {
  find,

  /** Press the left button at the element's centre, through the window like a person. */
  async click(role: string, name: string, options: FindOptions, waitMs: number): Promise<void> {
    const { bounds } = await locate(role, name, options, waitMs);
    firstWindow().click(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2);
  },

  /** Replace what a field holds. */
  async fill(
    role: string,
    name: string,
    value: string,
    options: FindOptions,
    waitMs: number,
  ): Promise<void> {
    const { contents, found } = await locate(role, name, options, waitMs);
    await contents.command('DOM.focus', { backendNodeId: found.backendNodeId });
    contents.takeFocus?.();
    firstWindow().press('Control+a');
    if (value === '') firstWindow().press('Delete');
    else firstWindow().insertText(value);
    // One answered command: the input before it has been taken.
    await contents.command('Runtime.evaluate', { expression: '0' });
  },

  /** Choose in a native list box. */
  async select(
    role: string,
    name: string,
    value: string,
    options: FindOptions,
    waitMs: number,
  ): Promise<void> {
    const { contents, found } = await locate(role, name, options, waitMs);
    const node = await contents.command('DOM.resolveNode', { backendNodeId: found.backendNodeId });
    const { objectId } = node['object'] as { objectId: string };
    await contents.command('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function (value) { const option = [...this.options].find((one) => one.value === value || one.text === value); if (!option) throw new Error('no such option'); Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(this, option.value); this.dispatchEvent(new Event('input', { bubbles: true })); this.dispatchEvent(new Event('change', { bubbles: true })); }`,
      arguments: [{ value }],
      userGesture: true,
    });
  },

  /** Remember an element in the page, as `window.marked`, for hands that go there by keyboard. */
  async mark(role: string, name: string, options: FindOptions, waitMs: number): Promise<void> {
    const { contents, found } = await locate(role, name, options, waitMs);
    const node = await contents.command('DOM.resolveNode', { backendNodeId: found.backendNodeId });
    const { objectId } = node['object'] as { objectId: string };
    await contents.command('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function () { globalThis.marked = this; }',
    });
  },

  /** The system's colours change while the program runs. */
  async colorScheme(scheme: 'light' | 'dark'): Promise<void> {
    await screensOf(firstWindow()).command('Emulation.setEmulatedMedia', {
      features: mediaFeatures(scheme, true),
    });
  },

  async press(combination: string): Promise<void> {
    firstWindow().press(combination);
    await Promise.resolve();
  },

  async type(source: string): Promise<void> {
    for (const character of source)
      firstWindow().press(
        character === '+' ? '+' : /[A-Z]/.test(character) ? `Shift+${character}` : character,
      );
    await Promise.resolve();
  },

  async insertText(source: string): Promise<void> {
    firstWindow().insertText(source);
    await Promise.resolve();
  },

  async clickAt(x: number, y: number, clickCount: number): Promise<void> {
    firstWindow().click(x, y, clickCount);
    await Promise.resolve();
  },

  async moveTo(x: number, y: number): Promise<void> {
    firstWindow().mouse({ type: 'mouseMoved', x, y });
    await Promise.resolve();
  },

  async wheel(x: number, y: number, deltaX: number, deltaY: number): Promise<void> {
    firstWindow().mouse({ type: 'mouseWheel', x, y, deltaX, deltaY });
    await Promise.resolve();
  },

  /** @returns the visible text of the screens */
  async text(): Promise<string> {
    return String(await screensOf(firstWindow()).executeJavaScript('document.body.innerText'));
  },

  async evaluate(expression: string): Promise<unknown> {
    return screensOf(firstWindow()).executeJavaScript(expression);
  },

  /** Run something in the page under review: for tests' own fixtures only. */
  async evaluateReview(expression: string): Promise<unknown> {
    const review = viewsOf(firstWindow())[1];
    if (review === undefined) throw new Error('no page is under review');
    return review.webContents.executeJavaScript(expression);
  },

  async screenshot(): Promise<Uint8Array> {
    return firstWindow().screenshot();
  },

  async resize(width: number, height: number): Promise<void> {
    firstWindow().setContentSize(width, height);
    await Promise.resolve();
  },

  async windows(): Promise<WindowFacts[]> {
    await Promise.resolve();
    return allWindows().map((window) => ({
      title: window.title,
      visible: window.isVisible(),
      contentProtected: window.contentProtected,
      views: viewsOf(window).map(viewFacts),
    }));
  },

  async crashReview(): Promise<void> {
    const review = viewsOf(firstWindow())[1];
    review?.webContents.forcefullyCrashRenderer();
    await Promise.resolve();
  },

  /** What the operating system would say: `lock-screen`, `suspend`, `resume`, `shutdown`. */
  async power(event: string): Promise<void> {
    powerMonitor.emit(event);
    await Promise.resolve();
  },

  async blur(): Promise<void> {
    firstWindow().blur();
    await Promise.resolve();
  },

  /** Answer every "save as" from now on with a file of its suggested name in this folder; null cancels. */
  async saveInto(folder: string | null): Promise<void> {
    const { default: path } = await import('node:path');
    chooseSavePath((suggested) =>
      folder === null ? null : path.join(folder, path.basename(suggested)),
    );
  },

  async previewClick(x: number, y: number): Promise<void> {
    await previewHands.click(x, y);
  },
  async previewKey(key: string): Promise<void> {
    await previewHands.key(key);
  },
  async previewPicture(): Promise<Uint8Array> {
    return previewHands.picture();
  },

  async errorBoxes(): Promise<readonly { title: string; content: string }[]> {
    return Promise.resolve(shownErrors());
  },

  async metrics(): Promise<readonly ProcessMetric[]> {
    return Promise.resolve(app.getAppMetrics());
  },

  async strangeTargets(): Promise<readonly string[]> {
    const strange = await Promise.all(runningBrowsers().map((browser) => browser.strangers()));
    return strange.flat();
  },

  /** Close the window as its cross does. */
  async closeWindow(): Promise<void> {
    firstWindow().close();
    await Promise.resolve();
  },

  async quitBrowsers(): Promise<void> {
    await quitBrowsers();
  },
};

function viewFacts(view: WebContentsView): ViewFacts {
  const { webContents } = view;
  return {
    id: webContents.id,
    url: webContents.getURL(),
    title: webContents.getTitle(),
    bounds: view.getBounds(),
    place: view.parent?.children.indexOf(view) ?? -1,
    visible: view.getVisible(),
    focused: webContents.isFocused(),
    crashed: webContents.isCrashed(),
    loading: webContents.isLoading(),
  };
}

/** Names of the commands. */
export type Commands = typeof commands;
