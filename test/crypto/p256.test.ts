import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { newP256KeyPair, p256PublicKey, signP256 } from '#src/crypto/p256.ts';
import { verifyEcdsa } from '#src/crypto/verify/ecdsa.ts';
import { errorOf } from './fixtures.ts';

function otherKey(type: 'rsa' | 'p384' | 'ed25519'): Uint8Array {
  const options = { privateKeyEncoding: { format: 'der', type: 'pkcs8' } } as const;
  const publicKeyEncoding = { format: 'der', type: 'spki' } as const;
  if (type === 'rsa') {
    return generateKeyPairSync('rsa', { modulusLength: 2048, ...options, publicKeyEncoding })
      .privateKey;
  }
  if (type === 'ed25519') {
    return generateKeyPairSync('ed25519', { ...options, publicKeyEncoding }).privateKey;
  }
  return generateKeyPairSync('ec', { namedCurve: 'P-384', ...options, publicKeyEncoding })
    .privateKey;
}

describe('newP256KeyPair', () => {
  it('gives new keys in their DER forms, in memory of their own', () => {
    const { pkcs8, spki } = newP256KeyPair();
    expect(spki).toHaveLength(91);
    expect(pkcs8.buffer.byteLength).toBe(pkcs8.length);
    expect(newP256KeyPair().spki).not.toEqual(spki);
  });
});

describe('p256PublicKey', () => {
  it("is the pair's public key", () => {
    const { pkcs8, spki } = newP256KeyPair();
    expect(p256PublicKey(pkcs8)).toEqual(spki);
  });

  it('throws VALUE_INVALID for another kind of key and for no key', async () => {
    for (const bad of [otherKey('rsa'), otherKey('p384'), otherKey('ed25519'), new Uint8Array()]) {
      const error = await errorOf(() => p256PublicKey(bad));
      expect(error).toMatchObject({
        code: 'VALUE_INVALID',
        message: '"pkcs8" expected a P-256 private key, got something else',
      });
      expect(error).not.toHaveProperty('cause');
    }
  });
});

describe('signP256', () => {
  it('makes signatures that node:crypto and verifyEcdsa accept', async () => {
    const { pkcs8, spki } = newP256KeyPair();
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    for (let i = 0; i < 20; i++) {
      const message = utf8(`message ${i}`);
      const signature = await signP256(pkcs8, message);
      expect(verify('sha256', message, key, signature)).toBe(true);
      expect(await verifyEcdsa(spki, message, signature)).toBe(true);
    }
  });

  it('throws VALUE_INVALID for another kind of key, without its bytes', async () => {
    for (const bad of [otherKey('p384'), Uint8Array.of(0x30)]) {
      const error = await errorOf(() => signP256(bad, utf8('x')));
      expect(error).toMatchObject({ code: 'VALUE_INVALID' });
      expect(error).not.toHaveProperty('cause');
    }
  });
});
