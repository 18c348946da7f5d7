import { listOf, objectOf } from './read-json.ts';

/** One piece of text and where it stands, css px of its document. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The text that a document shows, line by line, from `DOMSnapshot.captureSnapshot` with the computed
 * styles visibility, opacity and display: shadow trees and generated content included, hidden text not.
 * @param snapshot - the browser's answer, hostile
 * @returns one text for each document of the snapshot, in order; empty ones left out
 */
export function visibleText(snapshot: unknown): readonly string[] {
  const strings = listOf(snapshot, 'strings');
  const found: string[] = [];
  for (const document of listOf(snapshot, 'documents')) {
    const text = linesOf(piecesOf(document, strings)).trim();
    if (text !== '') found.push(text);
  }
  return found;
}

/** Styles that {@link visibleText} needs, in its order. */
export const SNAPSHOT_STYLES = ['visibility', 'opacity'] as const;

function piecesOf(document: unknown, strings: readonly unknown[]): Piece[] {
  const layout = objectOf(document, 'layout');
  const texts = listOf(layout, 'text');
  const bounds = listOf(layout, 'bounds');
  const styles = listOf(layout, 'styles');
  const pieces: Piece[] = [];
  for (let i = 0; i < texts.length; i++) {
    const text = stringAt(strings, texts[i]);
    if (text.trim() === '') continue;
    const style = Array.isArray(styles[i]) ? (styles[i] as readonly unknown[]) : [];
    const visibility = stringAt(strings, style[0]);
    if (
      visibility === 'hidden' ||
      visibility === 'collapse' ||
      stringAt(strings, style[1]) === '0'
    ) {
      continue;
    }
    const box = Array.isArray(bounds[i]) ? (bounds[i] as readonly unknown[]) : [];
    pieces.push({
      text,
      x: Number(box[0] ?? 0),
      y: Number(box[1] ?? 0),
      width: Number(box[2] ?? 0),
      height: Number(box[3] ?? 0),
    });
  }
  return pieces;
}

function stringAt(strings: readonly unknown[], index: unknown): string {
  const found = typeof index === 'number' && index >= 0 ? strings[index] : undefined;
  return typeof found === 'string' ? found.toWellFormed() : '';
}

/** Lines of pieces in the document's order; one that overlaps the last in height goes on in its line. */
export function linesOf(pieces: readonly Piece[]): string {
  let out = '';
  let last: Piece | null = null;
  for (const piece of pieces) {
    if (last !== null) {
      const shared =
        Math.min(last.y + last.height, piece.y + piece.height) - Math.max(last.y, piece.y);
      const sameLine = shared > 0.5 * Math.min(last.height, piece.height);
      const apart = Math.abs(piece.x - (last.x + last.width)) > 1;
      if (!sameLine) out += '\n';
      else if (apart && !/\s$/u.test(out)) out += ' ';
    }
    out += piece.text.replace(/[\t\n\r ]+/gu, ' ');
    last = piece;
  }
  return out
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
