import { describe, expect, it } from 'vitest';
import { pageFailureOf } from '#electron/review/net-errors.ts';

describe('pageFailureOf', () => {
  it.each([
    [-105, 'PAGE_UNREACHABLE'],
    [-118, 'PAGE_UNREACHABLE'],
    [-106, 'PAGE_UNREACHABLE'],
    [-200, 'PAGE_CERTIFICATE'],
    [-207, 'PAGE_CERTIFICATE'],
    [-299, 'PAGE_CERTIFICATE'],
    [-300, 'PAGE_UNREACHABLE'],
    [-310, 'PAGE_FAILED'],
    [-107, 'PAGE_FAILED'],
    [-2, 'PAGE_FAILED'],
  ])('turns %d into %s', (errorCode, code) => {
    expect(pageFailureOf(errorCode)).toBe(code);
  });
});
