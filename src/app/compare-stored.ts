import { compareCaptures, picturesRefusal, type OpenedCapture } from '#src/capture/compare.ts';
import { PictureRows } from '#src/capture/compare-rows.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { PreviewSheets } from '#src/capture/preview-sheets.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import type { ComparedOnShow, ComparedSide, StoredCapture } from './capture-port.ts';
import { picturesOf } from './recorded-pictures.ts';

interface Opened {
  readonly capture: OpenedCapture;
  readonly side: ComparedSide;
}

/** What the two share, so that their sheets hold the same stretch of the page. */
interface Together {
  /** Of the higher picture, device px. */
  readonly heightPx: number;
  /** Whether rows are to be compared at all. */
  readonly rows: boolean;
}

/**
 * Compare two stored captures. One tile of one of them is decoded at a time; each is decrypted once.
 * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED, PICTURE_MALFORMED, and what `open` throws
 */
export async function compareStored(
  earlier: StoredCapture,
  later: StoredCapture,
): Promise<ComparedOnShow> {
  const [mine, theirs] = [parseCaptureRecord(earlier.record), parseCaptureRecord(later.record)];
  const together = {
    heightPx: Math.max(mine.picture?.heightPx ?? 0, theirs.picture?.heightPx ?? 0),
    rows: picturesRefusal(mine, theirs) === null,
  };
  const before = await opened(mine, earlier, together);
  const after = await opened(theirs, later, together);
  const compared = await compareCaptures(before.capture, after.capture);
  return { ...compared, earlier: before.side, later: after.side };
}

async function opened(
  record: CaptureRecord,
  { open }: StoredCapture,
  together: Together,
): Promise<Opened> {
  const { text } = record;
  const { side, rows } = await pictured(record, open, together);
  return {
    capture: {
      ...{ record, rows },
      text: text === null ? null : { text: fromUtf8(await open(text.object)), cut: text.cut },
    },
    side,
  };
}

/** The page's own picture in sheets and by its rows; where it could be pictured no further, what was in view. */
async function pictured(
  record: CaptureRecord,
  open: StoredCapture['open'],
  together: Together,
): Promise<{ readonly side: ComparedSide; readonly rows: readonly string[] | null }> {
  const ratio = record.picture?.devicePixelRatio ?? 1;
  const recorded = new Map((record.picture?.tiles ?? []).map((tile) => [tile.object, tile]));
  const [page] = picturesOf(record);
  const rows = new PictureRows();
  let sheets: PreviewSheets | null = null;
  for (const { object, x, y } of page?.tiles ?? []) {
    const pixels = await decodePng(await open(object));
    sheets ??= new PreviewSheets(page?.widthPx || pixels.width, together.heightPx || pixels.height);
    await sheets.add(pixels, x, y);
    const tile = recorded.get(object);
    if (together.rows && tile !== undefined) rows.add(pixels, tile);
  }
  let topCss = 0;
  const shown = ((await sheets?.finish()) ?? []).map(({ png, scale, heightPx }) => {
    const heightCss = heightPx / scale / ratio;
    const sheet = { png, topCss, heightCss };
    topCss += heightCss;
    return sheet;
  });
  const caption = page?.caption ?? 'This capture has no picture.';
  return {
    side: { caption, sheets: shown },
    rows: together.rows ? rows.finish(page?.widthPx ?? 0, page?.heightPx ?? 0) : null,
  };
}
