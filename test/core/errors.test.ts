import { describe, expect, it } from 'vitest';
import { EvidenceError, isEvidenceError } from '#src/core/errors.ts';

describe('EvidenceError', () => {
  it('carries its code, message, cause and details', () => {
    const cause = new Error('below');
    const error = new EvidenceError('LEDGER_INDEX_GAP', 'index expected 3, got 5', {
      cause,
      details: { index: 5 },
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('EvidenceError');
    expect(error.code).toBe('LEDGER_INDEX_GAP');
    expect(error.message).toBe('index expected 3, got 5');
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ index: 5 });
  });

  it('has no cause and no details where none were given', () => {
    const error = new EvidenceError('INTERNAL', 'x');
    expect('cause' in error).toBe(false);
    expect(error.details).toEqual({});
  });
});

describe('isEvidenceError', () => {
  it('tells coded errors, and one code, from anything else', () => {
    const error: unknown = new EvidenceError('PASSPHRASE_WRONG', 'x');
    expect(isEvidenceError(error)).toBe(true);
    expect(isEvidenceError(error, 'PASSPHRASE_WRONG')).toBe(true);
    expect(isEvidenceError(error, 'PASSPHRASE_WEAK')).toBe(false);
    for (const other of [new Error('x'), { code: 'PASSPHRASE_WRONG' }, null, 'PASSPHRASE_WRONG']) {
      expect(isEvidenceError(other)).toBe(false);
    }
  });
});
