import { describe, expect, it } from 'vitest';
import { fromUtf8, toBase64 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { newId } from '#src/core/ids.ts';
import {
  decryptAgeWithPassphrase,
  encryptAge,
  encryptAgeWithPassphrase,
  newAgeIdentity,
} from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { encodeKeyFile, openKeyFile } from '#src/crypto/key-file.ts';
import { newPersonKeys } from '#src/crypto/person-keys.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { errorOf, flipBit, SLOW } from './fixtures.ts';

const PASSPHRASE = 'gravel otter pennant';
const LOG_N = 10;
const keys = await newPersonKeys(newId(randomBytes));
const caFingerprint = digestOf(Uint8Array.of(1));
const file = await encodeKeyFile(keys, caFingerprint, PASSPHRASE, LOG_N);
const plaintext = await decryptAgeWithPassphrase(file, PASSPHRASE);

/** A key file with some members changed; `undefined` takes one out. */
async function changed(
  members: Readonly<Record<string, JsonValue | undefined>>,
): Promise<Uint8Array> {
  const value: unknown = parseCanonical(plaintext);
  const all = Object.entries({ ...(value as object), ...members });
  const kept = Object.fromEntries(all.filter(([, member]) => member !== undefined));
  return encryptAgeWithPassphrase(canonicalBytes(kept), PASSPHRASE, LOG_N);
}

describe('encodeKeyFile', () => {
  it('makes a file of a few hundred bytes that openKeyFile opens', async () => {
    expect(file.length).toBeLessThan(1024);
    expect(await openKeyFile(file, PASSPHRASE)).toEqual({ keys, caFingerprint });
  });

  it('holds canonical JSON that a reader without Countersign understands', () => {
    expect(JSON.parse(fromUtf8(plaintext))).toEqual({
      ageIdentity: keys.ageIdentity,
      caFingerprint,
      ed25519Seed: toBase64(keys.ed25519Seed),
      format: 'countersign/key-file',
      p256Pkcs8: toBase64(keys.p256Pkcs8),
      personId: keys.personId,
      version: 1,
    });
  });

  it("leaves the caller's keys as they were", async () => {
    const seed = Uint8Array.from(keys.ed25519Seed);
    await encodeKeyFile(keys, caFingerprint, PASSPHRASE, LOG_N);
    expect(keys.ed25519Seed).toEqual(seed);
    expect(keys.p256Pkcs8.some((byte) => byte !== 0)).toBe(true);
  });

  it('throws VALUE_INVALID or RangeError for keys of another form', async () => {
    const encode = (bad: Partial<typeof keys>) =>
      encodeKeyFile({ ...keys, ...bad }, caFingerprint, PASSPHRASE, LOG_N);
    await expect(encode({ ageIdentity: 'x' })).rejects.toMatchObject({ code: 'VALUE_INVALID' });
    await expect(encode({ p256Pkcs8: new Uint8Array(3) })).rejects.toMatchObject({
      code: 'VALUE_INVALID',
    });
    await expect(encode({ ed25519Seed: new Uint8Array(31) })).rejects.toThrow(RangeError);
    await expect(encode({ personId: 'someone' })).rejects.toThrow(RangeError);
  });
});

describe('openKeyFile', () => {
  it('throws PASSPHRASE_WRONG for another passphrase', async () => {
    await expect(openKeyFile(file, 'gravel otter')).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
      message: 'passphrase expected to open the file, got another',
    });
  });

  it('throws KEY_FILE_NEWER, with the version, for a later version', async () => {
    await expect(openKeyFile(await changed({ version: 2 }), PASSPHRASE)).rejects.toMatchObject({
      code: 'KEY_FILE_NEWER',
      message: 'key file expected version 1, got 2',
      details: { version: 2 },
    });
  });

  it.each<[string, Readonly<Record<string, JsonValue | undefined>>]>([
    ['another format', { format: 'countersign/other' }],
    ['version 0', { version: 0 }],
    ['a version in text', { version: '2' }],
    ['a missing member', { caFingerprint: undefined }],
    ['one member more', { extra: 1 }],
    ['a classic identity', { ageIdentity: 'AGE-SECRET-KEY-1QQ' }],
    ['a short seed', { ed25519Seed: 'AAAA' }],
    ['a seed that is not base64', { ed25519Seed: '%' }],
    ['another kind of key', { p256Pkcs8: toBase64(keys.ed25519Seed) }],
    ['a number for an id', { personId: 7 }],
    ['an id of another form', { personId: 'someone' }],
    ['another fingerprint', { caFingerprint: 'sha1:00' }],
  ])('throws KEY_FILE_DAMAGED for %s', async (_, members) => {
    const error = await errorOf(async () => openKeyFile(await changed(members), PASSPHRASE));
    expect(error).toMatchObject({ code: 'KEY_FILE_DAMAGED' });
  });

  it('throws KEY_FILE_DAMAGED for JSON that is not canonical, and for none', async () => {
    for (const text of [` ${fromUtf8(plaintext)}`, '[]', '7', 'hello', '']) {
      const bad = await encryptAgeWithPassphrase(new TextEncoder().encode(text), PASSPHRASE, LOG_N);
      await expect(openKeyFile(bad, PASSPHRASE)).rejects.toMatchObject({
        code: 'KEY_FILE_DAMAGED',
      });
    }
  });

  it('throws KEY_FILE_DAMAGED for a file for recipients, cut short, empty or too large', async () => {
    const { recipient } = await newAgeIdentity();
    const bad = [
      await encryptAge(plaintext, [recipient]),
      file.slice(0, -1),
      new Uint8Array(),
      new Uint8Array(64 * 1024 + 1),
    ];
    for (const one of bad) {
      await expect(openKeyFile(one, PASSPHRASE)).rejects.toMatchObject({
        code: 'KEY_FILE_DAMAGED',
      });
    }
  });

  it('opens no file with a bit changed', async () => {
    for (let bit = 0; bit < file.length * 8; bit += SLOW ? 1 : 23) {
      expect(await errorOf(() => openKeyFile(flipBit(file, bit), PASSPHRASE))).toMatchObject({
        code: expect.stringMatching(/^(?:KEY_FILE_DAMAGED|PASSPHRASE_WRONG)$/),
      });
    }
  });
});
