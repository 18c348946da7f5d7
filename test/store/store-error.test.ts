import { describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { isNoSuchFile, storeError } from '#src/store/store-error.ts';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

describe('storeError', () => {
  it.each([
    ['ENOSPC', 'STORE_DISK_FULL'],
    ['EDQUOT', 'STORE_DISK_FULL'],
    ['SQLITE_FULL', 'STORE_DISK_FULL'],
    ['EIO', 'STORE_IO_FAILED'],
    ['EMFILE', 'STORE_IO_FAILED'],
    ['EROFS', 'STORE_IO_FAILED'],
    ['SQLITE_IOERR_FSYNC', 'STORE_IO_FAILED'],
    ['SQLITE_READONLY', 'STORE_IO_FAILED'],
    ['SQLITE_CORRUPT', 'STORE_DAMAGED'],
    ['SQLITE_CORRUPT_INDEX', 'STORE_DAMAGED'],
    ['SQLITE_NOTADB', 'STORE_DAMAGED'],
    ['SQLITE_BUSY', 'STORE_BUSY'],
  ])('turns %s into %s', (reason, code) => {
    expect(storeError(coded(reason), 'object write')).toMatchObject({
      code,
      message: `object write expected to succeed, got ${reason}`,
      details: { reason },
    });
  });

  it('leaves coded errors and errors of our own code as they are', () => {
    const own = new EvidenceError('OBJECT_MISSING', 'object expected a file, got none');
    expect(storeError(own, 'x')).toBe(own);
    const wrong = new TypeError('wrong');
    expect(storeError(wrong, 'x')).toBe(wrong);
    expect(storeError(coded('ERR_INVALID_ARG_TYPE'), 'x')).not.toBeInstanceOf(EvidenceError);
  });

  it('turns a broken rule of a table into TypeError', () => {
    expect(storeError(coded('SQLITE_CONSTRAINT_UNIQUE'), 'database write')).toBeInstanceOf(
      TypeError,
    );
  });
});

describe('isNoSuchFile', () => {
  it('knows ENOENT only', () => {
    expect([coded('ENOENT'), coded('EIO'), new Error('x'), 'ENOENT'].map(isNoSuchFile)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
