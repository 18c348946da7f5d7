import { toBase64 } from '#src/core/bytes.ts';
import { html, type SafeHtml } from './html.ts';
import type { FormPerson, ScreenshotSheetInput, SheetExhibit } from './input.ts';
import { labelSheet, LABEL_STYLE } from './exhibit-label.ts';
import { markLines, page, topLine } from './page.ts';
import { pngSize } from './png-size.ts';
import { dateTimeWords, digestGroups } from './words.ts';

/** Printed width of a picture and the height that one sheet shows of it, millimetres. */
const WIDTH_MM = 180;
const WINDOW_MM = 176;

const STYLE = `
.sheet { break-after: page; height: 266mm; display: flex; flex-direction: column; overflow: hidden; }
.sheet:last-child { break-after: auto; }
.facts { font-size: 9pt; margin-bottom: 2mm; }
.facts th { width: 34mm; padding: 0.8mm 2mm; } .facts td { padding: 0.8mm 2mm; }
.facts .address { max-height: 12mm; overflow: hidden; }
.window { border: 0.3mm solid #444; background-repeat: no-repeat; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.lines { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; margin-top: auto; font-size: 9pt; }
.lines div { border-top: 0.3mm solid #111; padding-top: 1mm; margin-top: 13mm; }
`;

/** A part may be small: printed at most this much larger than 96 px to an inch. */
const PART_MM_PER_PX = (25.4 / 96) * 2;

/** Printed width of an exhibit's pictures. */
function widthMm({ part, widthPx }: SheetExhibit): number {
  return part === null ? WIDTH_MM : Math.min(WIDTH_MM, widthPx * PART_MM_PER_PX);
}

/** One window on a tile: which tile, from where, how high. */
interface Piece {
  readonly tile: number;
  readonly fromMm: number;
  readonly heightMm: number;
}

/** Cut every tile into windows that fit a sheet, in page order. */
function piecesOf(exhibit: SheetExhibit): Piece[] {
  return exhibit.tiles.flatMap((png, tile) => {
    const { widthPx, heightPx } = pngSize(png);
    const totalMm = (heightPx * widthMm(exhibit)) / widthPx;
    const count = Math.max(1, Math.ceil(totalMm / WINDOW_MM));
    return Array.from({ length: count }, (_, i) => ({
      tile,
      fromMm: i * WINDOW_MM,
      heightMm: Math.min(WINDOW_MM, totalMm - i * WINDOW_MM),
    }));
  });
}

function tileClass(exhibit: number, tile: number): string {
  return `e${exhibit}t${tile}`;
}

/** Each tile stands in the document once, as a style rule that all its windows share. */
function tileRules(exhibits: readonly SheetExhibit[]): string {
  return exhibits
    .flatMap(({ tiles }, e) =>
      tiles.map(
        (png, t) =>
          `.${tileClass(e, t)} { background-image: url(data:image/png;base64,${toBase64(png)}); }`,
      ),
    )
    .join('\n');
}

function signatureLine({ name, position }: FormPerson): SafeHtml {
  return html`<div><span dir="auto">${name}, ${position}</span><br>signature and date</div>`;
}

function whichPicture({ part, tiles }: SheetExhibit, { tile }: Piece): string {
  if (part !== null) return `part of ${part.parentRef}`;
  return `picture ${tile + 1} of ${tiles.length}; neighbouring pictures overlap`;
}

function sheet(
  input: ScreenshotSheetInput,
  exhibit: SheetExhibit,
  piece: Piece,
  place: { readonly e: number; readonly i: number; readonly count: number },
): SafeHtml {
  const { e, i, count } = place;
  const { exhibitRef, address, capturedAt, digest, tiles, widthPx, heightPx } = exhibit;
  const width = `${widthMm(exhibit).toFixed(3)}mm`;
  const style = `width: ${width}; background-size: ${width} auto; height: ${piece.heightMm.toFixed(3)}mm; background-position: 0 ${(-piece.fromMm).toFixed(3)}mm;`;
  const label = `Exhibit ${exhibitRef}, picture ${piece.tile + 1} of ${tiles.length}, sheet ${i + 1} of ${count}`;
  return html`<section class="sheet">${topLine(input)}${markLines(input)}
<table class="facts">
<tr><th scope="row">Exhibit</th><td><b>${exhibitRef}</b>, sheet ${i + 1} of ${count} (${whichPicture(exhibit, piece)})</td></tr>
<tr><th scope="row">Address</th><td><div class="address">${address}</div></td></tr>
<tr><th scope="row">Captured</th><td>${dateTimeWords(capturedAt)} (${capturedAt}), ${widthPx} × ${heightPx} px</td></tr>
<tr><th scope="row">SHA-256</th><td><div class="address">${digestGroups(digest)}</div></td></tr>
</table>
<div role="img" aria-label="${label}" class="window ${tileClass(e, piece.tile)}" style="${style}"></div>
<div class="lines">${signatureLine(input.first)}${signatureLine(input.second)}</div>
</section>`;
}

/**
 * Before the sheets of each exhibit, its label. Screenshot sheets (R20): each carries the exhibit reference, address, date and time, SHA-256 and two
 * signature lines; long pages go on over as many sheets as they need.
 * @param input - exhibits that may be printed
 * @throws {EvidenceError} PICTURE_MALFORMED - a tile is no PNG
 */
export function screenshotSheetHtml(input: ScreenshotSheetInput): string {
  const sheets = input.exhibits.flatMap((exhibit, e) => {
    const pieces = piecesOf(exhibit);
    return [
      labelSheet(input, exhibit),
      ...pieces.map((piece, i) => sheet(input, exhibit, piece, { e, i, count: pieces.length })),
    ];
  });
  const style = STYLE + LABEL_STYLE + tileRules(input.exhibits);
  return page(`Screenshot sheets, ${input.reference}`, style, html`${sheets}`);
}
