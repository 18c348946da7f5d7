import { describe, expect, it } from 'vitest';
import { randomBytes } from '#src/crypto/random.ts';
import { decodeSheet } from '#src/crypto/recovery-sheet.ts';
import { recipientOf } from '#src/crypto/age-file.ts';
import { assertRebuilds, CustodianSheets } from '#src/vault/custodian-sheets.ts';

const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(26));

describe('CustodianSheets', () => {
  it.each([2, 3, 5])('proves every pair of %i sheets, in any order, each once', async (count) => {
    const sheets = await CustodianSheets.make(ids.slice(0, count), randomBytes);
    const order = sheets.custodianIds.toReversed();
    for (const personId of order) {
      expect(sheets.proved).toBe(false);
      await sheets.prove(personId, sheets.show(personId));
      await sheets.prove(personId, sheets.show(personId));
    }
    expect(sheets.proved).toBe(true);
    expect(sheets.pairsProved).toBe((count * (count - 1)) / 2);
    expect(new Set(sheets.coordinates).size).toBe(count);
    expect(sheets.state()).toEqual(
      ids.slice(0, count).map((personId) => ({ personId, shown: true, proved: true })),
    );
  });

  it('takes words with capitals and spaces, and refuses strangers', async () => {
    const sheets = await CustodianSheets.make(ids.slice(0, 2), randomBytes);
    const [first = '', second = ''] = ids;
    await sheets.prove(
      first,
      sheets.show(first).map((word) => ` ${word.toUpperCase()} `),
    );
    await expect(sheets.prove(second, sheets.show(first))).rejects.toMatchObject({
      code: 'SHARE_MISMATCH',
      message: 'sheets expected to rebuild the key, got others',
    });
    expect(() => sheets.show(ids[4] ?? '')).toThrow(
      expect.objectContaining({ code: 'VAULT_PERSON_UNKNOWN' }),
    );
  });

  it('refuses one custodian, six, and one twice', async () => {
    for (const some of [ids.slice(0, 1), [...ids, 'f'.repeat(26)], [ids[0] ?? '', ids[0] ?? '']]) {
      await expect(CustodianSheets.make(some, randomBytes)).rejects.toMatchObject({
        code: 'VAULT_SETUP_INVALID',
      });
    }
  });
});

describe('assertRebuilds', () => {
  it('gives the identity of two shares and refuses shares of two keys', async () => {
    const one = await CustodianSheets.make(ids.slice(0, 2), randomBytes);
    const other = await CustodianSheets.make(ids.slice(0, 2), randomBytes);
    const shareOf = (sheets: CustodianSheets, i: number): Uint8Array =>
      decodeSheet(sheets.show(ids[i] ?? ''), sheets.keyId);
    const identity = await assertRebuilds([shareOf(one, 0), shareOf(one, 1)], one.recipient);
    expect(await recipientOf(identity)).toBe(one.recipient);
    await expect(
      assertRebuilds([shareOf(one, 0), shareOf(one, 0)], one.recipient),
    ).rejects.toMatchObject({ code: 'SHARE_MALFORMED' });
    const mixed = assertRebuilds([shareOf(one, 0), shareOf(other, 1)], one.recipient);
    await expect(mixed).rejects.toMatchObject({ code: expect.stringMatching(/^SHARE_/) as string });
  });
});
