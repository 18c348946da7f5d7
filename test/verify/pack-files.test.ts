import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/verify/digest.ts';
import { digestAt, fileAt, hashFiles, textAt } from '#src/verify/pack-files.ts';

const bytes = utf8('hello');
const files = await hashFiles(
  new Map([
    ['a', bytes],
    ['b', Uint8Array.of(0xff)],
  ]),
);

describe('hashFiles', () => {
  it('keeps every file with its digest', async () => {
    expect(fileAt(files, 'a')).toBe(bytes);
    expect(digestAt(files, 'a')).toBe(await digestOf(bytes));
    expect(textAt(files, 'a')).toBe('hello');
  });

  it('has no text for none, for bytes that are no UTF-8', () => {
    expect(textAt(files, 'absent')).toBeNull();
    expect(textAt(files, 'b')).toBeNull();
  });

  it('throws PACK_FILE_MISSING for none, PACK_TOO_LARGE over a limit', () => {
    const missing = { code: 'PACK_FILE_MISSING', message: 'file expected in the pack, got none' };
    expect(() => fileAt(files, 'c')).toThrow(expect.objectContaining(missing));
    expect(() => digestAt(files, 'c')).toThrow(expect.objectContaining(missing));
    expect(() => fileAt(files, 'a', 4)).toThrow(
      expect.objectContaining({
        code: 'PACK_TOO_LARGE',
        message: 'file expected at most 4 bytes',
      }),
    );
  });
});
