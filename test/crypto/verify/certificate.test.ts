import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '#src/core/bytes.ts';
import { signP256 } from '#src/crypto/p256.ts';
import { fingerprint, verifyCertificate } from '#src/crypto/verify/certificate.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { childrenOf, readOneDer } from '#src/crypto/verify/der.ts';
import { encodeX509, parseX509 } from '#src/crypto/verify/x509.ts';
import { itWithTool } from '#test/support/tools.ts';
import { errorOf, flipBit, makeCa, makePerson, NOW, SLOW } from '../fixtures.ts';
import { otherSignature } from './malleable.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-verify-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ca = await makeCa();
const { certificate } = await makePerson(ca, 'Ada Fernsby', ['dsl']);

/** A certificate whose signed part was changed and signed again by the CA. */
async function resigned(change: (tbs: Uint8Array) => Uint8Array): Promise<Uint8Array> {
  const tbs = change(Uint8Array.from(parseX509(certificate).tbs));
  return encodeX509(tbs, await signP256(ca.keys.pkcs8, tbs));
}

/** Put other bytes of the same length in the place of some. */
function replace(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const hex = Buffer.from(bytes).toString('hex');
  expect(hex.split(from)).toHaveLength(2);
  return fromHex(hex.replace(from, to));
}

describe('verifyCertificate', () => {
  it('accepts no certificate with a bit changed', async () => {
    for (let bit = 0; bit < certificate.length * 8; bit += SLOW ? 1 : 7) {
      expect(
        await errorOf(() => verifyCertificate(flipBit(certificate, bit), ca.der, NOW)),
        `bit ${bit}`,
      ).toMatchObject({ code: 'CERTIFICATE_INVALID' });
    }
  });

  it('accepts no CA with a bit changed', async () => {
    for (let bit = 0; bit < ca.der.length * 8; bit++) {
      expect(
        await errorOf(() => verifyCertificate(certificate, flipBit(ca.der, bit), NOW)),
        `bit ${bit}`,
      ).toMatchObject({ code: 'CERTIFICATE_INVALID' });
    }
  });

  it('refuses the second signature that anybody can make of the first', async () => {
    const { tbs, signature } = parseX509(certificate);
    const other = encodeX509(tbs, otherSignature(signature));
    await expect(verifyCertificate(other, ca.der, NOW)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: "certificate expected the CA's signature",
    });
  });

  it('refuses bytes after the certificate', async () => {
    const longer = concatBytes(certificate, Uint8Array.of(0));
    await expect(verifyCertificate(longer, ca.der, NOW)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
    });
  });

  it("refuses another school's certificate, also where the school has the same name", async () => {
    const same = await makeCa();
    const other = await makeCa('Otterby School');
    await expect(verifyCertificate(certificate, same.der, NOW)).rejects.toMatchObject({
      message: "certificate expected the CA's signature",
    });
    await expect(verifyCertificate(certificate, other.der, NOW)).rejects.toMatchObject({
      message: 'certificate expected this CA as its issuer',
    });
  });

  it('refuses a certificate in the place of the CA, and the CA in the place of a certificate', async () => {
    const invalid = { code: 'CERTIFICATE_INVALID' };
    await expect(verifyCertificate(certificate, certificate, NOW)).rejects.toMatchObject(invalid);
    await expect(verifyCertificate(ca.der, ca.der, NOW)).rejects.toMatchObject(invalid);
  });

  it.each<[string, string, string]>([
    // Each is signed by the CA's key: only the profile can refuse it.
    ['a leaf that may certify', '0603551d130101ff04023000', '0603551d130101ff04023080'],
    ['an extension that is not critical', '0603551d0f0101ff', '0603551d0f010100'],
    ['another key usage', '040403 0206c0'.replace(' ', ''), '0404030206c4'],
    ['another purpose', '2b06010505070304', '2b06010505070303'],
    ['a reserved role', Buffer.from('"dsl"').toString('hex'), Buffer.from('"dsm"').toString('hex')],
    [
      'another version of the facts',
      Buffer.from('"v":1').toString('hex'),
      Buffer.from('"v":2').toString('hex'),
    ],
    [
      'another kind',
      Buffer.from('"person"').toString('hex'),
      Buffer.from('"parson"').toString('hex'),
    ],
    ['version 1', 'a003020102', 'a003020100'],
    [
      'a month that is none',
      Buffer.from('260101').toString('hex'),
      Buffer.from('261301').toString('hex'),
    ],
  ])('refuses %s', async (_, from, to) => {
    const der = await resigned((tbs) => replace(tbs, from, to));
    await expect(verifyCertificate(der, ca.der, NOW)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
    });
  });

  it('accepts what the CA signed again unchanged', async () => {
    const der = await resigned((tbs) => tbs);
    expect(await verifyCertificate(der, ca.der, NOW)).toMatchObject({ commonName: 'Ada Fernsby' });
  });

  it('throws CERTIFICATE_EXPIRED before its first and after its last second, and not in them', async () => {
    const short = await makePerson(ca, 'Ada Fernsby', [], {
      notBeforeAt: '2026-09-01T08:00:00.000Z',
      notAfterAt: '2027-07-20T15:30:00.000Z',
    });
    const verify = (at: string) => verifyCertificate(short.certificate, ca.der, at);
    for (const at of ['2026-09-01T07:59:59.999Z', '2027-07-20T15:30:01.000Z']) {
      await expect(verify(at)).rejects.toMatchObject({
        code: 'CERTIFICATE_EXPIRED',
        message: 'certificate expected to be valid at this time, got another',
        details: { notAfterAt: '2027-07-20T15:30:00.000Z' },
      });
    }
    for (const at of ['2026-09-01T08:00:00.000Z', '2027-07-20T15:30:00.999Z']) {
      expect(await verify(at)).toMatchObject({ notBeforeAt: '2026-09-01T08:00:00.000Z' });
    }
  });

  it('throws CERTIFICATE_EXPIRED when the CA is no longer valid', async () => {
    const old = await makeCa('Ambervale School', {
      notBeforeAt: '2026-01-01T00:00:00.000Z',
      notAfterAt: '2027-01-01T00:00:00.000Z',
    });
    const one = await makePerson(old, 'Ada Fernsby');
    await expect(
      verifyCertificate(one.certificate, old.der, '2028-01-01T00:00:00.000Z'),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
  });

  it('throws RangeError for a time that is none', async () => {
    await expect(verifyCertificate(certificate, ca.der, '2026-11-17')).rejects.toThrow(RangeError);
  });

  itWithTool(
    'openssl',
    "refuses a certificate of openssl's making, with another profile",
    async (openssl) => {
      const path = join(folder, 'other.der');
      const key = join(folder, 'key.pem');
      execFileSync(
        openssl,
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-keyout',
          key,
          '-subj',
          '/O=Ambervale School/CN=Countersign CA',
          '-days',
          '3650',
          '-outform',
          'DER',
          '-out',
          path,
        ],
        { stdio: 'ignore' },
      );
      const other = Uint8Array.from(readFileSync(path));
      await expect(verifyCertificate(certificate, other, NOW)).rejects.toMatchObject({
        code: 'CERTIFICATE_INVALID',
      });
    },
  );

  it('refuses a key of another curve', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const spki = publicKey.export({ format: 'der', type: 'spki' }).subarray(0, 91);
    const ours = Buffer.from(parseX509(certificate).spki).toString('hex');
    const der = await resigned((tbs) => replace(tbs, ours, Buffer.from(spki).toString('hex')));
    await expect(verifyCertificate(der, ca.der, NOW)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
    });
  });
});

describe('fingerprint', () => {
  it('is the digest of the DER', async () => {
    expect(await fingerprint(ca.der)).toBe(digestOf(ca.der));
  });
});

describe('encodeX509', () => {
  it('puts a parsed certificate together as it was', () => {
    const { tbs, signature } = parseX509(certificate);
    expect(encodeX509(tbs, signature)).toEqual(certificate);
    expect(childrenOf(readOneDer(certificate))).toHaveLength(3);
  });
});
