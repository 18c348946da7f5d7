import type { JsonObject } from './devtools-port.ts';
import type { InnerPlace } from './inner-places.ts';
import { countDifferent, cropPixels, decodePng, type Pixels } from './pixels.ts';
import { MAX_TILE_PX } from './plan.ts';
import { notePieces } from './passing-text.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PreviewSheets } from './preview-sheets.ts';
import { flagOf, listOf, numberOf, objectOf } from './read-json.ts';
import type { InnerPart } from './record.ts';
import { PART_PLACE, SCROLL, WATCH_TEXT } from './scroll-script.ts';
import { loadInView } from './step-scroll.ts';
import { screenshot } from './step-view.ts';
import { wholePixelUnit } from './tile-grid.ts';
import type { Work } from './work.ts';

const OVERLAP_CSS = 32;
/** Tries to get past a place that a part snaps back to. */
const MAX_STUCK = 3;

/** Where a part stands after it was scrolled, css px of the page, and what of it can be seen. */
interface Standing {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly scrolledX: number;
  readonly scrolledY: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly inView: boolean;
  /** Something the part lies in hides some of it. */
  readonly cut: boolean;
}

/** Takes the pictures of parts that scroll inside themselves, within the plan's caps for all of them. */
export class InnerPictures {
  readonly #work: Work;
  readonly #watched = new Set<string>();
  #left: number;
  #object = '';

  constructor(work: Work) {
    this.#work = work;
    this.#left = work.plan.caps.innerTiles;
  }

  /** Scroll one part through, row by row, and put a picture of each place. */
  async take(part: InnerPart, place: InnerPlace): Promise<void> {
    const key = keyOf(place);
    if (!this.#watched.has(key) && place.owner !== null) {
      this.#watched.add(key);
      await this.#work.page.evaluate(WATCH_TEXT, {}, place.realm);
    }
    const first = await this.#stand(place, 0, 0, true);
    const dpr = numberOf(this.#work.found.measure, 'dpr', 1);
    part.place = {
      ...{ x: Math.round(first.x * dpr), y: Math.round(first.y * dpr) },
      ...{ width: Math.round(first.width * dpr), height: Math.round(first.height * dpr) },
    };
    if (first.width < 24 || first.height < 24) {
      throw new EvidenceError('CAPTURE_STEP_FAILED', 'part expected to be seen, got none of it');
    }
    const said = await this.#rows(part, place, first, dpr);
    const seen = first.cut ? 'Something that it lies in hides some of it.' : null;
    part.reason = said ?? seen;
    part.state = part.reason === null ? 'whole' : 'cut';
  }

  // Gives why it ends before the end of the content, null where it does not.
  async #rows(
    part: InnerPart,
    place: InnerPlace,
    first: Standing,
    dpr: number,
  ): Promise<string | null> {
    const { innerCss } = this.#work.plan.caps;
    let above: Strip | null = null;
    let stuck = 0;
    let y = 0;
    for (;;) {
      const row = await this.#row(part, place, y, dpr);
      if (row.ends !== null) return row.ends;
      const { standing, strip } = row;
      const end = standing.scrolledY + standing.height;
      if (above !== null && strip !== null) {
        if (standing.scrolledY > above.endCss + 1) return 'It can’t be scrolled to every place.';
        this.#compare(part, place, above, strip, dpr);
      }
      above = strip;
      if (end >= standing.contentHeight - 1) return null;
      if (end >= innerCss) return `Its picture ends at ${innerCss} css px.`;
      stuck = standing.scrolledY + 1 < y ? stuck + 1 : 0;
      if (stuck >= MAX_STUCK) return 'It goes back when it is scrolled.';
      y = Math.max(y, standing.scrolledY) + stepOf(first.height, dpr);
    }
  }

  async #row(part: InnerPart, place: InnerPlace, y: number, dpr: number): Promise<Row> {
    const { innerCss } = this.#work.plan.caps;
    let strip: Strip | null = null;
    for (let x = 0, stuck = 0; ;) {
      if (this.#left <= 0) {
        const text = `Only ${this.#work.plan.caps.innerTiles} pictures of such parts are taken.`;
        return { ends: text };
      }
      const standing = await this.#stand(place, x, y, part.tiles.length === 0);
      const pixels = await this.#shoot(part, standing, dpr);
      strip ??= {
        pixels,
        startCss: standing.scrolledY,
        endCss: standing.scrolledY + standing.height,
      };
      const right = standing.scrolledX + standing.width;
      if (right >= standing.contentWidth - 1 || place.kind === 'page')
        return { ends: null, standing, strip };
      if (right >= innerCss) return { ends: `Its picture ends at ${innerCss} css px.` };
      stuck = standing.scrolledX + 1 < x ? stuck + 1 : 0;
      if (stuck >= MAX_STUCK) return { ends: 'It goes back when it is scrolled.' };
      x = Math.max(x, standing.scrolledX) + stepOf(standing.width, dpr);
    }
  }

  async #stand(place: InnerPlace, x: number, y: number, reveal: boolean): Promise<Standing> {
    if (place.kind === 'page') return await this.#standPage(x, y);
    const { page, found } = this.#work;
    const { owner, realm } = place;
    if (owner !== null && reveal) {
      await page.send('DOM.scrollIntoViewIfNeeded', { backendNodeId: owner });
    }
    const at = await page.evaluate(PART_PLACE, { part: place.index, x, y, reveal }, realm);
    notePieces(found, keyOf(place), at);
    if (flagOf(at, 'gone')) {
      throw new EvidenceError('CAPTURE_STEP_FAILED', 'part expected to be there, got none');
    }
    await loadInView(this.#work);
    return owner === null ? inPage(at) : inFrame(at, await this.#frameBox(owner));
  }

  async #standPage(x: number, y: number): Promise<Standing> {
    const at = await this.#work.page.evaluate(SCROLL, { x, y });
    notePieces(this.#work.found, '', at);
    await loadInView(this.#work);
    const { measure } = this.#work.found;
    const [left, top] = [numberOf(at, 'x'), numberOf(at, 'y')];
    return {
      ...{ x: left, y: top, scrolledX: left, scrolledY: top, inView: true, cut: false },
      width: numberOf(measure, 'viewWidth'),
      height: numberOf(at, 'viewHeight'),
      contentWidth: numberOf(at, 'width'),
      contentHeight: numberOf(at, 'height'),
    };
  }

  async #frameBox(owner: number): Promise<FrameBox> {
    const { page } = this.#work;
    const node = { backendNodeId: owner };
    const metrics = await page.send('Page.getLayoutMetrics');
    const box = objectOf(await page.send('DOM.getBoxModel', node), 'model');
    const [left = 0, top = 0, right = 0, , , bottom = 0] = listOf(box, 'content').map(Number);
    const view = objectOf(metrics, 'cssVisualViewport');
    return {
      ...{ left, top, width: right - left, height: bottom - top },
      pageX: numberOf(view, 'pageX'),
      pageY: numberOf(view, 'pageY'),
      viewWidth: numberOf(view, 'clientWidth'),
      viewHeight: numberOf(view, 'clientHeight'),
    };
  }

  async #shoot(part: InnerPart, at: Standing, dpr: number): Promise<Pixels> {
    const longest = MAX_TILE_PX / dpr;
    const [width, height] = [Math.min(at.width, longest), Math.min(at.height, longest)];
    const clip: JsonObject = { x: at.x, y: at.y, width, height, scale: 1 };
    const png = await screenshot(this.#work, clip, !at.inView);
    const pixels = await decodePng(png);
    const number = String(part.tiles.length + 1).padStart(4, '0');
    this.#object = `inner-${String(part.part).padStart(2, '0')}-${number}.png`;
    await this.#work.put(this.#object, 'inner', png);
    this.#left -= 1;
    part.contentWidthCss = Math.round(at.contentWidth);
    part.contentHeightCss = Math.round(at.contentHeight);
    part.tiles.push({
      object: this.#object,
      ...{ x: Math.round(at.scrolledX * dpr), y: Math.round(at.scrolledY * dpr) },
      ...{ width: pixels.width, height: pixels.height },
    });
    await this.#show(part, pixels);
    return pixels;
  }

  async #show(part: InnerPart, pixels: Pixels): Promise<void> {
    const dpr = numberOf(this.#work.found.measure, 'dpr', 1);
    const { innerSheets } = this.#work.found;
    const [width, height] = [part.contentWidthCss * dpr, part.contentHeightCss * dpr];
    const at = part.tiles.at(-1);
    const sheets =
      innerSheets.get(part.part) ?? new PreviewSheets(Math.max(1, width), Math.max(1, height));
    innerSheets.set(part.part, sheets);
    await sheets.add(pixels, at?.x ?? 0, at?.y ?? 0);
  }

  #compare(part: InnerPart, place: InnerPlace, above: Strip, below: Strip, dpr: number): void {
    const shared = Math.round((above.endCss - below.startCss) * dpr);
    const whole = Number.isInteger((above.endCss - below.startCss) * dpr);
    if (place.sticky || !whole || shared < 1 || above.pixels.width !== below.pixels.width) return;
    const rows = Math.min(shared, below.pixels.height, above.pixels.height);
    const { width, height } = above.pixels;
    part.overlaps.compared += 1;
    const differ = countDifferent(
      cropPixels(above.pixels, 0, height - rows, width, rows),
      cropPixels(below.pixels, 0, 0, width, rows),
    );
    if (differ > 0) part.overlaps.different += 1;
  }
}

interface Strip {
  readonly pixels: Pixels;
  readonly startCss: number;
  readonly endCss: number;
}

type Row =
  | { readonly ends: string }
  | { readonly ends: null; readonly standing: Standing; readonly strip: Strip | null };

interface FrameBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pageX: number;
  readonly pageY: number;
  readonly viewWidth: number;
  readonly viewHeight: number;
}

function stepOf(size: number, dpr: number): number {
  const unit = wholePixelUnit(dpr);
  const step = size - Math.min(OVERLAP_CSS, size / 4);
  return Math.max(unit, Math.floor(step / unit) * unit);
}

/** Names the document a part is in; the page's own is the empty one. */
export function keyOf(place: InnerPlace): string {
  return place.owner === null ? '' : JSON.stringify(place.realm);
}

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function edgesOf(at: JsonObject): Edges {
  const [left, top] = [numberOf(at, 'left'), numberOf(at, 'top')];
  return { left, top, right: numberOf(at, 'right'), bottom: numberOf(at, 'bottom') };
}

function inPage(at: JsonObject): Standing {
  const view = { width: numberOf(at, 'viewWidth'), height: numberOf(at, 'viewHeight') };
  return standingOf(at, edgesOf(at), view, { x: numberOf(at, 'pageX'), y: numberOf(at, 'pageY') });
}

// The frame's own view starts where its box does, and ends there at the latest.
function inFrame(at: JsonObject, frame: FrameBox): Standing {
  const inner = edgesOf(at);
  const edges = {
    left: Math.max(inner.left, 0) + frame.left,
    top: Math.max(inner.top, 0) + frame.top,
    right: Math.min(inner.right, frame.width) + frame.left,
    bottom: Math.min(inner.bottom, frame.height) + frame.top,
  };
  const view = { width: frame.viewWidth, height: frame.viewHeight };
  return standingOf(at, edges, view, { x: frame.pageX, y: frame.pageY });
}

function standingOf(
  at: JsonObject,
  { left, top, right, bottom }: Edges,
  view: { readonly width: number; readonly height: number },
  page: { readonly x: number; readonly y: number },
): Standing {
  return {
    ...{ x: left + page.x, y: top + page.y, width: right - left, height: bottom - top },
    ...{ scrolledX: numberOf(at, 'x'), scrolledY: numberOf(at, 'y') },
    ...{ contentWidth: numberOf(at, 'width'), contentHeight: numberOf(at, 'height') },
    inView: left >= 0 && top >= 0 && right <= view.width && bottom <= view.height,
    cut: flagOf(at, 'cut'),
  };
}
