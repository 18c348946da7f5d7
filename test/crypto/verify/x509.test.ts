import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseX509 } from '#src/crypto/verify/x509.ts';
import { FROM, makeCa, makePerson, RUNS, UNTIL } from '../fixtures.ts';

const ca = await makeCa();
const { certificate } = await makePerson(ca, 'Ada Fernsby');

describe('parseX509', () => {
  it('gives the parts of a certificate', () => {
    expect(parseX509(certificate)).toMatchObject({
      commonName: 'Ada Fernsby',
      notBeforeAt: FROM,
      notAfterAt: UNTIL,
    });
    expect(parseX509(certificate).issuer).toEqual(parseX509(ca.der).subject);
    expect(parseX509(certificate).extensions.size).toBe(6);
  });

  it('throws CERTIFICATE_INVALID, and nothing else, for any bytes and any mutation', () => {
    const invalid = expect.objectContaining({ code: 'CERTIFICATE_INVALID' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => parseX509(bytes)).toThrow(invalid);
      }),
      { numRuns: RUNS * 10 },
    );
    fc.assert(
      fc.property(fc.nat(certificate.length - 1), fc.nat(certificate.length), (from, length) => {
        const cut = Uint8Array.from([
          ...certificate.subarray(0, from),
          ...certificate.subarray(from + 1 + length),
        ]);
        expect(() => parseX509(cut)).toThrow(invalid);
      }),
      { numRuns: RUNS * 10 },
    );
  });

  it('throws CERTIFICATE_INVALID for more than 32 KiB', () => {
    expect(() => parseX509(new Uint8Array(32 * 1024 + 1))).toThrow(
      expect.objectContaining({
        code: 'CERTIFICATE_INVALID',
        message: 'certificate expected at most 32768 bytes',
      }),
    );
  });
});
