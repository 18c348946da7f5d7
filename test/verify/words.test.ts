import { describe, expect, it } from 'vitest';
import { NOT_PROVED, notCheckedIn, sentenceOf } from '#src/verify/words.ts';

describe('sentenceOf', () => {
  it('says it in words, with code, place and message', () => {
    const message = 'file expected in the pack, got none';
    expect(sentenceOf({ code: 'PACK_FILE_MISSING', message, where: 'data/a.txt' })).toBe(
      `A file that the pack lists is not in it. (PACK_FILE_MISSING, data/a.txt: ${message})`,
    );
  });

  it('has words for a code that it does not know', () => {
    expect(sentenceOf({ code: 'INTERNAL', message: 'x', where: 'y' })).toBe(
      'Something in it does not have its form. (INTERNAL, y: x)',
    );
  });
});

describe('notCheckedIn', () => {
  it('is never empty', () => {
    expect(notCheckedIn(null, true).length).toBeGreaterThan(0);
    expect(NOT_PROVED.length).toBeGreaterThan(0);
  });
});
