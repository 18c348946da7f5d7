const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;
const SMALL_NUMBER = /^\p{N}{1,3}$/u;

/**
 * The words of a text as the trace compares them: NFKC, lower case, without marks that are not seen; numbers
 * of up to three digits are left out, since pages count.
 * @see docs/spec/capture.md, section 9
 */
export function wordsOf(text: string): readonly string[] {
  const found = text.replaceAll(INVISIBLE, '').normalize('NFKC').toLowerCase().match(WORD) ?? [];
  return found.filter((word) => !SMALL_NUMBER.test(word));
}
