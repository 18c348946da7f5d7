import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '#src/core/bytes.ts';
import { newP256KeyPair, signP256 } from '#src/crypto/p256.ts';
import { encodeEcdsaSignature, isP256Spki, verifyEcdsa } from '#src/crypto/verify/ecdsa.ts';
import { flipBit } from '../fixtures.ts';
import { checkEcdsa } from '../vector-checks.ts';
import { otherSignature } from './malleable.ts';

const { pkcs8, spki } = newP256KeyPair();
const message = utf8('hello');
const signature = await signP256(pkcs8, message);

describe('verifyEcdsa', () => {
  it('passes every Wycheproof vector, valid ones with the higher s refused', async () => {
    expect(await checkEcdsa()).toEqual({ run: 484, failures: [], highS: 71 });
  });

  it('is false for every single changed bit', async () => {
    for (let bit = 0; bit < signature.length * 8; bit++) {
      expect(await verifyEcdsa(spki, message, flipBit(signature, bit)), `bit ${bit}`).toBe(false);
    }
    for (let bit = 0; bit < message.length * 8; bit++) {
      expect(await verifyEcdsa(spki, flipBit(message, bit), signature)).toBe(false);
    }
    for (let bit = 0; bit < spki.length * 8; bit++) {
      expect(await verifyEcdsa(flipBit(spki, bit), message, signature)).toBe(false);
    }
  });

  it('is false for the other signature, which node:crypto accepts', async () => {
    const other = otherSignature(signature);
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    expect(verify('sha256', message, key, other)).toBe(true);
    expect(await verifyEcdsa(spki, message, other)).toBe(false);
  });

  it.each(['', '3000', '3006020100020100', '30060201010201ff', '0201', '30'])(
    'is false for the bytes %o',
    async (hex) => {
      expect(await verifyEcdsa(spki, message, fromHex(hex))).toBe(false);
    },
  );

  it('is false for a very long signature and a key of another form', async () => {
    expect(await verifyEcdsa(spki, message, new Uint8Array(100_000))).toBe(false);
    expect(await verifyEcdsa(spki.slice(1), message, signature)).toBe(false);
  });
});

describe('encodeEcdsaSignature', () => {
  it('takes the lower s', () => {
    const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    const one = '00'.repeat(31);
    // s = n - 1 stands for s = 1; r = 1.
    const high = fromHex(`${one}01${order.slice(0, -2)}50`);
    expect(encodeEcdsaSignature(high)).toEqual(fromHex('3006020101020101'));
  });

  it('throws RangeError for another length', () => {
    expect(() => encodeEcdsaSignature(new Uint8Array(63))).toThrow(RangeError);
  });
});

describe('isP256Spki', () => {
  it('is true for an uncompressed point only', () => {
    expect(isP256Spki(spki)).toBe(true);
    expect(isP256Spki(spki.slice(0, 90))).toBe(false);
    expect(isP256Spki(flipBit(spki, 26 * 8))).toBe(false);
  });
});
