import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf, sha256 } from '#src/verify/digest.ts';

const hex = createHash('sha256').update('abc').digest('hex');

describe('digestOf', () => {
  it('is the SHA-256 of exactly the bytes of a view', async () => {
    const view = utf8('xxabcxx').subarray(2, 5);
    expect(await digestOf(view)).toBe(`sha256:${hex}`);
    expect(Buffer.from(await sha256(view)).toString('hex')).toBe(hex);
  });

  it('takes shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set(utf8('abc'));
    expect(await digestOf(shared)).toBe(`sha256:${hex}`);
  });
});
