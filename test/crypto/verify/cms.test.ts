import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf, sha256 } from '#src/crypto/hash.ts';
import { newP256KeyPair, signP256 } from '#src/crypto/p256.ts';
import { encodeCms, encodeSignedAttributes, parseCms } from '#src/crypto/verify/cms-encoding.ts';
import { verifyCms } from '#src/crypto/verify/cms.ts';
import { errorOf, flipBit, makeCa, makePerson, NOW, RUNS, SLOW } from '../fixtures.ts';
import { otherSignature } from './malleable.ts';

const ca = await makeCa();
const ada = await makePerson(ca, 'Ada Fernsby', ['dsl']);
const ben = await makePerson(ca, 'Ben Otterby', ['headteacher', 'reviewer']);
const content = utf8('sha256:00  data/one\nsha256:01  data/two\n');
const der = await signCms(content, [ada, ben], ca.der, { signedAt: NOW });

const notCanonical = {
  code: 'SIGNATURE_NOT_CANONICAL',
  message: 'CMS expected the one encoding of its signatures, got another',
};

/** What a person signs, with some of it changed before it is signed. */
async function signature(
  person: typeof ada,
  changes: {
    readonly messageDigest?: Uint8Array;
    readonly certificateHash?: Uint8Array;
    readonly signedAt?: string | null;
  } = {},
) {
  const attributes = {
    messageDigest: sha256(content),
    certificateHash: sha256(person.certificate),
    signedAt: NOW,
    ...changes,
  };
  return {
    ...attributes,
    certificate: person.certificate,
    signature: await signP256(person.pkcs8, encodeSignedAttributes(attributes)),
  };
}

describe('verifyCms', () => {
  it('names every signer with what the CA certified and the time claimed', async () => {
    const facts = await verifyCms(der, content, ca.der);
    expect(facts).toHaveLength(2);
    expect(facts).toEqual(
      expect.arrayContaining([
        {
          personId: ada.keys.personId,
          commonName: 'Ada Fernsby',
          roles: ['dsl'],
          signedAt: '2026-11-17T10:52:07.000Z',
          certificateFingerprint: digestOf(ada.certificate),
        },
        expect.objectContaining({ commonName: 'Ben Otterby', roles: ['headteacher', 'reviewer'] }),
      ]),
    );
  });

  it('accepts no signature file with a bit changed', async () => {
    // Every bit with SLOW=1, else one bit in each byte, another one from byte to byte.
    for (let bit = 0; bit < der.length * 8; bit += SLOW ? 1 : 9) {
      expect(
        await errorOf(() => verifyCms(flipBit(der, bit), content, ca.der)),
        `bit ${bit}`,
      ).toMatchObject({
        code: expect.stringMatching(
          /^(?:SIGNATURE_NOT_CANONICAL|SIGNATURE_INVALID|CERTIFICATE_INVALID|CERTIFICATE_EXPIRED)$/,
        ),
      });
    }
  }, 600_000);

  it('accepts no content with a bit changed', async () => {
    for (let bit = 0; bit < content.length * 8; bit++) {
      expect(await errorOf(() => verifyCms(der, flipBit(content, bit), ca.der))).toMatchObject({
        code: 'SIGNATURE_INVALID',
        message: 'signature expected to be of this content, got another',
      });
    }
  });

  it('accepts no bytes in front, behind, left out or cut off', async () => {
    const bad = [
      concatBytes(der, Uint8Array.of(0)),
      concatBytes(Uint8Array.of(0), der),
      der.slice(0, -1),
      new Uint8Array(),
      new Uint8Array(300_000),
    ];
    for (const one of bad) {
      await expect(verifyCms(one, content, ca.der)).rejects.toMatchObject(notCanonical);
    }
  });

  it('throws SIGNATURE_NOT_CANONICAL, and nothing else, for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expect(verifyCms(bytes, content, ca.der)).rejects.toMatchObject(notCanonical);
      }),
      { numRuns: RUNS * 5 },
    );
  });

  it('refuses the second signature that anybody can make of the first', async () => {
    const one = await signature(ada);
    const valid = encodeCms([one], ca.der);
    expect(await verifyCms(valid, content, ca.der)).toHaveLength(1);
    const forged = encodeCms([{ ...one, signature: otherSignature(one.signature) }], ca.der);
    await expect(verifyCms(forged, content, ca.der)).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
      message: 'signature expected to be by its certificate, got another',
    });
  });

  it('refuses a signature that names another certificate than its own', async () => {
    const one = await signature(ada, { certificateHash: sha256(ben.certificate) });
    await expect(verifyCms(encodeCms([one], ca.der), content, ca.der)).rejects.toMatchObject(
      notCanonical,
    );
  });

  it("refuses a signature under another's certificate", async () => {
    const one = await signature({ ...ada, pkcs8: ben.pkcs8 });
    await expect(verifyCms(encodeCms([one], ca.der), content, ca.der)).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('refuses one wrong signer among right ones', async () => {
    const wrong = await signature({ ...ben, pkcs8: newP256KeyPair().pkcs8 });
    const both = encodeCms([await signature(ada), wrong], ca.der);
    await expect(verifyCms(both, content, ca.der)).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('accepts signers who signed at different times', async () => {
    const later = await signature(ben, { signedAt: '2026-11-18T09:00:00.000Z' });
    const both = encodeCms([await signature(ada), later], ca.der);
    expect((await verifyCms(both, content, ca.der)).map(({ signedAt }) => signedAt).sort()).toEqual(
      ['2026-11-17T10:52:07.000Z', '2026-11-18T09:00:00.000Z'],
    );
  });

  it('refuses the same signer twice, a signer without certificate, a certificate without signer', async () => {
    const one = await signature(ada);
    const again = await signature(ada, { signedAt: '2026-11-18T09:00:00.000Z' });
    const twice = encodeCms([one, again], ca.der);
    await expect(verifyCms(twice, content, ca.der)).rejects.toMatchObject(notCanonical);
    // Not the CA but another person as the certificate that nobody signed with.
    const strange = encodeCms([one], ben.certificate);
    await expect(verifyCms(strange, content, ca.der)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
    });
    const mixed = encodeCms([{ ...one, certificate: ben.certificate }], ca.der);
    await expect(verifyCms(mixed, content, ca.der)).rejects.toMatchObject(notCanonical);
  });

  it("throws CERTIFICATE_INVALID for another school's signature, with and without our CA inside", async () => {
    const other = await makeCa('Otterby School');
    const stranger = await makePerson(other, 'Ada Fernsby', ['dsl']);
    const theirs = await signCms(content, [stranger], other.der, { signedAt: NOW });
    await expect(verifyCms(theirs, content, ca.der)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: "CMS expected this CA's certificate, got another",
    });
    const mixed = encodeCms([await signature(stranger)], ca.der);
    await expect(verifyCms(mixed, content, ca.der)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: 'certificate expected this CA as its issuer',
    });
  });

  it('throws CERTIFICATE_EXPIRED for a time at which the certificate was not valid', async () => {
    const early = await signature(ada, { signedAt: '2025-12-31T23:59:59.000Z' });
    await expect(verifyCms(encodeCms([early], ca.der), content, ca.der)).rejects.toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
    });
  });
});

describe('parseCms', () => {
  it('gives the certificates and signers as they stand', () => {
    const { certificates, signers } = parseCms(der);
    expect(certificates).toHaveLength(3);
    expect(signers.map(({ messageDigest }) => messageDigest)).toEqual([
      sha256(content),
      sha256(content),
    ]);
  });
});
