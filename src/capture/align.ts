import { diffArrays, type ChangeObject } from 'diff';

/** A run that stands in both, only in the earlier list (`removed`), or only in the later one (`added`). */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  /** Where it begins in the earlier list, or where it would. */
  readonly earlier: number;
  readonly later: number;
  readonly length: number;
}

/** Most additions and removals among what stands in both lists: the work grows with its square. */
const MAX_EDITS = 1_000;

/**
 * What two lists have in common, in order, as few changes as can be. What stands in one of them alone is known at
 * once and costs nothing, so that only what moved counts against the bound.
 * @param earlier - compared by `===`
 * @returns pieces that cover both lists in order; null where they differ too much to be laid side by side
 */
export async function align<T>(
  earlier: readonly T[],
  later: readonly T[],
): Promise<readonly Piece[] | null> {
  const inEarlier = new Set(earlier);
  const inLater = new Set(later);
  const mine = places(earlier, inLater);
  const theirs = places(later, inEarlier);
  // Step by step, with other work between the steps: STOP has to be heard meanwhile.
  const changes = await new Promise<ChangeObject<(T | undefined)[]>[] | undefined>((resolve) => {
    diffArrays(
      mine.map((place) => earlier[place]),
      theirs.map((place) => later[place]),
      { maxEditLength: MAX_EDITS, callback: resolve },
    );
  });
  if (changes === undefined) return null;
  const pieces = new Pieces();
  let [i, j] = [0, 0];
  for (const { added, removed, value } of changes) {
    if (removed) i += value.length;
    else if (added) j += value.length;
    else for (let k = 0; k < value.length; k++) pieces.match(mine[i++] ?? 0, theirs[j++] ?? 0);
  }
  return pieces.finish(earlier.length, later.length);
}

/** Place against place, where nothing may have moved. */
export function alignInPlace<T>(earlier: readonly T[], later: readonly T[]): readonly Piece[] {
  const pieces = new Pieces();
  for (const [place, value] of earlier.entries()) {
    if (place < later.length && later[place] === value) pieces.match(place, place);
  }
  return pieces.finish(earlier.length, later.length);
}

function places<T>(list: readonly T[], known: ReadonlySet<T>): readonly number[] {
  const found: number[] = [];
  for (const [place, value] of list.entries()) if (known.has(value)) found.push(place);
  return found;
}

/** Puts pieces together from pairs that match, in order. */
class Pieces {
  readonly #pieces: Piece[] = [];
  #earlier = 0;
  #later = 0;

  match(earlier: number, later: number): void {
    this.#until(earlier, later);
    const last = this.#pieces.at(-1);
    if (last?.kind === 'same')
      this.#pieces[this.#pieces.length - 1] = { ...last, length: last.length + 1 };
    else this.#pieces.push({ kind: 'same', earlier, later, length: 1 });
    [this.#earlier, this.#later] = [earlier + 1, later + 1];
  }

  finish(earlier: number, later: number): readonly Piece[] {
    this.#until(earlier, later);
    return this.#pieces;
  }

  #until(earlier: number, later: number): void {
    const at = { earlier: this.#earlier, later: this.#later };
    const [gone, come] = [earlier - at.earlier, later - at.later];
    if (gone > 0) this.#pieces.push({ kind: 'removed', ...at, length: gone });
    if (come > 0) this.#pieces.push({ kind: 'added', ...at, earlier, length: come });
  }
}
