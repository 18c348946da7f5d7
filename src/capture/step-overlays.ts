import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { HIDE_OVERLAYS, HIDE_OVERLAYS_NAME, SHOW_OVERLAYS } from './overlay-script.ts';
import type { Preview } from './preview.ts';
import { countOf, flagOf, listOf, numberOf, textOf } from './read-json.ts';
import type { WithoutOverlays } from './record.ts';
import { SCROLL } from './scroll-script.ts';
import { ALTERED_PICTURE, Tiler } from './step-tiles.ts';
import type { Work } from './work.ts';

const PURPOSE =
  'Hides what lies over the page for a second picture, after everything else was read; both reviewers agreed.';

/** A second picture, of the page without what lies over it: a state that we made, and said to be one. */
export class OverlayHider {
  readonly #work: Work;
  readonly #tiler: Tiler;
  #facts: WithoutOverlays | null = null;

  constructor(work: Work) {
    this.#work = work;
    this.#tiler = new Tiler(work, ALTERED_PICTURE);
  }

  /** Hide, picture, put back; called again after a page answered too late, it goes on with its tiles. */
  async run(): Promise<void> {
    const facts = (this.#facts ??= await this.#hide());
    try {
      if (facts.hidden.length === 0) return;
      await this.#tiler.run();
    } finally {
      // Whatever happened, every tile that was put stands in the record, and the page is put back if it answers.
      facts.picture = this.#tiler.picture;
      facts.restored = await this.#show();
      this.#noteRest(facts);
    }
  }

  #noteRest({ remaining, restored, hidden }: WithoutOverlays): void {
    const step = 'without-overlays';
    if (remaining > 0) {
      this.#work.miss(
        'OVERLAY_REMAINS',
        step,
        'Some of what lies over the page could not be hidden.',
      );
    }
    if (!restored && hidden.length > 0) {
      this.#work.miss('NOT_RESTORED', step, 'The page could not be put back as it stood.');
    }
  }

  /** The second picture in sheets for the screen; none where there is none. */
  async previewSheets(): Promise<readonly Preview[]> {
    return await this.#tiler.previewSheets();
  }

  /** Close the sheets where tiles are missing. */
  async finish(): Promise<void> {
    await this.#tiler.finish();
  }

  async #hide(): Promise<WithoutOverlays> {
    const { found, page } = this.#work;
    found.shims.push({
      name: HIDE_OVERLAYS_NAME,
      purpose: PURPOSE,
      digest: digestOf(utf8(HIDE_OVERLAYS)),
    });
    await page.evaluate(SCROLL, { x: 0, y: 0 });
    const answer = await page.evaluate(HIDE_OVERLAYS);
    const hidden = listOf(answer, 'hidden').map((one) => ({
      words: textOf(one, 'words').slice(0, 200).toWellFormed(),
      share: numberOf(one, 'share'),
    }));
    const facts: WithoutOverlays = {
      ...{ shim: HIDE_OVERLAYS_NAME, hidden, remaining: countOf(answer, 'remaining') },
      ...{ restored: false, picture: null },
    };
    found.withoutOverlays = facts;
    return facts;
  }

  async #show(): Promise<boolean> {
    const { page, found } = this.#work;
    try {
      const answer = await page.evaluate(SHOW_OVERLAYS);
      const { measure } = found;
      await page.evaluate(SCROLL, { x: numberOf(measure, 'x'), y: numberOf(measure, 'y') });
      return flagOf(answer, 'restored');
    } catch {
      // The failure that matters is the one under way; that the page was not put back stands in the record.
      return false;
    }
  }
}
