import { describe, expect, it } from 'vitest';
import { keyOfComputer, keyOfPerson } from '#src/verify/certificates.ts';
import { checkSigners } from '#src/verify/signers.ts';
import { readLines } from '#src/verify/ledger-lines.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { checked } from './checks.ts';

const sample = samplePack('small');
const late = '2099-01-01T00:00:00.000Z';

describe('keyOfPerson', () => {
  it('gives the key that the CA certifies, at any time up to the end of its certificate', async () => {
    const { keys, about } = await checked(sample.files());
    const [{ personId }] = sample.people;
    const { origin } = about.ledger;
    const { name, publicKey } = keyOfPerson(keys, origin, personId, about.createdAt);
    expect(name).toBe(`${origin}/person/${personId}`);
    expect(publicKey).toHaveLength(32);
    expect(keyOfPerson(keys, origin, personId, '1980-01-01T00:00:00.000Z')).toBeDefined();
  });

  it('throws CERTIFICATE_EXPIRED later, SIGNER_UNKNOWN for somebody else', async () => {
    const { keys } = await checked(sample.files());
    const [{ personId }] = sample.people;
    expect(() => keyOfPerson(keys, 'x', personId, late)).toThrow(
      expect.objectContaining({
        code: 'CERTIFICATE_EXPIRED',
        message: 'certificate expected to be valid at its use',
      }),
    );
    expect(() => keyOfPerson(keys, 'x', 'a'.repeat(26), late)).toThrow(
      expect.objectContaining({
        code: 'SIGNER_UNKNOWN',
        message: 'signer expected one whom the pack certifies',
      }),
    );
  });
});

describe('keyOfComputer', () => {
  it('throws SIGNER_UNKNOWN where the pack names no computer', async () => {
    const { keys } = await checked(sample.files());
    expect(keyOfComputer(keys, 'x', '2026-12-01T00:00:00.000Z').name).toBe('x/computer');
    expect(() => keyOfComputer({ ...keys, computer: null }, 'x', late)).toThrow(
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
