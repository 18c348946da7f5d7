import { describe, expect, it } from 'vitest';
import { isInstant } from '#src/core/clock.ts';

describe('isInstant', () => {
  it.each(['2026-11-17T10:52:07.123Z', '2000-02-29T00:00:00.000Z', '0001-01-01T23:59:59.999Z'])(
    'is true for %s',
    (text) => {
      expect(isInstant(text)).toBe(true);
    },
  );

  it.each([
    '2026-11-17T10:52:07Z',
    '2026-11-17T10:52:07.1234Z',
    '2026-11-17T10:52:07.123+00:00',
    '2026-11-17 10:52:07.123Z',
    '2026-13-17T10:52:07.123Z',
    '2026-11-32T10:52:07.123Z',
    '2026-11-17T24:00:00.000Z',
    '2026-11-17T10:52:60.000Z',
    '2026-11-17t10:52:07.123z',
    ' 2026-11-17T10:52:07.123Z',
    '2026-11-17T10:52:07.123Z\n',
    '',
    0,
    null,
    undefined,
    new Date(0),
  ])('is false for %o', (value) => {
    expect(isInstant(value)).toBe(false);
  });
});
