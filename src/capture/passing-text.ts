import { utf8 } from '#src/core/bytes.ts';
import { flagOf, listOf, numberOf, textOf } from './read-json.ts';
import { TAKE_TEXT } from './scroll-script.ts';
import { linesOf, type Piece } from './visible-text.ts';
import type { Found, Work } from './work.ts';

const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Note what an answer hands over of text that came into view. @param realm - names the document it was in */
export function notePieces(found: Found, realm: string, answer: unknown): void {
  const pieces = found.pieces.get(realm) ?? [];
  for (const piece of listOf(answer, 'pieces')) {
    const text = textOf(piece, 'text');
    if (text === '') continue;
    const [x, y] = [numberOf(piece, 'x'), numberOf(piece, 'y')];
    pieces.push({ text, x, y, width: numberOf(piece, 'width'), height: numberOf(piece, 'height') });
  }
  if (flagOf(answer, 'cut')) found.piecesCut = true;
  found.pieces.set(realm, pieces);
}

/**
 * Lines that came into view while scrolling and are not, or not as often, in the page's text as it was put.
 * A line that came into view twice at one place counts once. What was there from the beginning and was
 * taken away has no place: it counts only where the same words stand nowhere else.
 */
export function passingLines(found: Found): readonly string[] {
  const left = new Map(found.lines);
  const all = [...found.pieces.values()];
  const passing = all.flatMap((pieces) => {
    const lines = linesOf(onceEach(pieces.filter(hasPlace))).split('\n');
    return lines.filter((line) => {
      const again = left.get(line) ?? 0;
      if (again > 0) left.set(line, again - 1);
      return again === 0 && line !== '';
    });
  });
  const known = new Set([...found.lines.keys(), ...passing]);
  const gone = all.flat().filter((piece) => !hasPlace(piece) && !known.has(piece.text));
  return [...passing, ...new Set(gone.map(({ text }) => text))];
}

function hasPlace(piece: Piece): boolean {
  return piece.width > 0 || piece.height > 0;
}

function onceEach(pieces: readonly Piece[]): readonly Piece[] {
  const byPlace = new Map(pieces.map((piece) => [`${piece.y} ${piece.x} ${piece.text}`, piece]));
  return [...byPlace.values()].sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Put the text that was on the page only while it was scrolled, where there was any. */
export async function putPassingText(work: Work): Promise<void> {
  const { found } = work;
  notePieces(found, '', await work.page.evaluate(TAKE_TEXT));
  const lines = passingLines(found);
  const whole = lines.join('\n');
  const cut = found.piecesCut || whole.length > MAX_CHARACTERS;
  if (cut) {
    work.miss('TEXT_CUT', 'passing-text', 'Text that came and went was too much and is cut.');
  }
  if (lines.length === 0) return;
  const object = 'passing-text.txt';
  await work.put(object, 'text', utf8(whole.slice(0, MAX_CHARACTERS).toWellFormed()));
  found.passingText = { object, lines: lines.length, cut };
}
