import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pemOf } from '#src/pack/pem.ts';
import { samplePack } from '#test/support/sample-pack.ts';

describe('pemOf', () => {
  it('is read back as the same certificate', () => {
    const [{ cms }] = samplePack('pack').people;
    const read = new X509Certificate(pemOf(cms.certificate));
    expect(new Uint8Array(read.raw)).toEqual(cms.certificate);
  });

  it('has lines of at most 64 characters', () => {
    const lines = pemOf(new Uint8Array(100)).split('\n');
    expect(lines[0]).toBe('-----BEGIN CERTIFICATE-----');
    expect(lines.at(-2)).toBe('-----END CERTIFICATE-----');
    expect(Math.max(...lines.map((line) => line.length))).toBe(64);
  });
});
