import { EvidenceError } from '#src/core/errors.ts';
import { ColourShare, cropPixels, decodePng, type Pixels } from './pixels.ts';
import type { CaptureCaps } from './plan.ts';
import { PreviewBuilder, type Preview } from './preview.ts';
import { numberOf, objectOf } from './read-json.ts';
import { PreviewSheets } from './preview-sheets.ts';
import type { PictureParts, StoredObject } from './record.ts';
import { Rims } from './rims.ts';
import { compareSamples } from './step-samples.ts';
import { Stitcher, type Sheet } from './stitch.ts';
import { differentOf, screenshot } from './step-view.ts';
import { tileGrid, type GridTile, type TileGrid } from './tile-grid.ts';
import type { Work } from './work.ts';

/** Which of a capture's pictures of the whole page is taken, and what its objects are called. */
export interface PictureKind {
  readonly tile: { readonly prefix: string; readonly role: StoredObject['role'] };
  readonly sheet: { readonly prefix: string; readonly role: StoredObject['role'] };
  /** Whether it is the page as it was, compared with what was seen before, and the preview's ground. */
  readonly own: boolean;
}

/** The page as it was. */
export const OWN_PICTURE: PictureKind = {
  tile: { prefix: 'tile', role: 'tile' },
  sheet: { prefix: 'sheet', role: 'sheet' },
  own: true,
};

/** The page after a declared script of ours hid what lay over it. */
export const ALTERED_PICTURE: PictureKind = {
  tile: { prefix: 'altered-tile', role: 'altered-tile' },
  sheet: { prefix: 'altered-sheet', role: 'altered-sheet' },
  own: false,
};

interface Shot {
  readonly png: Uint8Array;
  readonly pixels: Pixels;
}

/**
 * Takes the tiles one by one; can be called again after a page answered too late, and then goes on.
 * At most two tiles are in memory: the one being stored and compared, and the one being taken meanwhile.
 */
export class Tiler {
  readonly #work: Work;
  readonly #kind: PictureKind;
  #grid: TileGrid | null = null;
  #rims = new Rims(0);
  #next = 0;
  #scale = 1;
  #bytes = 0;
  #dpr = 1;
  #ended = false;
  readonly #colours = new ColourShare();
  #preview: PreviewBuilder | null = null;
  #sheets: PreviewSheets | null = null;
  readonly #stitchers = new Map<number, Stitcher>();
  #working: Promise<void> = Promise.resolve();
  /** The picture so far; null before the page was measured. */
  picture: PictureParts | null = null;

  constructor(work: Work, kind: PictureKind) {
    this.#work = work;
    this.#kind = kind;
  }

  /** Tiles taken, and how many there are to take; 0 before the page was measured. */
  get done(): { readonly taken: number; readonly total: number } {
    return { taken: this.picture?.tiles.length ?? 0, total: this.#grid?.tiles.length ?? 0 };
  }

  /** Take all tiles that are left, within the plan's caps. */
  async run(): Promise<void> {
    const metrics = await this.#work.page.send('Page.getLayoutMetrics');
    const grid = this.#grid ?? this.#begin(objectOf(metrics, 'cssContentSize'));
    try {
      while (this.#next < grid.tiles.length && !this.#capped()) {
        const tile = grid.tiles[this.#next];
        if (tile === undefined) break;
        await this.#shootNext(tile);
        this.#work.progress(this.#next, grid.tiles.length);
      }
    } finally {
      await this.#working;
    }
    await this.finish();
  }

  // While one tile is hashed, stored and compared, the browser already takes the next.
  async #shootNext(tile: GridTile): Promise<void> {
    const shot = await this.#shoot(tile);
    const name = `${this.#kind.tile.prefix}-${String(this.#next + 1).padStart(4, '0')}.png`;
    this.#next += 1;
    this.#bytes += shot.png.length;
    await this.#working;
    this.#working = this.#take(name, tile, shot);
    // It is awaited before anything else is done with it; until then it must not count as unhandled.
    this.#working.catch(() => undefined);
  }

  #begin(metrics: unknown): TileGrid {
    const { found, plan } = this.#work;
    const { measure } = found;
    const size = (name: string, view: string): number =>
      Math.max(1, Math.round(numberOf(measure, view)), Math.ceil(numberOf(metrics, name)));
    const [wholeWidthCss, wholeHeightCss] = [
      size('width', 'viewWidth'),
      size('height', 'viewHeight'),
    ];
    const widthCss = Math.min(wholeWidthCss, plan.caps.widthCss);
    const heightCss = Math.min(wholeHeightCss, plan.caps.heightCss);
    const dpr = numberOf(measure, 'dpr', 1);
    const grid = tileGrid(widthCss, heightCss, dpr);
    this.#dpr = dpr;
    this.#grid = grid;
    this.#rims = new Rims(Math.round(grid.overlapCss * dpr));
    this.picture = {
      ...{ wholeWidthCss, wholeHeightCss, widthCss, heightCss, devicePixelRatio: dpr },
      widthPx: Math.round(widthCss * dpr),
      heightPx: Math.round(heightCss * dpr),
      tiles: [],
      overlapCss: grid.overlapCss,
      overlaps: this.#rims.counts,
      capsReached: [],
      sheets: [],
    };
    if (widthCss < wholeWidthCss)
      this.#cap('width', 'widthCss', `at ${widthCss} of ${wholeWidthCss} css px of its width`);
    if (heightCss < wholeHeightCss)
      this.#cap('height', 'heightCss', `at ${heightCss} of ${wholeHeightCss} css px of its height`);
    const { widthPx, heightPx } = this.picture;
    if (this.#kind.own) this.#preview = new PreviewBuilder(widthPx, heightPx);
    // The small picture of the whole is enough where it is as wide as a sheet.
    if (this.#preview?.isNarrow !== false) this.#sheets = new PreviewSheets(widthPx, heightPx);
    return grid;
  }

  #capped(): boolean {
    const { tiles, pictureBytes } = this.#work.plan.caps;
    if (this.#next >= tiles)
      this.#cap('tiles', 'tiles', `after ${tiles} tiles of ${this.done.total}`);
    else if (this.#bytes >= pictureBytes) {
      this.#cap(
        'bytes',
        'pictureBytes',
        `after ${this.#next} tiles of ${this.done.total}, ${this.#bytes} bytes`,
      );
    } else return false;
    return true;
  }

  #cap(
    cap: PictureParts['capsReached'][number]['cap'],
    limit: keyof CaptureCaps,
    where: string,
  ): void {
    const reached = this.picture?.capsReached;
    if (reached?.some((one) => one.cap === cap) !== false) return;
    reached.push({ cap, limit: this.#work.plan.caps[limit], text: `The picture ends ${where}.` });
  }

  async #take(name: string, tile: GridTile, { png, pixels }: Shot): Promise<void> {
    const { picture } = this;
    if (picture === null) return;
    const x = Math.round(tile.xCss * this.#dpr);
    const y = Math.round(tile.yCss * this.#dpr);
    await this.#work.put(name, this.#kind.tile.role, png);
    const { row, column } = tile;
    const { width, height } = pixels;
    picture.tiles.push({ ...{ object: name, row, column, x, y, width, height } });
    this.#rims.add(tile, pixels);
    if (this.#kind.own) {
      this.#compareWithView(tile, pixels);
      compareSamples(this.#work.found.samples, pixels, { x, y });
      this.#colours.add(pixels);
      this.#work.found.colourShare = this.#colours.share();
    }
    await this.#preview?.add(pixels, x, y);
    await this.#sheets?.add(pixels, x, y);
    await this.#stitch(name, tile, pixels, picture);
  }

  // Some builds give css px for a clip: the picture itself says which, and the scale makes up for it.
  async #shoot(tile: GridTile): Promise<Shot> {
    const dpr = this.#dpr;
    for (const scale of [this.#scale, this.#scale === 1 ? dpr : 1]) {
      const clip = {
        ...{ x: tile.xCss, y: tile.yCss, width: tile.widthCss, height: tile.heightCss, scale },
      };
      const png = await screenshot(this.#work, clip);
      const pixels = await decodePng(png);
      if (near(pixels.width, tile.widthCss * dpr) && near(pixels.height, tile.heightCss * dpr)) {
        this.#scale = scale;
        return { png, pixels };
      }
      if (dpr === 1) break;
    }
    throw new EvidenceError('CAPTURE_STEP_FAILED', 'tile expected the size that was asked for');
  }

  // Where the view stood at the top, the first tile must show the same.
  #compareWithView(tile: GridTile, pixels: Pixels): void {
    const { view, measure } = this.#work.found;
    if (tile.row > 0 || tile.column > 0 || view === null) return;
    if (numberOf(measure, 'x') !== 0 || numberOf(measure, 'y') !== 0) return;
    const viewWidth = Math.floor(numberOf(measure, 'viewWidth') * this.#dpr);
    const width = Math.min(pixels.width, view.width, viewWidth);
    const height = Math.min(pixels.height, view.height);
    this.#work.found.tileDifferent = differentOf(
      cropPixels(pixels, 0, 0, width, height),
      cropPixels(view, 0, 0, width, height),
    );
  }

  async #stitch(
    name: string,
    tile: GridTile,
    pixels: Pixels,
    picture: PictureParts,
  ): Promise<void> {
    if (!this.#joins()) return;
    const columns = this.#grid?.columns ?? 1;
    const stitcher =
      this.#stitchers.get(tile.column) ?? new Stitcher(tile.column, columns, picture.heightPx);
    this.#stitchers.set(tile.column, stitcher);
    const overlapPx = Math.round(picture.overlapCss * this.#dpr);
    const overlap = tile.row === 0 ? 0 : Math.min(pixels.height, overlapPx);
    await stitcher.add(name, pixels, overlap, (sheet) => this.#putSheet(sheet, picture));
  }

  #joins(): boolean {
    return this.#work.plan.steps.some((step) => step.name === 'sheets');
  }

  /** Close the sheets and the preview, also where tiles are missing below; once. */
  async finish(): Promise<void> {
    const { picture } = this;
    if (picture === null || this.#ended) return;
    this.#ended = true;
    for (const [column, stitcher] of this.#stitchers) {
      const last = await stitcher.finish();
      this.#stitchers.delete(column);
      if (last !== null) await this.#putSheet(last, picture);
    }
  }

  /** The small picture of what was taken; null where it is not this picture's part, or nothing was taken. */
  async preview(): Promise<Preview | null> {
    return (await this.#preview?.finish()) ?? null;
  }

  /** The picture in sheets for the screen; none where nothing was taken. */
  async previewSheets(): Promise<readonly Preview[]> {
    if (this.#sheets !== null) return await this.#sheets.finish();
    const whole = await this.preview();
    return whole === null ? [] : [whole];
  }

  async #putSheet(sheet: Sheet, picture: PictureParts): Promise<void> {
    const number = String(picture.sheets.length + 1).padStart(4, '0');
    const object = `${this.#kind.sheet.prefix}-${number}.png`;
    await this.#work.put(object, this.#kind.sheet.role, sheet.png, sheet.parents);
    picture.sheets.push({ object, column: sheet.column, y: sheet.y, height: sheet.height });
  }
}

function near(got: number, expected: number): boolean {
  return Math.abs(got - expected) < 1;
}
