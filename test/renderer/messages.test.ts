import { describe, expect, it } from 'vitest';
import { messages, wordsFor } from '../../renderer/messages.ts';

const never = /successful|oops|please wait|sorry|!|invalid input|error/iu;

describe('messages', () => {
  it.each(Object.entries(messages))(
    'says for %s what failed, what is safe and what to do',
    (_, words) => {
      expect(words.what).toMatch(/^\p{Lu}.*[^.!]$/u);
      expect(words.safe).toMatch(/^\p{Lu}.*\.$/u);
      expect(words.act).toMatch(/^\p{Lu}.*\.$/u);
      expect(`${words.what} ${words.safe} ${words.act}`).not.toMatch(never);
    },
  );
});

describe('wordsFor', () => {
  it('gives an unknown code the words of INTERNAL', () => {
    expect(wordsFor('NO_SUCH_CODE')).toEqual(messages.INTERNAL);
  });

  it('does not take an inherited name for a code', () => {
    expect(wordsFor('constructor')).toEqual(messages.INTERNAL);
  });

  it('uses the main process’s own words only for a refusal', () => {
    expect(wordsFor('INVESTIGATION_REFUSED', 'contact the LADO first').act).toBe(
      'Contact the LADO first.',
    );
    expect(wordsFor('STORE_DISK_FULL', 'ENOSPC at /secret').act).toBe(messages.STORE_DISK_FULL.act);
  });

  it('names the place of a word that is on no sheet', () => {
    expect(wordsFor('SHEET_WORD_UNKNOWN', '', { position: 17 }).what).toBe(
      'Word 17 is on no sheet',
    );
  });
});
