import { describe, expect, it } from 'vitest';
import {
  addressParts,
  counted,
  dateTimeOf,
  digestGroups,
  inertText,
  instantOf,
  sizeOf,
  zoneOf,
} from '../../renderer/format.ts';

describe('dateTimeOf', () => {
  it('writes winter and summer in the time of the United Kingdom', () => {
    expect(dateTimeOf('2026-11-17T10:52:07.000Z')).toBe('Tuesday 17 November 2026, 10:52:07');
    expect(dateTimeOf('2026-07-01T23:30:00.000Z')).toBe('Thursday 2 July 2026, 00:30:00');
    expect([zoneOf('2026-11-17T10:52:07.000Z'), zoneOf('2026-07-01T10:00:00.000Z')]).toEqual([
      'GMT',
      'BST',
    ]);
  });
});

describe('instantOf', () => {
  it('gives null for an empty or impossible moment', () => {
    expect([instantOf(''), instantOf('2026-13-40T99:00')]).toEqual([null, null]);
  });
});

describe('digestGroups', () => {
  it('makes sixteen groups of four without the name of the algorithm', () => {
    const groups = digestGroups(`sha256:${'0123456789abcdef'.repeat(4)}`);
    expect(groups).toHaveLength(16);
    expect(groups.slice(0, 4)).toEqual(['0123', '4567', '89ab', 'cdef']);
  });
});

describe('inertText', () => {
  it('writes what steers or hides text as its code point', () => {
    expect(inertText('a\u202Egpj.exe\u200B\n')).toBe('a<U+202E>gpj.exe<U+200B><U+000A>');
  });
});

describe('addressParts', () => {
  it('lets the site’s name stand out, not what is put before it', () => {
    expect(addressParts('https://school.example@evil.example:8080/a?b')).toEqual({
      before: 'https://school.example@',
      site: 'evil.example:8080',
      after: '/a?b',
    });
  });

  it('keeps text that is no address whole', () => {
    expect(addressParts('not an address')).toEqual({
      before: 'not an address',
      site: '',
      after: '',
    });
  });
});

describe('counted and sizeOf', () => {
  it('say numbers as a person does', () => {
    expect([counted(1, 'visit'), counted(1204, 'visit'), counted(2, 'entry', 'entries')]).toEqual([
      '1 visit',
      '1,204 visits',
      '2 entries',
    ]);
    expect([sizeOf(980), sizeOf(11_600), sizeOf(1_400_000), sizeOf(2_340_000_000)]).toEqual([
      '980 B',
      '11.6 KB',
      '1.4 MB',
      '2.34 GB',
    ]);
  });
});
