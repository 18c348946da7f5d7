import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { encodeDer, readOneDer, TAG } from '#src/crypto/verify/der.ts';
import { encodeTime, parseTime } from '#src/crypto/verify/time.ts';

describe('encodeTime', () => {
  it.each([
    ['1950-01-01T00:00:00.000Z', TAG.utcTime, '500101000000Z'],
    ['2026-11-17T10:52:07.999Z', TAG.utcTime, '261117105207Z'],
    ['2049-12-31T23:59:59.000Z', TAG.utcTime, '491231235959Z'],
    ['2050-01-01T00:00:00.000Z', TAG.generalizedTime, '20500101000000Z'],
    ['1949-12-31T23:59:59.000Z', TAG.generalizedTime, '19491231235959Z'],
  ])('writes %s', (instant, tag, text) => {
    const der = readOneDer(encodeTime(instant));
    expect([der.tag, fromUtf8(der.content)]).toEqual([tag, text]);
    expect(parseTime(der)).toBe(`${instant.slice(0, 19)}.000Z`);
  });

  it('throws RangeError for another text', () => {
    expect(() => encodeTime('2026-11-17')).toThrow(RangeError);
  });
});

describe('parseTime', () => {
  it.each([
    [TAG.utcTime, '2611171052Z'],
    [TAG.utcTime, '261117105207+0000'],
    [TAG.utcTime, '260231000000Z'],
    [TAG.utcTime, '261317105207Z'],
    [TAG.utcTime, '261117245207Z'],
    [TAG.generalizedTime, '20501117105207.5Z'],
    [TAG.octetString, '261117105207Z'],
  ])('throws BYTES_MALFORMED for tag %s with %o', (tag, text) => {
    expect(() => parseTime(readOneDer(encodeDer(tag, utf8(text))))).toThrow(
      expect.objectContaining({ code: 'BYTES_MALFORMED' }),
    );
  });

  it('throws BYTES_MALFORMED for a missing value', () => {
    expect(() => parseTime(undefined)).toThrow(
      expect.objectContaining({ code: 'BYTES_MALFORMED' }),
    );
  });
});
