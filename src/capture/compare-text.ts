import { align, type Piece } from './align.ts';
import { linesOf } from './second-look.ts';

/** Whether two things are equal; `not-compared` is never "the same". */
export type ComparedState = 'same' | 'differs' | 'not-compared';

/** One line of what is listed. */
export interface ComparedLine {
  /** `skipped` says in its text how many equal lines are not shown. */
  readonly kind: 'same' | 'removed' | 'added' | 'skipped';
  readonly text: string;
}

/** The recorded text of two captures, line by line. */
export interface ComparedText {
  readonly state: ComparedState;
  /** What has to be known beside: why it was not compared, or how far. */
  readonly notes: readonly string[];
  /** Lines only in the later capture, all of them counted. */
  readonly added: number;
  /** Lines only in the earlier one. */
  readonly removed: number;
  /** In their order, with a little of what stands around them. */
  readonly lines: readonly ComparedLine[];
}

/** One capture's recorded text. */
export interface RecordedText {
  readonly text: string;
  /** Whether the capture cut it. */
  readonly cut: boolean;
}

/** Lines of each that are laid side by side. */
export const MAX_LINES = 20_000;
const MAX_SHOWN = 1_000;
const MAX_LINE = 500;
const AROUND = 2;

/**
 * Compare the recorded text of two captures; blank lines don't count.
 * @param earlier - null where the capture has none
 */
export async function compareText(
  earlier: RecordedText | null,
  later: RecordedText | null,
): Promise<ComparedText> {
  if (earlier === null || later === null) {
    const which =
      earlier === later
        ? 'Neither capture has a'
        : `The ${earlier === null ? 'earlier' : 'later'} capture has no`;
    const note = `${which} recorded text: the text was not compared.`;
    return { state: 'not-compared', notes: [note], added: 0, removed: 0, lines: [] };
  }
  const notes: string[] = [];
  if (earlier.cut || later.cut)
    notes.push('The recorded text was too long for the capture and is cut there.');
  const [a, b] = [linesOf([earlier.text]), linesOf([later.text])];
  if (a.length === b.length && a.every((line, place) => line === b[place]))
    return { state: 'same', notes, added: 0, removed: 0, lines: [] };
  const [mine, theirs] = [a.slice(0, MAX_LINES), b.slice(0, MAX_LINES)];
  if (mine.length < a.length || theirs.length < b.length)
    notes.push(`Only the first ${MAX_LINES.toLocaleString('en-GB')} lines of each are compared.`);
  const pieces = await align(mine, theirs);
  if (pieces === null)
    notes.push('Too much has moved: lines are listed by where they stand alone.');
  const all = pieces === null ? alone(mine, theirs) : listed(pieces, mine, theirs);
  const count = (kind: ComparedLine['kind']): number =>
    all.filter((line) => line.kind === kind).length;
  const lines = all.slice(0, MAX_SHOWN);
  if (all.length > MAX_SHOWN)
    notes.push(`The first ${MAX_SHOWN.toLocaleString('en-GB')} lines of the list are shown.`);
  return { state: 'differs', notes, added: count('added'), removed: count('removed'), lines };
}

function listed(
  pieces: readonly Piece[],
  earlier: readonly string[],
  later: readonly string[],
): readonly ComparedLine[] {
  return pieces.flatMap((piece, place) => {
    if (piece.kind === 'added') return linesFrom('added', later, piece.later, piece.length);
    const lines = linesFrom(piece.kind, earlier, piece.earlier, piece.length);
    if (piece.kind === 'removed') return lines;
    const head = place === 0 ? 0 : AROUND;
    const tail = place === pieces.length - 1 ? 0 : AROUND;
    const left = lines.length - head - tail;
    if (left <= 1) return lines;
    const words = left === 1 ? '1 line' : `${left.toLocaleString('en-GB')} lines`;
    return [
      ...lines.slice(0, head),
      { kind: 'skipped' as const, text: `${words} the same in both` },
      ...lines.slice(lines.length - tail),
    ];
  });
}

/** Lines that stand in one of the two more often than in the other. */
function alone(earlier: readonly string[], later: readonly string[]): readonly ComparedLine[] {
  return [...shown('removed', without(earlier, later)), ...shown('added', without(later, earlier))];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function linesFrom(
  kind: ComparedLine['kind'],
  lines: readonly string[],
  from: number,
  length: number,
): readonly ComparedLine[] {
  return shown(kind, lines.slice(from, from + length));
}

function shown(kind: ComparedLine['kind'], lines: readonly string[]): readonly ComparedLine[] {
  return lines.map((line) => ({
    kind,
    text: line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…`.toWellFormed() : line,
  }));
}
