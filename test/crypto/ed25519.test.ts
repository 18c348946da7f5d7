import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '#src/core/bytes.ts';
import {
  ed25519PublicKey,
  newEd25519Seed,
  signEd25519,
  verifyEd25519,
} from '#src/crypto/ed25519.ts';
import { flipBit, RUNS } from './fixtures.ts';
import { checkEd25519 } from './vector-checks.ts';

// RFC 8032, section 7.1, test 2.
const SEED = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
const PUBLIC = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
const SIGNATURE =
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
  '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';

describe('ed25519PublicKey', () => {
  it('is that of RFC 8032', () => {
    expect(toHex(ed25519PublicKey(SEED))).toBe(PUBLIC);
  });

  it('throws RangeError for a seed that is not 32 bytes', () => {
    expect(() => ed25519PublicKey(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('signEd25519', () => {
  it('gives the signature of RFC 8032', () => {
    expect(toHex(signEd25519(SEED, fromHex('72')))).toBe(SIGNATURE);
  });

  it('leaves the seed as it was', () => {
    const seed = newEd25519Seed();
    const copy = Uint8Array.from(seed);
    signEd25519(seed, utf8('x'));
    expect(seed).toEqual(copy);
  });
});

describe('verifyEd25519', () => {
  it('passes every Wycheproof vector', () => {
    expect(checkEd25519()).toEqual({ run: 151, failures: [] });
  });

  it('is true for what signEd25519 signed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const seed = newEd25519Seed();
        const signature = signEd25519(seed, message);
        expect(verifyEd25519(ed25519PublicKey(seed), message, signature)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('is false for every single changed bit of message and signature', () => {
    const message = utf8('ab');
    const signature = signEd25519(SEED, message);
    const key = fromHex(PUBLIC);
    for (let bit = 0; bit < 512; bit++) {
      expect(verifyEd25519(key, message, flipBit(signature, bit))).toBe(false);
    }
    for (let bit = 0; bit < 16; bit++) {
      expect(verifyEd25519(key, flipBit(message, bit), signature)).toBe(false);
    }
  });

  it('is false for a signature of another length and for a key that is no curve point', () => {
    const message = utf8('x');
    const signature = signEd25519(SEED, message);
    expect(verifyEd25519(fromHex(PUBLIC), message, signature.slice(0, 63))).toBe(false);
    expect(verifyEd25519(new Uint8Array(32).fill(0xff), message, signature)).toBe(false);
  });

  it('throws RangeError for a public key that is not 32 bytes', () => {
    expect(() => verifyEd25519(new Uint8Array(33), utf8('x'), new Uint8Array(64))).toThrow(
      RangeError,
    );
  });

  it('takes keys that another implementation made', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    expect(toHex(ed25519PublicKey(Uint8Array.from(seed)))).toBe(toHex(spki.subarray(-32)));
  });
});
