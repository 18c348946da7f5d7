import { readingsOf } from './decode-text.ts';
import type { TraceFacts } from './trace-schema.ts';
import { wordsOf } from './words.ts';

const MAX_SAMPLES = 20;
const MAX_SAMPLE = 200;
// A run is compared by its first words: a text is found again by fewer than these.
const MAX_RUN_WORDS = 60;
const MAX_RUNS = 20_000;

interface Run {
  readonly text: string;
  readonly words: readonly string[];
  isWhole: boolean;
}

/**
 * Finds out which lines of the shown text stand in what servers sent. Bodies are given one after the other
 * and forgotten again.
 * @see docs/spec/capture.md, section 9
 */
export class TextTrace {
  readonly #runs: Run[] = [];
  /** Words of the shown text that no body has had so far. */
  readonly #missing = new Set<string>();
  /** Runs by their first word, those that are not found whole yet. */
  readonly #byFirst = new Map<string, Run[]>();

  /** @param lines - of the shown text, in order */
  constructor(lines: readonly string[]) {
    for (const text of lines.slice(0, MAX_RUNS)) {
      const words = wordsOf(text).slice(0, MAX_RUN_WORDS);
      const [first] = words;
      if (first === undefined) continue;
      const run = { text, words, isWhole: false };
      this.#runs.push(run);
      for (const word of words) this.#missing.add(word);
      const others = this.#byFirst.get(first);
      if (others === undefined) this.#byFirst.set(first, [run]);
      else others.push(run);
    }
  }

  /** Compare with one response's text. */
  body(text: string, hasStyle: boolean): void {
    for (const reading of readingsOf(text, hasStyle)) this.#compare(wordsOf(reading));
  }

  /** Words that came by other ways than a body, without order. */
  heard(words: ReadonlySet<string>): void {
    for (const word of [...this.#missing]) if (words.has(word)) this.#missing.delete(word);
  }

  /** What was found; null where the page shows no words. */
  facts(): TraceFacts['text'] {
    if (this.#runs.length === 0) return null;
    const rest = this.#runs.filter(({ isWhole }) => !isWhole);
    const untraced = rest.filter(({ words }) => words.some((word) => this.#missing.has(word)));
    return {
      runs: this.#runs.length,
      whole: this.#runs.length - rest.length,
      words: rest.length - untraced.length,
      untraced: untraced.length,
      samples: untraced
        .slice(0, MAX_SAMPLES)
        .map(({ text }) => text.slice(0, MAX_SAMPLE).toWellFormed()),
    };
  }

  #compare(words: readonly string[]): void {
    for (const [index, word] of words.entries()) {
      this.#missing.delete(word);
      const waiting = this.#byFirst.get(word);
      if (waiting === undefined) continue;
      const left = waiting.filter((run) => {
        run.isWhole = run.words.every((expected, at) => words[index + at] === expected);
        return !run.isWhole;
      });
      if (left.length === 0) this.#byFirst.delete(word);
      else this.#byFirst.set(word, left);
    }
  }
}
