import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { newId } from '#src/core/ids.ts';
import { decryptAge, encryptAge } from '#src/crypto/age-file.ts';
import { signEd25519, verifyEd25519 } from '#src/crypto/ed25519.ts';
import { signP256 } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { verifyEcdsa } from '#src/crypto/verify/ecdsa.ts';

describe('newPersonKeys', () => {
  it('gives three new keys each time', async () => {
    const [one, two] = await Promise.all([newPersonKeys('a'), newPersonKeys('b')]);
    expect(one.personId).toBe('a');
    expect(one.ageIdentity).not.toBe(two.ageIdentity);
    expect(one.ed25519Seed).not.toEqual(two.ed25519Seed);
    expect(one.p256Pkcs8).not.toEqual(two.p256Pkcs8);
  });
});

describe('publicKeysOf', () => {
  it('gives the public half of each key', async () => {
    const keys = await newPersonKeys(newId(randomBytes));
    const publicKeys = await publicKeysOf(keys);
    const message = utf8('x');
    const file = await encryptAge(message, [publicKeys.ageRecipient]);
    expect(await decryptAge(file, keys.ageIdentity)).toEqual(message);
    const note = signEd25519(keys.ed25519Seed, message);
    expect(verifyEd25519(publicKeys.ed25519PublicKey, message, note)).toBe(true);
    const record = await signP256(keys.p256Pkcs8, message);
    expect(await verifyEcdsa(publicKeys.p256Spki, message, record)).toBe(true);
  });

  it('throws VALUE_INVALID for a key that is none', async () => {
    const keys = await newPersonKeys(newId(randomBytes));
    const bad = [
      { ...keys, ageIdentity: 'AGE' },
      { ...keys, p256Pkcs8: new Uint8Array(10) },
    ];
    for (const one of bad) {
      await expect(publicKeysOf(one)).rejects.toMatchObject({ code: 'VALUE_INVALID' });
    }
  });
});
