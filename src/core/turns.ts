/** Longest that work in turns goes on before it lets others in, milliseconds. */
const STRETCH_MS = 10;

/**
 * Breaks long work into stretches, so that the app answers meanwhile and STOP is never behind it in line.
 * One of these belongs to one piece of work. What it measures is for this alone and goes into no record.
 */
export class Turns {
  #sinceMs = performance.now();

  /** Whether a stretch is over: then await {@link Turns.pause}. */
  get isOver(): boolean {
    return performance.now() - this.#sinceMs > STRETCH_MS;
  }

  /** Let everything in that waits, and begin a new stretch. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#sinceMs = performance.now();
  }
}

/**
 * Map a list of any length, in order, with pauses.
 * @param items - not changed meanwhile
 */
export async function mapInTurns<T, R>(
  items: readonly T[],
  turns: Turns,
  make: (item: T) => R,
): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) {
    made.push(make(item));
    if (turns.isOver) await turns.pause();
  }
  return made;
}
