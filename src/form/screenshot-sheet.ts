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
/** The same where the sheet also says what its picture is. */
const CAPTIONED_WINDOW_MM = 157;

const STYLE = `
.sheet { break-after: page; height: 266mm; display: flex; flex-direction: column; overflow: hidden; }
.sheet:last-child { break-after: auto; }
.facts { font-size: 9pt; margin-bottom: 2mm; }
.facts th { width: 34mm; padding: 0.8mm 2mm; } .facts td { padding: 0.8mm 2mm; }
.facts .address { max-height: 12mm; overflow: hidden; }
.facts .caption { max-height: 17mm; overflow: hidden; overflow-wrap: anywhere; }
.window { border: 0.3mm solid #444; background-repeat: no-repeat; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.lines { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; margin-top: auto; font-size: 9pt; }
.lines div { border-top: 0.3mm solid #111; padding-top: 1mm; margin-top: 13mm; }
`;

/** A part may be small: printed at most this much larger than 96 px to an inch. */
const PART_MM_PER_PX = (25.4 / 96) * 2;

/** One picture of an exhibit; the first is of the page as it stood, or the part, and has no caption. */
interface SheetPicture {
  readonly caption: string | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tiles: readonly Uint8Array[];
  /** As printed. */
  readonly widthMm: number;
}

/** One window on a tile: of which picture, which tile, from where, how high. */
interface Piece {
  readonly picture: number;
  readonly tile: number;
  readonly fromMm: number;
  readonly heightMm: number;
}

/** Cut every tile into windows that fit a sheet, in page order. */
function piecesOf({ tiles, caption, widthMm }: SheetPicture, picture: number): Piece[] {
  const windowMm = caption === null ? WINDOW_MM : CAPTIONED_WINDOW_MM;
  return tiles.flatMap((png, tile) => {
    const { widthPx, heightPx } = pngSize(png);
    const totalMm = (heightPx * widthMm) / widthPx;
    const count = Math.max(1, Math.ceil(totalMm / windowMm));
    return Array.from({ length: count }, (_, i) => ({
      picture,
      tile,
      fromMm: i * windowMm,
      heightMm: Math.min(windowMm, totalMm - i * windowMm),
    }));
  });
}

function pageOf(exhibit: SheetExhibit): SheetPicture {
  const { part, widthPx } = exhibit;
  const widthMm = part === null ? WIDTH_MM : Math.min(WIDTH_MM, widthPx * PART_MM_PER_PX);
  return { ...exhibit, caption: null, widthMm };
}

function picturesOf(exhibit: SheetExhibit): readonly SheetPicture[] {
  return [pageOf(exhibit), ...exhibit.others.map((one) => ({ ...one, widthMm: WIDTH_MM }))];
}

function tileClass(exhibit: number, { picture, tile }: Pick<Piece, 'picture' | 'tile'>): string {
  return `e${exhibit}p${picture}t${tile}`;
}

/** Each tile stands in the document once, as a style rule that all its windows share. */
function tileRules(exhibits: readonly SheetExhibit[]): string {
  return exhibits
    .flatMap((exhibit, e) =>
      picturesOf(exhibit).flatMap(({ tiles }, picture) =>
        tiles.map(
          (png, tile) =>
            `.${tileClass(e, { picture, tile })} { background-image: url(data:image/png;base64,${toBase64(png)}); }`,
        ),
      ),
    )
    .join('\n');
}

function signatureLine({ name, position }: FormPerson): SafeHtml {
  return html`<div><span dir="auto">${name}, ${position}</span><br>signature and date</div>`;
}

function whichPicture(part: SheetExhibit['part'], { tile }: Piece, count: number): string {
  if (part !== null) return `part of ${part.parentRef}`;
  return `picture ${tile + 1} of ${count}; neighbouring pictures overlap`;
}

function sheet(
  input: ScreenshotSheetInput,
  exhibit: SheetExhibit,
  piece: Piece,
  place: { readonly e: number; readonly i: number; readonly count: number },
): SafeHtml {
  const { e, i, count } = place;
  const { exhibitRef, address, capturedAt, digest } = exhibit;
  const { tiles, widthPx, heightPx, caption, widthMm } =
    picturesOf(exhibit)[piece.picture] ?? pageOf(exhibit);
  const width = `${widthMm.toFixed(3)}mm`;
  const style = `width: ${width}; background-size: ${width} auto; height: ${piece.heightMm.toFixed(3)}mm; background-position: 0 ${(-piece.fromMm).toFixed(3)}mm;`;
  const label = `Exhibit ${exhibitRef}, picture ${piece.tile + 1} of ${tiles.length}, sheet ${i + 1} of ${count}`;
  return html`<section class="sheet">${topLine(input)}${markLines(input)}
<table class="facts">
<tr><th scope="row">Exhibit</th><td><b>${exhibitRef}</b>, sheet ${i + 1} of ${count} (${whichPicture(exhibit.part, piece, tiles.length)})</td></tr>
${caption === null ? '' : html`<tr><th scope="row">What it is</th><td><div class="caption" dir="auto">${caption}</div></td></tr>\n`}<tr><th scope="row">Address</th><td><div class="address">${address}</div></td></tr>
<tr><th scope="row">Captured</th><td>${dateTimeWords(capturedAt)} (${capturedAt}), ${widthPx} × ${heightPx} px</td></tr>
<tr><th scope="row">SHA-256</th><td><div class="address">${digestGroups(digest)}</div></td></tr>
</table>
<div role="img" aria-label="${label}" class="window ${tileClass(e, piece)}" style="${style}"></div>
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
    const pieces = picturesOf(exhibit).flatMap(piecesOf);
    return [
      labelSheet(input, exhibit),
      ...pieces.map((piece, i) => sheet(input, exhibit, piece, { e, i, count: pieces.length })),
    ];
  });
  const style = STYLE + LABEL_STYLE + tileRules(input.exhibits);
  return page(`Screenshot sheets, ${input.reference}`, style, html`${sheets}`);
}
