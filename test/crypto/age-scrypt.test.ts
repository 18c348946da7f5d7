import { Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { scryptIdentity, scryptRecipient } from '#src/crypto/age-scrypt.ts';

const PASSPHRASE = 'gravel otter pennant';

async function seal(passphrase: string, logN = 10): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(scryptRecipient(passphrase, logN));
  return encrypter.encrypt('hello');
}

describe('scryptRecipient', () => {
  it("makes a file that the library's own scrypt opens", async () => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(PASSPHRASE);
    expect(await decrypter.decrypt(await seal(PASSPHRASE), 'text')).toBe('hello');
  });

  it('writes the work factor and a new salt into the one stanza', async () => {
    const [line, other] = [await seal(PASSPHRASE, 11), await seal(PASSPHRASE, 11)].map(
      (file) => new TextDecoder('latin1').decode(file).split('\n')[1],
    );
    expect(line).toMatch(/^-> scrypt [A-Za-z0-9+/]{22} 11$/);
    expect(other).not.toBe(line);
  });

  it.each([9, 21, 12.5, Number.NaN])('throws RangeError for the work factor %s', (logN) => {
    expect(() => scryptRecipient(PASSPHRASE, logN)).toThrow(
      new RangeError(`"logN" expected 10 to 20, got ${logN}`),
    );
  });

  it('throws RangeError for an empty passphrase', () => {
    expect(() => scryptRecipient('', 10)).toThrow(RangeError);
  });
});

describe('scryptIdentity', () => {
  async function open(file: Uint8Array, passphrase: string): Promise<string> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(scryptIdentity(passphrase));
    return fromUtf8(await decrypter.decrypt(file));
  }

  it("opens a file that the library's own scrypt made", async () => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(PASSPHRASE);
    encrypter.setScryptWorkFactor(10);
    expect(await open(await encrypter.encrypt(utf8('hello')), PASSPHRASE)).toBe('hello');
  });

  it('takes both Unicode forms of a passphrase for the same', async () => {
    expect(await open(await seal('Zoe\u0308'), 'Zo\u00eb')).toBe('hello');
    expect(await open(await seal('Zo\u00eb'), 'Zoe\u0308')).toBe('hello');
  });

  it('knows afterwards whether the passphrase was wrong', async () => {
    const file = await seal(PASSPHRASE);
    for (const [passphrase, wrong] of [
      ['another', true],
      [PASSPHRASE, false],
    ] as const) {
      const identity = scryptIdentity(passphrase);
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      await decrypter.decrypt(file).catch(() => undefined);
      expect(identity.wasWrong()).toBe(wrong);
    }
  });

  it('refuses a work factor above 20 before it does the work', async () => {
    const text = new TextDecoder('latin1').decode(await seal(PASSPHRASE));
    const costly = Uint8Array.from(text.replace(' 10\n', ' 30\n'), (c) => c.charCodeAt(0));
    const started = performance.now();
    await expect(open(costly, PASSPHRASE)).rejects.toThrow('scrypt work factor expected 1 to 20');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('finds nothing in a file without a scrypt stanza', () => {
    expect(scryptIdentity(PASSPHRASE).unwrapFileKey([])).toBeNull();
  });
});
