import { describe, expect, it } from 'vitest';
import { keyOfComputer, keyOfPerson } from '#src/verify/certificates.ts';
import { checkSigners } from '#src/verify/signers.ts';
import { readLines } from '#src/verify/ledger-lines.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { checked } from './checks.ts';

const sample = samplePack('small');
const late = '2099-01-01T00:00:00.000Z';

describe('keyOfPerson', () => {
  it('gives the key that the CA certifies, and whether its certificate had run out', async () => {
    const { keys, about } = await checked(sample.files());
    const [{ personId }] = sample.people;
    const { origin } = about.ledger;
    const { name, keys: known } = keyOfPerson(keys, origin, personId, about.createdAt);
    expect(name).toBe(`${origin}/person/${personId}`);
    expect(known).toEqual([{ publicKey: expect.any(Uint8Array) as Uint8Array, expired: false }]);
    const [early] = keyOfPerson(keys, origin, personId, '1980-01-01T00:00:00.000Z').keys;
    expect(early?.expired).toBe(false);
    expect(keyOfPerson(keys, origin, personId, late).keys[0]?.expired).toBe(true);
  });

  it('throws SIGNER_UNKNOWN for somebody else', async () => {
    const { keys } = await checked(sample.files());
    expect(() => keyOfPerson(keys, 'x', 'a'.repeat(26), late)).toThrow(
      expect.objectContaining({
        code: 'SIGNER_UNKNOWN',
        message: 'signer expected one whom the pack certifies',
      }),
    );
  });
});

describe('keyOfComputer', () => {
  it('throws SIGNER_UNKNOWN for a computer that the pack does not name', async () => {
    const { keys, about } = await checked(sample.files());
    const [computerId = ''] = about.computers.map((one) => one.computerId);
    const at = '2026-12-01T00:00:00.000Z';
    expect(keyOfComputer(keys, 'x', computerId, at).name).toBe(`x/computer/${computerId}`);
    expect(() => keyOfComputer({ ...keys, computers: new Map() }, 'x', computerId, at)).toThrow(
      expect.objectContaining({ code: 'SIGNER_UNKNOWN' }),
    );
  });
});

describe('checkSigners', () => {
  it('throws CERTIFICATE_EXPIRED for entries outside a sitting after a certificate’s end', async () => {
    const { files, about, keys } = await checked(sample.files());
    const lines = readLines(files, about);
    const { origin } = about.ledger;
    for (const index of [0, 4]) {
      const line = lines[index];
      if (line === undefined) throw new RangeError('an entry expected');
      await checkSigners(line, origin, keys, new Map());
      const then = { ...line, recordedAt: late };
      await expect(checkSigners(then, origin, keys, new Map())).rejects.toMatchObject({
        code: 'CERTIFICATE_EXPIRED',
      });
    }
  });
});
