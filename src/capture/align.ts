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
  const pieces = new Pieces<T>();
  let [i, j] = [0, 0];
  for (const { added, removed, value } of changes) {
    if (removed) i += value.length;
    else if (added) j += value.length;
    else for (let k = 0; k < value.length; k++) pieces.match(mine[i++] ?? 0, theirs[j++] ?? 0);
  }
  return pieces.finish(earlier, later);
}

/** Place against place, where nothing may have moved. */
export function alignInPlace<T>(earlier: readonly T[], later: readonly T[]): readonly Piece[] {
  const pieces = new Pieces<T>();
  for (const [place, value] of earlier.entries()) {
    if (place < later.length && later[place] === value) pieces.match(place, place);
  }
  return pieces.finish(earlier, later);
}

function places<T>(list: readonly T[], known: ReadonlySet<T>): readonly number[] {
  const found: number[] = [];
  for (const [place, value] of list.entries()) if (known.has(value)) found.push(place);
  return found;
}

/** A run that stands in both, then what changes after it. */
interface Step {
  same: number;
  removed: number;
  added: number;
}

/** Puts pieces together from pairs that match, in order. */
class Pieces<T> {
  readonly #steps: Step[] = [];
  #earlier = 0;
  #later = 0;

  match(earlier: number, later: number): void {
    this.#until(earlier, later);
    const last = this.#steps.at(-1);
    if (last === undefined || last.removed + last.added > 0)
      this.#steps.push({ same: 1, removed: 0, added: 0 });
    else last.same += 1;
    [this.#earlier, this.#later] = [earlier + 1, later + 1];
  }

  finish(earlier: readonly T[], later: readonly T[]): readonly Piece[] {
    this.#until(earlier.length, later.length);
    const pieces: Piece[] = [];
    let [i, j] = [0, 0];
    for (const { same, removed, added } of together(this.#steps, earlier, later)) {
      if (same > 0) pieces.push({ kind: 'same', earlier: i, later: j, length: same });
      [i, j] = [i + same, j + same];
      if (removed > 0) pieces.push({ kind: 'removed', earlier: i, later: j, length: removed });
      i += removed;
      if (added > 0) pieces.push({ kind: 'added', earlier: i, later: j, length: added });
      j += added;
    }
    return pieces;
  }

  #until(earlier: number, later: number): void {
    const [removed, added] = [earlier - this.#earlier, later - this.#later];
    if (removed + added === 0) return;
    const last = this.#steps.at(-1);
    if (last === undefined) this.#steps.push({ same: 0, removed, added });
    else Object.assign(last, { removed, added });
  }
}

/**
 * Of blank rows, which ones are gone is anybody's guess: a change that could as well stand next to another one
 * does, so that nothing is marked where nothing happened.
 */
function together<T>(
  steps: readonly Step[],
  earlier: readonly T[],
  later: readonly T[],
): readonly Step[] {
  const done: Step[] = [];
  let [i, j] = [0, 0];
  let carried = 0;
  for (const [place, { same, ...change }] of steps.entries()) {
    const step = { same: same + carried, ...change };
    carried = 0;
    [i, j] = [i + step.same, j + step.same];
    const before = done.at(-1);
    const next = steps[place + 1];
    const { removed, added } = step;
    const one = removed > 0 !== added > 0;
    const [list, at] = removed > 0 ? [earlier, i] : [later, j];
    const length = removed + added;
    if (one && before !== undefined && repeats(list, at - step.same, step.same, length)) {
      before.removed += removed;
      before.added += added;
      carried = step.same;
      [i, j] = [i - step.same, j - step.same];
    } else if (
      one &&
      next !== undefined &&
      next.removed + next.added > 0 &&
      repeats(list, at, next.same, length)
    ) {
      next.removed += removed;
      next.added += added;
      carried = step.same;
      [i, j] = [i - step.same, j - step.same];
      continue;
    } else done.push(step);
    [i, j] = [i + removed, j + added];
  }
  if (carried > 0) done.push({ same: carried, removed: 0, added: 0 });
  return done;
}

/** Whether each of a run equals what stands some places further. */
function repeats(list: readonly unknown[], from: number, count: number, further: number): boolean {
  for (let place = from; place < from + count; place++)
    if (list[place] !== list[place + further]) return false;
  return true;
}
