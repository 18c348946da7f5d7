import type { WebContentsView } from 'electron';
import { TEXT_FIRST_CSS } from './text-first.css.ts';

/**
 * Decides when a page may be seen. While pictures are not agreed, each new document stays hidden from
 * the moment it is on its way until the declared style is in force.
 */
export class Curtain {
  readonly #view: WebContentsView;
  readonly #textFirst: boolean;
  /** Grows with each document, so that a late answer for an earlier one opens nothing. */
  #document = 0;
  #isDressed = false;
  #hasRoom = false;
  #isClosed = false;

  constructor(view: WebContentsView, textFirst: boolean) {
    this.#view = view;
    this.#textFirst = textFirst;
    view.setVisible(false);
    // White, so that a page without a background of its own isn't seen through to the screens.
    view.setBackgroundColor('#ffffff');
  }

  /** A navigation began: what is shown now may be replaced at any moment. */
  leaving(): void {
    if (!this.#textFirst) return;
    this.#view.setVisible(false);
  }

  /** The navigation came to nothing, and the document is the one it was. */
  stayed(): void {
    this.#show();
  }

  /** There is no document any more, only an error: the screens say which. */
  lost(): void {
    this.#document += 1;
    this.#isDressed = false;
    this.#show();
  }

  /** A new document is in place. @returns once it may be seen */
  async arrived(): Promise<void> {
    this.#document += 1;
    const document = this.#document;
    this.#isDressed = false;
    this.#show();
    if (this.#textFirst) {
      await this.#view.webContents.insertCSS(TEXT_FIRST_CSS, { cssOrigin: 'user' });
    }
    if (document !== this.#document) return;
    this.#isDressed = true;
    this.#show();
  }

  /** The page has room on the screen, or none. */
  setRoom(hasRoom: boolean): void {
    this.#hasRoom = hasRoom;
    this.#show();
  }

  /** Nothing of it is ever seen again. */
  close(): void {
    this.#isClosed = true;
    this.#isDressed = false;
    this.#view.setVisible(false);
  }

  #show(): void {
    this.#view.setVisible(!this.#isClosed && this.#isDressed && this.#hasRoom);
  }
}
