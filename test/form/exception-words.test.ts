import { describe, expect, it } from 'vitest';
import { exceptionLines } from '#src/form/exception-words.ts';
import type { CaptureAccount } from '#src/form/how-captured-input.ts';

type Exception = CaptureAccount['exceptions'][number];

const done = { endedAt: '2026-11-17T10:54:00.000Z', how: 'done', pressed: null } as const;
const logIn: Exception = {
  ...{ exception: 'viewing-account', site: 'https://pond.example', account: 'pond-<viewer>' },
  ...{ begunAt: '2026-11-17T10:51:00.000Z', endedAt: null, phase: done, requests: 2 },
};
const notice: Exception = {
  ...{ ...logIn, exception: 'consent-banner', account: null, requests: 1 },
  phase: { ...done, pressed: 'refused-all' },
};

function said(...exceptions: readonly Exception[]): string {
  // Nothing else of an account is read.
  return exceptionLines({ exceptions } as unknown as CaptureAccount).safe;
}

describe('exceptionLines', () => {
  it('says as whom the page was seen logged in, and what went out for it', () => {
    const text = said(logIn);
    expect(text).toContain(
      'seen logged in, with the school’s viewing account “pond-&lt;viewer&gt;”',
    );
    expect(text).toContain('2 requests by POST went to the site, listed in the ledger');
    expect(text).toContain('the password is recorded nowhere');
  });

  it('says of a log-in that had ended that its session was cleared before', () => {
    const text = said({ ...logIn, endedAt: '2026-11-17T11:00:00.000Z' });
    expect(text).toContain('That had ended (17 November 2026, 11:00:00 GMT)');
    expect(text).not.toContain('was seen logged in');
  });

  it.each([
    ['refused-all', 'they refused all by its own buttons'],
    ['accepted-all', 'they accepted all by'],
    ['chose-some', 'they chose some by'],
    ['closed', 'they closed it by'],
  ] as const)('says which button of a notice was pressed: %s', (pressed, words) => {
    const text = said({ ...notice, phase: { ...done, pressed } });
    expect(text).toContain(words);
    expect(text).toContain('1 request by POST went out for it');
  });

  it('says nothing of what came to nothing, nor where there was none', () => {
    const phase = { ...done, how: 'given-up' } as const;
    expect(said({ ...logIn, phase, endedAt: done.endedAt })).toBe('');
    expect(said()).toBe('');
  });
});
