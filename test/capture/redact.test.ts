import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactAddress, redactHeaders } from '#src/capture/redact.ts';

describe('redactAddress', () => {
  it.each([
    ['https://user:pw@pond.example/a', 'https://[removed]@pond.example/a', 1],
    ['https://pond.example/a?token=abc&page=2', 'https://pond.example/a?token=[removed]&page=2', 1],
    [
      'https://pond.example/a?access_token=abc#id_token=x',
      'https://pond.example/a?access_token=[removed]#id_token=[removed]',
      2,
    ],
    [
      'https://pond.example/a;jsessionid=12?x=1',
      'https://pond.example/a;jsessionid=[removed]?x=1',
      1,
    ],
    [
      'https://pond.example/a?page=2&tokens=3&author=me',
      'https://pond.example/a?page=2&tokens=3&author=me',
      0,
    ],
    ['https://pond.example/@someone', 'https://pond.example/@someone', 0],
  ])('turns %s into %s', (address, expected, removed) => {
    expect(redactAddress(address)).toEqual({ text: expected, removed });
  });

  it('keeps only the beginning of content in an address', () => {
    expect(redactAddress(`data:text/plain,${'x'.repeat(9_999)}`).text).toContain(
      '[cut, 10015 characters]',
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        const once = redactAddress(address).text;
        expect(redactAddress(once).text).toBe(once);
      }),
      { numRuns: process.env['SLOW'] === '1' ? 1_000 : 50 },
    );
  });
});

describe('redactHeaders', () => {
  it('keeps names and values, removes credentials whatever their letter case, and says which', () => {
    const cleaned = redactHeaders({
      'Content-Type': 'text/html',
      COOKIE: 'a=1',
      'Set-Cookie': 'a=1\nb=2',
      'proxy-Authorization': 'Basic x',
      Location: 'https://user:pw@pond.example/?sid=1',
    });
    expect(cleaned.headers).toEqual([
      ['Content-Type', 'text/html'],
      ['Location', 'https://[removed]@pond.example/?sid=[removed]'],
    ]);
    expect(cleaned.removed).toEqual(['cookie', 'set-cookie', 'proxy-authorization']);
    expect(cleaned.parameters).toBe(2);
  });
});
