import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { afterAll, describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { issueCertificate } from '#src/crypto/certificate.ts';
import { signCms, verifyCms } from '#src/crypto/cms.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { itWithTool } from '#test/support/tools.ts';
import { FROM, makeCa, makePerson, NOW, UNTIL } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-cms-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ca = await makeCa();
const ada = await makePerson(ca, 'Ada Fernsby', ['dsl']);
const ben = await makePerson(ca, 'Ben Otterby', ['headteacher']);
const content = utf8('line one\nline two\n');

function signedDataOf(der: Uint8Array): pkijs.SignedData {
  const { result } = asn1js.fromBER(Uint8Array.from(der));
  return new pkijs.SignedData({ schema: new pkijs.ContentInfo({ schema: result }).content });
}

describe('signCms', () => {
  it('makes what verifyCms accepts, whichever order the signers come in', async () => {
    for (const signers of [[ada, ben], [ben, ada], [ada]]) {
      const der = await signCms(content, signers, ca.der, { signedAt: NOW });
      expect(await verifyCms(der, content, ca.der)).toHaveLength(signers.length);
    }
  });

  it('signs for sixteen people', async () => {
    const people = await Promise.all(
      Array.from({ length: 16 }, (_, i) => makePerson(ca, `Person ${i}`)),
    );
    const der = await signCms(content, people, ca.der, { signedAt: NOW });
    const facts = await verifyCms(der, content, ca.der);
    expect(new Set(facts.map(({ personId }) => personId)).size).toBe(16);
    await expect(signCms(content, [...people, ada], ca.der, { signedAt: NOW })).rejects.toThrow(
      RangeError,
    );
  });

  it('leaves the time out where the container states it', async () => {
    const der = await signCms(content, [ada], ca.der, { signedAt: null });
    const [facts] = await verifyCms(der, content, ca.der);
    expect(facts?.signedAt).toBeNull();
    const types = signedDataOf(der).signerInfos[0]?.signedAttrs?.attributes.map(({ type }) => type);
    expect(types).not.toContain('1.2.840.113549.1.9.5');
  });

  it('writes exactly the attributes of CAdES-BES', async () => {
    const der = await signCms(content, [ada], ca.der, { signedAt: NOW });
    const [signer] = signedDataOf(der).signerInfos;
    expect(signer?.signedAttrs?.attributes.map(({ type }) => type).sort()).toEqual([
      '1.2.840.113549.1.9.16.2.47',
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
      '1.2.840.113549.1.9.5',
    ]);
    expect(signer?.unsignedAttrs).toBeUndefined();
  });

  it('is accepted by pkijs, for each signer, chain and all', async () => {
    const der = await signCms(content, [ada, ben], ca.der, { signedAt: NOW });
    const trusted = pkijs.Certificate.fromBER(Uint8Array.from(ca.der));
    for (const signer of [0, 1]) {
      const verified = await signedDataOf(der).verify({
        signer,
        data: Uint8Array.from(content).buffer,
        checkChain: true,
        trustedCerts: [trusted],
        checkDate: new Date(NOW),
      });
      expect(verified).toBe(true);
    }
  });

  itWithTool('openssl', 'is accepted by openssl cms -verify, with -cades too', async (openssl) => {
    const path = (name: string) => join(folder, name);
    writeFileSync(path('content'), content);
    writeFileSync(path('ca.pem'), new X509Certificate(ca.der).toString());
    const verify = (der: Uint8Array, ...options: string[]) => {
      writeFileSync(path('cms'), der);
      execFileSync(
        openssl,
        [
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          path('cms'),
          '-content',
          path('content'),
          '-CAfile',
          path('ca.pem'),
          '-out',
          path('out'),
          ...options,
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
    };
    const der = await signCms(content, [ada, ben], ca.der, { signedAt: NOW });
    verify(der);
    verify(der, '-cades');
    verify(await signCms(content, [ada], ca.der, { signedAt: null }), '-cades');
    writeFileSync(path('content'), utf8('another\n'));
    expect(() => {
      verify(der);
    }).toThrow(/verification failure/i);
  });

  it('throws SIGNATURE_INVALID for a private key that is not the certificate’s', async () => {
    const wrong = { ...ada, pkcs8: newP256KeyPair().pkcs8 };
    await expect(signCms(content, [wrong], ca.der, { signedAt: NOW })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('throws VALUE_INVALID for a private key that is none', async () => {
    const wrong = { ...ada, pkcs8: Uint8Array.of(1) };
    await expect(signCms(content, [wrong], ca.der, { signedAt: NOW })).rejects.toMatchObject({
      code: 'VALUE_INVALID',
    });
  });

  it('throws CERTIFICATE_INVALID for a certificate of another school or of a computer', async () => {
    const other = await makePerson(await makeCa('Otterby School'), 'Ada Fernsby');
    const keys = newP256KeyPair();
    const computer = await issueCertificate({
      caDer: ca.der,
      caPkcs8: ca.keys.pkcs8,
      kind: 'computer',
      id: 'room-12',
      commonName: 'Computer in room 12',
      p256Spki: keys.spki,
      ageRecipient: null,
      ed25519PublicKey: new Uint8Array(32).fill(3),
      notBeforeAt: FROM,
      notAfterAt: UNTIL,
    });
    for (const signer of [other, { certificate: computer, pkcs8: keys.pkcs8 }]) {
      await expect(signCms(content, [signer], ca.der, { signedAt: NOW })).rejects.toMatchObject({
        code: 'CERTIFICATE_INVALID',
      });
    }
  });

  it('throws CERTIFICATE_EXPIRED for a time outside the certificate', async () => {
    const options = { signedAt: '2060-01-01T00:00:00.000Z' };
    await expect(signCms(content, [ada], ca.der, options)).rejects.toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
    });
  });

  it('throws RangeError without a signer, with one twice, and for a time that is none', async () => {
    for (const [signers, signedAt] of [
      [[], NOW],
      [[ada, ada], NOW],
      [[ada], '2026-11-17'],
    ] as const) {
      await expect(signCms(content, signers, ca.der, { signedAt })).rejects.toThrow(RangeError);
    }
  });
});
