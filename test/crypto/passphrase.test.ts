import { describe, expect, it } from 'vitest';
import { assertPassphrase, generatePassphrase, passphraseBits } from '#src/crypto/passphrase.ts';

describe('generatePassphrase', () => {
  it('gives five words that pass assertPassphrase', () => {
    for (let i = 0; i < 10; i++) {
      const passphrase = generatePassphrase();
      expect(passphrase).toMatch(/^[a-z-]+(?: [a-z-]+){4}$/);
      expect(() => assertPassphrase(passphrase)).not.toThrow();
    }
  });

  it('draws from the whole list', () => {
    const words = Array.from({ length: 400 }, () => generatePassphrase().split(' ')).flat();
    // 2,000 draws from 7,776 words give about 1,764 different ones; a biased draw gives far fewer.
    expect(new Set(words).size).toBeGreaterThan(1650);
    expect(new Set(words.map((word) => word[0])).size).toBeGreaterThan(20);
  });
});

describe('passphraseBits', () => {
  it('counts a longer passphrase of words as harder', () => {
    expect(passphraseBits('marmalade umbrella')).toBeLessThan(
      passphraseBits('marmalade umbrella gravel otter pennant'),
    );
  });

  it('takes both Unicode forms of a text alike', () => {
    expect(passphraseBits('Zo\u00eb under the willow')).toBe(
      passphraseBits('Zoe\u0308 under the willow'),
    );
  });

  it('answers at once for a very long text', () => {
    const started = performance.now();
    passphraseBits('x'.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('assertPassphrase', () => {
  it.each([
    '',
    'password',
    'Ambervale2026!',
    'qwertyuiopasdfghjkl',
    'letmein letmein letmein letmein',
  ])('throws PASSPHRASE_WEAK for %o', (passphrase) => {
    expect(() => assertPassphrase(passphrase)).toThrow(
      expect.objectContaining({
        code: 'PASSPHRASE_WEAK',
        message: expect.stringMatching(/^passphrase expected an estimate of 60 bits, got \d+$/),
        details: { bits: expect.any(Number) },
      }),
    );
  });
});
