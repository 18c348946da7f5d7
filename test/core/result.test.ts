import { describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { failure, ok } from '#src/core/result.ts';

describe('ok', () => {
  it('wraps a value', () => {
    expect(ok(7)).toEqual({ ok: true, value: 7 });
  });
});

describe('failure', () => {
  it('keeps code, message and details of a coded error, and not its cause', () => {
    const error = new EvidenceError('SHEET_WORD_UNKNOWN', 'word 5 expected one of the list', {
      cause: new Error('secret'),
      details: { position: 5 },
    });
    const result = failure(error);
    expect(result).toEqual({
      ok: false,
      error: {
        code: 'SHEET_WORD_UNKNOWN',
        message: 'word 5 expected one of the list',
        details: { position: 5 },
      },
    });
    expect(structuredClone(result)).toEqual(result);
  });

  it.each([new Error('/home/ada/secret'), 'secret', null, undefined, { code: 'PASSPHRASE_WRONG' }])(
    'turns anything else into INTERNAL without a word of it: %o',
    (thrown) => {
      expect(failure(thrown)).toEqual({
        ok: false,
        error: { code: 'INTERNAL', message: 'unexpected failure', details: {} },
      });
    },
  );
});
