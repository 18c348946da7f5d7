import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { crc32 } from '#src/verify/crc32.ts';

describe('crc32', () => {
  it('gives the check value of its standard', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
  });

  it('agrees with zlib, whatever the length and wherever the bytes begin', () => {
    const some = fc.uint8Array({ maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(some, fc.nat({ max: 16 }), (bytes, from) => {
        const part = bytes.subarray(from);
        expect(crc32(part)).toBe(nodeCrc32(part));
      }),
    );
  });
});
