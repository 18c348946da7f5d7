import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import {
  fingerprintOf,
  issueCa,
  issueCertificate,
  verifyCertificate,
  type CertificateInput,
} from '#src/crypto/certificate.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import { itWithTool } from '#test/support/tools.ts';
import { FROM, makeCa, NOW, UNTIL } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-certificate-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ca = await makeCa();
const publicKeys = await publicKeysOf(await newPersonKeys('person'));
const person: CertificateInput = {
  caDer: ca.der,
  caPkcs8: ca.keys.pkcs8,
  kind: 'person',
  id: 'abcdefghijklmnopqrstuvwxyz',
  commonName: 'Zoë #O’Brien, DSL',
  roles: ['dsl', 'reviewer'],
  ...publicKeys,
  notBeforeAt: FROM,
  notAfterAt: UNTIL,
};
const computer: CertificateInput = { ...person, kind: 'computer', roles: [], ageRecipient: null };
const release: CertificateInput = {
  ...person,
  kind: 'release',
  roles: [],
  ed25519PublicKey: null,
  ageRecipient: (await newAgeIdentity()).recipient,
};

describe('issueCa', () => {
  it('makes a certificate that node:crypto reads as a CA of the school, signed by itself', () => {
    const certificate = new X509Certificate(ca.der);
    expect(certificate.ca).toBe(true);
    expect(certificate.subject).toBe('O=Ambervale School\nCN=Countersign CA');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.validToDate.toISOString()).toBe(UNTIL);
  });

  it('throws RangeError for an empty or long name and a period that ends before it begins', async () => {
    const { keys } = ca;
    for (const bad of [
      { schoolName: ' ', notBeforeAt: FROM, notAfterAt: UNTIL },
      { schoolName: 'x'.repeat(129), notBeforeAt: FROM, notAfterAt: UNTIL },
      { schoolName: 'x', notBeforeAt: UNTIL, notAfterAt: FROM },
      { schoolName: 'x', notBeforeAt: 'today', notAfterAt: UNTIL },
    ]) {
      await expect(issueCa({ keys, ...bad })).rejects.toThrow(RangeError);
    }
  });
});

describe('issueCertificate', () => {
  it('certifies a person with all keys and roles', async () => {
    const der = await issueCertificate(person);
    expect(await verifyCertificate(der, ca.der, NOW)).toEqual({
      kind: 'person',
      id: person.id,
      commonName: person.commonName,
      roles: ['dsl', 'reviewer'],
      ...publicKeys,
      serial: expect.stringMatching(/^[4-7][0-9a-f]{31}$/),
      notBeforeAt: FROM,
      notAfterAt: UNTIL,
      fingerprint: fingerprintOf(der),
    });
  });

  it('certifies the computer and the release recipient', async () => {
    for (const input of [computer, release]) {
      const facts = await verifyCertificate(await issueCertificate(input), ca.der, NOW);
      const { kind, ageRecipient, ed25519PublicKey } = input;
      expect(facts).toMatchObject({ kind, ageRecipient, ed25519PublicKey, roles: [] });
    }
  });

  it('is read by node:crypto, which finds the same issuer, key, name and number', async () => {
    const der = await issueCertificate(person);
    const certificate = new X509Certificate(der);
    const { serial } = await verifyCertificate(der, ca.der, NOW);
    expect(certificate.verify(new X509Certificate(ca.der).publicKey)).toBe(true);
    expect(certificate.checkIssued(new X509Certificate(ca.der))).toBe(true);
    expect(certificate.serialNumber.toLowerCase()).toBe(serial);
    expect(certificate.publicKey.export({ format: 'der', type: 'spki' })).toEqual(
      Buffer.from(person.p256Spki),
    );
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36']);
  });

  it('gives every certificate another number', async () => {
    const ders = await Promise.all(Array.from({ length: 5 }, () => issueCertificate(person)));
    const facts = await Promise.all(ders.map((der) => verifyCertificate(der, ca.der, NOW)));
    expect(new Set(facts.map(({ serial }) => serial)).size).toBe(5);
  });

  itWithTool(
    'openssl',
    'is accepted by openssl verify, strictly, as a signer of mail',
    async (openssl) => {
      const paths = { ca: join(folder, 'ca.pem'), leaf: join(folder, 'leaf.pem') };
      writeFileSync(paths.ca, new X509Certificate(ca.der).toString());
      const verify = async (input: CertificateInput) => {
        writeFileSync(paths.leaf, new X509Certificate(await issueCertificate(input)).toString());
        const args = [
          'verify',
          '-x509_strict',
          '-purpose',
          'smimesign',
          '-CAfile',
          paths.ca,
          paths.leaf,
        ];
        return execFileSync(openssl, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
      };
      expect(await verify(person)).toMatch(/: OK\n$/);
      // Only people sign records: no one else's certificate passes for that.
      await expect(verify(computer)).rejects.toThrow(/unsuitable certificate purpose/);
      await expect(verify(release)).rejects.toThrow(/unsuitable certificate purpose/);
    },
  );

  it.each<[string, CertificateInput]>([
    ['an id with a space', { ...person, id: 'a b' }],
    ['a role twice', { ...person, roles: ['dsl', 'dsl'] }],
    ['a role of a computer', { ...computer, roles: ['dsl'] }],
    ['a person without an age recipient', { ...person, ageRecipient: null }],
    ['a classic age recipient', { ...person, ageRecipient: `age1${'q'.repeat(58)}` }],
    ['a computer without an Ed25519 key', { ...computer, ed25519PublicKey: null }],
    ['a short Ed25519 key', { ...person, ed25519PublicKey: new Uint8Array(31) }],
    ['a private key that is not the CA’s', { ...person, caPkcs8: newP256KeyPair().pkcs8 }],
    ['bytes that are no CA', { ...person, caDer: new Uint8Array(40) }],
  ])('throws CERTIFICATE_INVALID for %s', async (_, input) => {
    await expect(issueCertificate(input)).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });
  });

  it('throws CERTIFICATE_EXPIRED when it would begin before the CA', async () => {
    const input = { ...person, notBeforeAt: '2025-12-31T23:59:59.999Z' };
    await expect(issueCertificate(input)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
  });

  it('throws CERTIFICATE_INVALID when a certified person poses as a CA', async () => {
    const caDer = await issueCertificate(person);
    const keys = newP256KeyPair();
    const own = await issueCertificate({ ...person, p256Spki: keys.spki });
    expect(caDer).not.toEqual(own);
    await expect(
      issueCertificate({ ...person, caDer: own, caPkcs8: keys.pkcs8 }),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });
  });

  it('throws RangeError for a name or key of another form', async () => {
    await expect(issueCertificate({ ...person, commonName: '' })).rejects.toThrow(RangeError);
    await expect(issueCertificate({ ...person, p256Spki: new Uint8Array(90) })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('fingerprintOf', () => {
  it('is the SHA-256 of the DER, as other tools print it', () => {
    expect(fingerprintOf(ca.der)).toBe(digestOf(ca.der));
    const { fingerprint256 } = new X509Certificate(ca.der);
    expect(fingerprintOf(ca.der)).toBe(
      `sha256:${fingerprint256.replaceAll(':', '').toLowerCase()}`,
    );
  });
});
