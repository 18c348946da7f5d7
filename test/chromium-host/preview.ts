import { findBrowser } from './browser-path.ts';
import { launchBrowser } from './browser.ts';
import type { BrowserProcess } from './browser.ts';
import type { BaseWindow } from './base-window.ts';
import type { CdpSession } from './cdp.ts';
import { keyOf } from './keys.ts';
import { hostOptions } from './options.ts';
import { previewPage } from './preview-page.ts';
import type { Fields } from './values.ts';
import { flag, list, number, text } from './values.ts';

const BINDING = '__countersignPreview';
/** A person may take this long over a question. */
const QUESTION_MS = 600_000;
const FRAME_MS = 16;

/** The visible window of the preview, while there is one. */
let current: Preview | null = null;

/**
 * Show the composed window in one visible window of an installed Chromium, and pass input back.
 * No port is opened: the page talks through a DevTools binding.
 * @throws {Error} no browser, or no display
 */
export async function showPreview(window: BaseWindow): Promise<void> {
  if (current !== null) return;
  const browserPath = hostOptions().browserPath ?? (await findBrowser());
  if (browserPath === null) throw new Error('no Chromium was found: set CHROMIUM_PATH');
  const { width, height } = window.getContentBounds();
  const browser = await launchBrowser({
    browserPath,
    headless: false,
    flags: [
      '--app=data:text/html,<title>Countersign</title>',
      `--window-size=${String(width)},${String(height)}`,
      '--window-position=0,0',
    ],
  });
  if (browser.product.startsWith('Headless')) {
    await browser.quit();
    throw new Error('this Chromium can open no window: set CHROMIUM_PATH to one that can');
  }
  process.send?.({ kind: 'browser', pid: browser.pid, profileDir: browser.profileDir });
  current = new Preview(window, browser);
  await current.begin();
}

/** Ask the person at the preview a question; null when there is no preview or they cancel. */
export async function askInPreview(question: string, suggestion: string): Promise<string | null> {
  return current === null ? null : current.ask(question, suggestion);
}

/** Press at a place of the visible window, and see it: for the host's own test of the preview. */
export const previewHands = {
  async click(x: number, y: number): Promise<void> {
    for (const type of ['mousePressed', 'mouseReleased'])
      await current?.command('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        button: 'left',
        clickCount: 1,
      });
  },
  async key(key: string): Promise<void> {
    const { code, keyCode, text: written } = keyOf(key);
    for (const type of ['keyDown', 'keyUp'])
      await current?.command('Input.dispatchKeyEvent', {
        type,
        key,
        code,
        windowsVirtualKeyCode: keyCode,
        ...(type === 'keyDown' && written !== '' ? { text: written } : {}),
      });
  },
  async picture(): Promise<Uint8Array> {
    return Buffer.from(
      text(await current?.command('Page.captureScreenshot', { format: 'png' }), 'data'),
      'base64',
    );
  },
};

class Preview {
  readonly #window: BaseWindow;
  readonly #browser: BrowserProcess;
  #session: CdpSession | null = null;
  #drawing = false;
  #stale = true;
  readonly #drawn = new Map<number, Buffer>();

  constructor(window: BaseWindow, browser: BrowserProcess) {
    this.#window = window;
    this.#browser = browser;
  }

  async begin(): Promise<void> {
    const { root } = this.#browser.connection;
    const session = this.#browser.connection.session(await attachToPage(root));
    this.#session = session;
    session.on('Runtime.bindingCalled', (params) => {
      if (text(params, 'name') === BINDING) this.#input(JSON.parse(text(params, 'payload')));
    });
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: BINDING });
    const source = `(${String(previewPage)})(${JSON.stringify(BINDING)}, ${JSON.stringify(this.#window.title)})`;
    await session.send('Runtime.evaluate', { expression: source });
    this.#window.onPicture(() => {
      this.#stale = true;
      void this.#draw();
    });
    this.#window.on('closed', () => {
      void this.#browser.quit();
    });
    this.#browser.connection.onClose(() => {
      current = null;
      // The person closed the visible window.
      if (!this.#window.isDestroyed()) this.#window.close();
    });
    await this.#draw();
  }

  async command(method: string, params: Fields): Promise<Fields> {
    if (this.#session === null) throw new Error('the preview window is not open');
    return this.#session.send(method, params);
  }

  async ask(question: string, suggestion: string): Promise<string | null> {
    const expression = `prompt(${JSON.stringify(question)}, ${JSON.stringify(suggestion)})`;
    const answer = await this.#session?.send(
      'Runtime.evaluate',
      { expression, returnByValue: true },
      QUESTION_MS,
    );
    const value = text(answer?.['result'], 'value');
    return value === '' ? null : value;
  }

  // One drawing at a time; what changes meanwhile is in the next.
  async #draw(): Promise<void> {
    if (this.#drawing || this.#session === null) return;
    this.#drawing = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        const expression = `drawLayers(${JSON.stringify(this.#layers())})`;
        await this.#session.send('Runtime.evaluate', { expression, awaitPromise: true });
        await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
      }
    } catch {
      // The visible window is on its way out.
    } finally {
      this.#drawing = false;
    }
  }

  #layers(): object[] {
    const shown = this.#window.shown();
    const ids = new Set(shown.map(({ contents }) => contents?.id));
    for (const id of this.#drawn.keys()) if (!ids.has(id)) this.#drawn.delete(id);
    return shown.map(({ contents, bounds, view }) => {
      const picture = contents?.picture.last ?? null;
      const id = contents?.id ?? 0;
      const isNew = picture !== null && this.#drawn.get(id) !== picture;
      if (isNew) this.#drawn.set(id, picture);
      const blank = picture === null;
      const { x, y, width, height } = bounds;
      return {
        id,
        x,
        y,
        width,
        height,
        blank,
        background: view.background || '#ffffff',
        data: isNew ? picture.toString('base64') : null,
      };
    });
  }

  #input(message: unknown): void {
    const kind = text(message, 'kind');
    const window = this.#window;
    if (window.isDestroyed()) return;
    if (kind === 'resize')
      window.setContentSize(number(message, 'width'), number(message, 'height'));
    else if (kind === 'focus') window.focus();
    else if (kind === 'blur') window.blur();
    else if (kind === 'paste') window.insertText(text(message, 'text'));
    else if (kind === 'key') {
      const held = list(message, 'held');
      const modifiers = {
        shift: held.includes('shift'),
        control: held.includes('control'),
        alt: held.includes('alt'),
        meta: held.includes('meta'),
      };
      const type = flag(message, 'down') ? 'keyDown' : 'keyUp';
      window.key(
        type,
        { ...keyOf(text(message, 'key')), code: text(message, 'code') },
        modifiers,
        flag(message, 'repeat'),
      );
    } else if (kind === 'mouse') {
      const type = text(message, 'type');
      if (
        type !== 'mousePressed' &&
        type !== 'mouseReleased' &&
        type !== 'mouseMoved' &&
        type !== 'mouseWheel'
      )
        return;
      const button =
        (['left', 'middle', 'right'] as const)[number(message, 'button', -1)] ?? 'none';
      window.mouse({
        type,
        button,
        x: number(message, 'x'),
        y: number(message, 'y'),
        clickCount: number(message, 'clickCount'),
        deltaX: number(message, 'deltaX'),
        deltaY: number(message, 'deltaY'),
        modifiers: number(message, 'modifiers'),
      });
    }
  }
}

async function attachToPage(root: CdpSession): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const targets = list(await root.send('Target.getTargets'), 'targetInfos');
    const page = targets.find((target) => text(target, 'type') === 'page');
    if (page !== undefined) {
      const answer = await root.send('Target.attachToTarget', {
        targetId: text(page, 'targetId'),
        flatten: true,
      });
      return text(answer, 'sessionId');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the preview window did not open');
}
