import { EvidenceError } from '#src/core/errors.ts';
import { sha256 } from '#src/crypto/hash.ts';
import { equalBytes } from '#src/core/bytes.ts';
import { ColourShare, cropPixels, decodePng, type Pixels } from './pixels.ts';
import { PreviewBuilder } from './preview.ts';
import { numberOf, objectOf } from './read-json.ts';
import type { PictureFacts, TileFacts } from './record.ts';
import { Stitcher, type Sheet } from './stitch.ts';
import { differentOf, screenshot } from './step-view.ts';
import { tileGrid, type GridTile, type TileGrid } from './tile-grid.ts';
import type { Work } from './work.ts';

interface Shot {
  readonly png: Uint8Array;
  readonly pixels: Pixels;
}

const NO_SCROLL = {
  screens: 0,
  reachedCss: 0,
  heightBeforeCss: 0,
  heightAfterCss: 0,
  capReached: null,
};

/** Takes the tiles one by one; can be called again after a page answered too late, and then goes on. */
export class Tiler {
  readonly #work: Work;
  #grid: TileGrid | null = null;
  #next = 0;
  #scale = 1;
  readonly #tiles: TileFacts[] = [];
  readonly #colours = new ColourShare();
  readonly #above = new Map<number, Uint8Array>();
  #left: Uint8Array | null = null;
  #preview: PreviewBuilder | null = null;
  readonly #stitchers = new Map<number, Stitcher>();
  #compared = 0;
  #different = 0;
  #working: Promise<void> = Promise.resolve();

  constructor(work: Work) {
    this.#work = work;
  }

  /** Tiles taken, and how many there are to take; 0 before the page was measured. */
  get done(): { readonly taken: number; readonly total: number } {
    return { taken: this.#tiles.length, total: this.#grid?.tiles.length ?? 0 };
  }

  /** Take all tiles that are left, within the plan's caps. */
  async run(scroll: PictureFacts['scroll'] | null): Promise<void> {
    const work = this.#work;
    const metrics = objectOf(await work.page.send('Page.getLayoutMetrics'), 'cssContentSize');
    const dpr = numberOf(work.found.measure, 'dpr', 1);
    if (this.#grid === null) this.#begin(metrics, dpr, scroll);
    const grid = this.#grid;
    if (grid === null) return;
    try {
      while (this.#next < grid.tiles.length) {
        const tile = grid.tiles[this.#next];
        if (tile === undefined) break;
        if (this.#next >= work.plan.caps.tiles) {
          work.found.capReached = `the picture ends after ${work.plan.caps.tiles} tiles`;
          break;
        }
        await this.#shootNext(tile, dpr, grid);
        work.progress(this.#next, grid.tiles.length);
      }
    } finally {
      await this.#working;
    }
    if (this.#next === grid.tiles.length) await this.finish();
  }

  // While one tile is hashed, stored and compared, the browser already takes the next.
  async #shootNext(tile: GridTile, dpr: number, grid: TileGrid): Promise<void> {
    const shot = await this.#shoot(tile, dpr);
    const name = `tile-${String(this.#next + 1).padStart(4, '0')}.png`;
    this.#next += 1;
    await this.#working;
    this.#working = this.#take(name, tile, shot, dpr, grid);
    // It is awaited before anything else is done with it; until then it must not count as unhandled.
    this.#working.catch(() => undefined);
  }

  #begin(metrics: unknown, dpr: number, scroll: PictureFacts['scroll'] | null): void {
    const { found, plan } = this.#work;
    const viewCss = {
      widthCss: Math.round(numberOf(found.measure, 'viewWidth')),
      heightCss: Math.round(numberOf(found.measure, 'viewHeight')),
    };
    const wholeWidth = Math.max(1, viewCss.widthCss, Math.ceil(numberOf(metrics, 'width')));
    const wholeHeight = Math.max(1, viewCss.heightCss, Math.ceil(numberOf(metrics, 'height')));
    const widthCss = Math.min(wholeWidth, plan.caps.widthCss);
    const heightCss = Math.min(wholeHeight, plan.caps.heightCss);
    if (widthCss < wholeWidth || heightCss < wholeHeight) {
      found.capReached = `the picture ends at ${widthCss} × ${heightCss} of ${wholeWidth} × ${wholeHeight} css px`;
    }
    this.#grid = tileGrid(widthCss, heightCss, dpr);
    found.picture = {
      widthCss,
      heightCss,
      widthPx: Math.round(widthCss * dpr),
      heightPx: Math.round(heightCss * dpr),
      devicePixelRatio: dpr,
      viewport: {
        ...viewCss,
        scrollX: numberOf(found.measure, 'x'),
        scrollY: numberOf(found.measure, 'y'),
      },
      tiles: this.#tiles,
      overlapCss: this.#grid.overlapCss,
      overlaps: { compared: 0, different: 0 },
      scroll: scroll ?? NO_SCROLL,
      sheets: [],
      notes: [],
    };
    this.#preview = new PreviewBuilder(found.picture.widthPx, found.picture.heightPx);
  }

  async #take(
    name: string,
    tile: GridTile,
    { png, pixels }: Shot,
    dpr: number,
    grid: TileGrid,
  ): Promise<void> {
    await this.#work.put(name, 'tile', png);
    this.#tiles.push({
      object: name,
      row: tile.row,
      column: tile.column,
      x: Math.round(tile.xCss * dpr),
      y: Math.round(tile.yCss * dpr),
      width: pixels.width,
      height: pixels.height,
    });
    this.#compare(tile, pixels, Math.round(grid.overlapCss * dpr));
    this.#compareWithView(tile, pixels, dpr);
    this.#colours.add(pixels);
    this.#work.found.colourShare = this.#colours.share();
    await this.#preview?.add(pixels, Math.round(tile.xCss * dpr), Math.round(tile.yCss * dpr));
    await this.#stitch(name, tile, pixels, grid, dpr);
  }

  // Some builds give css px for a clip: the picture itself says which, and the scale makes up for it.
  async #shoot(tile: GridTile, dpr: number): Promise<Shot> {
    for (const scale of [this.#scale, this.#scale === 1 ? dpr : 1]) {
      const clip = {
        x: tile.xCss,
        y: tile.yCss,
        width: tile.widthCss,
        height: tile.heightCss,
        scale,
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

  #compare(tile: GridTile, pixels: Pixels, overlap: number): void {
    if (tile.row > 0) {
      const shared = Math.min(overlap, pixels.height);
      this.#count(this.#above.get(tile.column), cropPixels(pixels, 0, 0, pixels.width, shared));
    }
    if (tile.column > 0) {
      const shared = Math.min(overlap, pixels.width);
      this.#count(this.#left ?? undefined, cropPixels(pixels, 0, 0, shared, pixels.height));
    }
    if (pixels.height >= overlap) {
      const bottom = cropPixels(pixels, 0, pixels.height - overlap, pixels.width, overlap);
      this.#above.set(tile.column, sha256(bottom.data));
    }
    this.#left =
      pixels.width >= overlap
        ? sha256(cropPixels(pixels, pixels.width - overlap, 0, overlap, pixels.height).data)
        : null;
  }

  // Only the hash of a neighbour's rim is held: equal hashes, equal pixels.
  #count(neighbour: Uint8Array | undefined, rim: Pixels): void {
    this.#compared += 1;
    if (neighbour === undefined || !equalBytes(neighbour, sha256(rim.data))) this.#different += 1;
    const picture = this.#work.found.picture;
    if (picture !== null) {
      picture.overlaps.compared = this.#compared;
      picture.overlaps.different = this.#different;
    }
  }

  // Where the view stood at the top, the first tile must show the same.
  #compareWithView(tile: GridTile, pixels: Pixels, dpr: number): void {
    const { view, measure } = this.#work.found;
    if (tile.row > 0 || tile.column > 0 || view === null) return;
    if (numberOf(measure, 'x') !== 0 || numberOf(measure, 'y') !== 0) return;
    const width = Math.min(
      pixels.width,
      view.width,
      Math.floor(numberOf(measure, 'viewWidth') * dpr),
    );
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
    grid: TileGrid,
    dpr: number,
  ): Promise<void> {
    const stitcher = this.#stitchers.get(tile.column) ?? new Stitcher(tile.column, grid.columns);
    this.#stitchers.set(tile.column, stitcher);
    const overlap = tile.row === 0 ? 0 : Math.min(pixels.height, Math.round(grid.overlapCss * dpr));
    await this.#putSheets(await stitcher.add(name, pixels, overlap));
  }

  /** Close the sheets and the preview, also where tiles are missing below. */
  async finish(): Promise<void> {
    for (const stitcher of this.#stitchers.values()) {
      const last = await stitcher.finish();
      if (last !== null) await this.#putSheets([last]);
    }
    this.#stitchers.clear();
    this.#work.found.preview = (await this.#preview?.finish()) ?? null;
  }

  async #putSheets(sheets: readonly Sheet[]): Promise<void> {
    const picture = this.#work.found.picture;
    if (picture === null || !this.#work.plan.steps.some((step) => step.name === 'sheets')) return;
    for (const sheet of sheets) {
      const object = `sheet-${String(picture.sheets.length + 1).padStart(4, '0')}.png`;
      await this.#work.put(object, 'sheet', sheet.png, sheet.parents);
      picture.sheets.push({ object, column: sheet.column, y: sheet.y, height: sheet.height });
    }
  }
}

function near(got: number, expected: number): boolean {
  return Math.abs(got - expected) < 1;
}
