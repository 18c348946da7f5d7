import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSheet, encodeSheet } from '#src/crypto/recovery-sheet.ts';
import { splitSecret, combineShares } from '#src/crypto/shares.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { errorOf, RUNS } from './fixtures.ts';

const KEY_ID = 'release-1';

describe('encodeSheet', () => {
  it('is undone by decodeSheet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 33, maxLength: 33 }), (share) => {
        const words = encodeSheet(share, KEY_ID);
        expect(words).toHaveLength(26);
        expect(decodeSheet(words, KEY_ID)).toEqual(new Uint8Array(share));
      }),
      { numRuns: RUNS },
    );
  });

  it('gives the 24 words of BIP 39 order for the bits of the share', () => {
    // The list begins abandon, ability and ends zone, zoo.
    expect(encodeSheet(new Uint8Array(33), KEY_ID).slice(0, 24)).toEqual(
      Array.from({ length: 24 }, () => 'abandon'),
    );
    expect(encodeSheet(new Uint8Array(33).fill(0xff), KEY_ID)[23]).toBe('zoo');
  });

  it('throws RangeError for a share of another length or an unprintable key id', () => {
    expect(() => encodeSheet(new Uint8Array(32), KEY_ID)).toThrow(RangeError);
    expect(() => encodeSheet(new Uint8Array(33), 'two words')).toThrow(RangeError);
  });
});

describe('decodeSheet', () => {
  it('reads two sheets that rebuild a secret, however they were typed', async () => {
    const secret = randomBytes(32);
    const shares = await splitSecret(secret, 3);
    const typed = shares.map((share) =>
      encodeSheet(share, KEY_ID).map((word, i) => (i % 2 === 0 ? ` ${word.toUpperCase()}` : word)),
    );
    const [one = [], , three = []] = typed;
    const read = [decodeSheet(one, KEY_ID), decodeSheet(three, KEY_ID)];
    expect(await combineShares(read)).toEqual(secret);
  });

  it('throws SHEET_WORD_UNKNOWN with the position of a word that is not in the list', () => {
    const words = encodeSheet(randomBytes(33), KEY_ID);
    words[4] = 'xylophones';
    expect(() => decodeSheet(words, KEY_ID)).toThrow(
      expect.objectContaining({
        code: 'SHEET_WORD_UNKNOWN',
        message: 'word 5 expected one of the list, got another',
        details: { position: 5 },
      }),
    );
  });

  it('throws SHEET_CHECK_FAILED for a sheet of another key', () => {
    const words = encodeSheet(randomBytes(33), KEY_ID);
    expect(() => decodeSheet(words, 'release-2')).toThrow(
      expect.objectContaining({
        code: 'SHEET_CHECK_FAILED',
        message: 'check words expected to match the sheet and its key, got others',
      }),
    );
  });

  it('throws SHEET_CHECK_FAILED for 25 words', () => {
    const words = encodeSheet(randomBytes(33), KEY_ID).slice(1);
    expect(() => decodeSheet(words, KEY_ID)).toThrow(
      expect.objectContaining({
        code: 'SHEET_CHECK_FAILED',
        message: 'sheet expected 26 words, got 25',
      }),
    );
  });

  it('refuses a wrong word of the list at any place, and two neighbours swapped', async () => {
    const words = encodeSheet(randomBytes(33), KEY_ID);
    for (const [i, word] of words.entries()) {
      const wrong = words.with(i, word === 'zoo' ? 'abandon' : 'zoo');
      expect(await errorOf(() => decodeSheet(wrong, KEY_ID))).toMatchObject({
        code: 'SHEET_CHECK_FAILED',
      });
      const next = words[i + 1];
      if (next === undefined || next === word) continue;
      const swapped = words.with(i, next).with(i + 1, word);
      expect(await errorOf(() => decodeSheet(swapped, KEY_ID))).toMatchObject({
        code: 'SHEET_CHECK_FAILED',
      });
    }
  });
});
