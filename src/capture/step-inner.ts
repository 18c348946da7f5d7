import { findInner, type InnerPlace } from './inner-places.ts';
import { notePieces, passingLines } from './passing-text.ts';
import { hasCode } from './page-session.ts';
import { InnerPictures, keyOf } from './inner-pictures.ts';
import { numberOf } from './read-json.ts';
import type { InnerPart } from './record.ts';
import { redactAddress } from './redact.ts';
import { RESTORE_PARTS, SCROLL, TAKE_TEXT } from './scroll-script.ts';
import type { Work } from './work.ts';

/** Lines that come and go while the page is scrolled from which on it is pictured view by view too. */
const PASSING_LINES = 5;

/**
 * Picture what the whole-page picture can't show: parts of the page and of its frames that scroll inside
 * themselves, and a page whose rows are only there while in view. Everything is put back where it was.
 */
export async function pictureInner(work: Work): Promise<void> {
  const { found, plan } = work;
  notePieces(found, '', await work.page.evaluate(TAKE_TEXT));
  found.passingLines = passingLines(found).length;
  const asPage = found.passingLines >= PASSING_LINES ? [PAGE] : [];
  const { places, closed } = await findInner(work);
  const all = [...asPage, ...places];
  const pictures = new InnerPictures(work);
  try {
    for (const place of all) {
      work.progress(found.inner.length, all.length + closed.length);
      if (found.inner.length >= plan.caps.innerParts) {
        list(work, place, `Only ${plan.caps.innerParts} parts are pictured.`);
      } else await pictureOne(work, pictures, place);
    }
  } finally {
    await restore(work, all);
  }
  for (const { address, reason } of closed) {
    list(work, { ...PAGE, kind: 'frame', label: 'iframe', address }, reason);
  }
  found.innerDone = true;
}

const PAGE: InnerPlace = {
  ...{ kind: 'page', realm: {}, index: -1, label: 'the page, view by view', address: null },
  ...{ sticky: true, owner: null },
};

async function pictureOne(work: Work, pictures: InnerPictures, place: InnerPlace): Promise<void> {
  const part = emptyPart(work, place);
  work.found.inner.push(part);
  try {
    await pictures.take(part, place);
  } catch (error) {
    part.state = part.tiles.length === 0 ? 'listed' : 'cut';
    part.reason = 'It could not be pictured to its end.';
    // A part that went away or refuses is listed; a page that answers nothing is the ladder's matter.
    if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
  }
}

function list(work: Work, place: InnerPlace, reason: string): void {
  work.found.inner.push({ ...emptyPart(work, place), reason });
}

function emptyPart(work: Work, place: InnerPlace): InnerPart {
  return {
    part: work.found.inner.length + 1,
    kind: place.kind,
    label: place.label,
    address: place.address === null ? null : redactAddress(place.address).text,
    place: { x: 0, y: 0, width: 0, height: 0 },
    ...{ contentWidthCss: 0, contentHeightCss: 0, tiles: [] },
    overlaps: { compared: 0, different: 0 },
    ...{ state: 'listed', reason: null },
  };
}

// Also after a failure, as far as the page still answers: the reviewers go on looking at it.
async function restore(work: Work, places: readonly InnerPlace[]): Promise<void> {
  const { measure } = work.found;
  try {
    const done = new Set<string>();
    for (const place of places) {
      const { realm } = place;
      const key = keyOf(place);
      if (done.has(key)) continue;
      done.add(key);
      notePieces(work.found, key, await work.page.evaluate(TAKE_TEXT, {}, realm));
      await work.page.evaluate(RESTORE_PARTS, {}, realm);
    }
    const back = { x: numberOf(measure, 'x'), y: numberOf(measure, 'y') };
    await work.page.evaluate(SCROLL, back);
  } catch (error) {
    if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
    work.miss('NOT_RESTORED', 'inner', 'The page could not be put back where it was.');
  }
}
