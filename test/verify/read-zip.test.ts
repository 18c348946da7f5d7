import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { writeCanonicalZip } from '#src/pack/canonical-zip.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';

const good = writeCanonicalZip([
  { path: 'bagit.txt', bytes: utf8('one') },
  { path: 'data/a.txt', bytes: utf8('two two') },
  { path: 'data/b.txt', bytes: utf8('') },
]);

function codeOf(bytes: Uint8Array): string | null {
  try {
    readCanonicalZip(bytes);
    return null;
  } catch (error) {
    if (error instanceof EvidenceError) return error.code;
    throw error;
  }
}

function changed(at: number, value: number, bytes: Uint8Array = good): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

describe('readCanonicalZip', () => {
  it('reads every file of the one form', () => {
    const files = readCanonicalZip(good);
    expect([...files.keys()]).toEqual(['bagit.txt', 'data/a.txt', 'data/b.txt']);
    expect(files.get('data/a.txt')).toEqual(utf8('two two'));
  });

  it('refuses every single-bit change', () => {
    const accepted: number[] = [];
    for (let bit = 0; bit < good.length * 8; bit++) {
      const at = bit >> 3;
      const code = codeOf(changed(at, (good[at] ?? 0) ^ (1 << (bit & 7))));
      if (code === null) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });

  it('refuses every truncation', () => {
    const lengths = Array.from({ length: good.length }, (_, length) => length);
    expect(lengths.filter((length) => codeOf(good.subarray(0, length)) === null)).toEqual([]);
  });

  it('refuses bytes before, behind and between', () => {
    expect(codeOf(concatBytes(utf8('#!/bin/sh\n'), good))).toBe('PACK_NOT_A_PACK');
    expect(codeOf(concatBytes(good, Uint8Array.of(0)))).toBe('PACK_NOT_CANONICAL');
    const gap = concatBytes(good.subarray(0, 42), Uint8Array.of(0), good.subarray(42));
    expect(codeOf(gap)).not.toBeNull();
  });

  it('throws PACK_NOT_A_PACK for what is none', () => {
    for (const bytes of [new Uint8Array(), utf8('hello'), utf8('%PDF-1.7\n'.repeat(20))]) {
      expect(codeOf(bytes)).toBe('PACK_NOT_A_PACK');
    }
  });

  it('throws PACK_TOO_LARGE for an announced number of files over the limit', () => {
    const end = good.length - 22;
    const copy = good.slice();
    new DataView(copy.buffer).setUint16(end + 10, 65_000, true);
    expect(codeOf(copy)).toBe('PACK_TOO_LARGE');
  });

  it('throws PACK_NOT_A_PACK for a directory outside the file', () => {
    const copy = good.slice();
    new DataView(copy.buffer).setUint32(good.length - 6, 0xffff_fff0, true);
    expect(codeOf(copy)).toBe('PACK_NOT_A_PACK');
  });
});
