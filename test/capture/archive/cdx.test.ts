import { describe, expect, it } from 'vitest';
import { cdxLine, sortedIndex, surtOf } from '#src/capture/archive/cdx.ts';
import { surtByWarcio } from '#test/support/archive-readers.ts';

const ADDRESSES = [
  'https://www.feed.example/A/b?z=1&a=2',
  'http://www2.feed.example:8080/',
  'https://xn--bcher-kva.example/x?y',
  'http://127.0.0.1:4711/a',
  'https://a.example/?',
  'https://a.example/%20?token=[removed]',
];

describe('surtOf', () => {
  it.each(ADDRESSES)('gives the key that warcio gives for %s', (address) => {
    expect(surtOf(address)).toBe(surtByWarcio(address));
  });

  it('gives a key without blanks for what is no address', () => {
    expect(surtOf('no address\n')).toBe('no%20address%20');
  });
});

describe('cdxLine', () => {
  it('holds key, time and place, and tells other methods apart', () => {
    const fields = {
      ...{ url: 'https://a.example/x', mime: 'text/html', status: 200, digest: 'sha256:00' },
      ...{ length: 10, offset: 20, filename: 'data-0001.warc.gz' },
    };
    expect(cdxLine('2026-11-17T10:00:01.234Z', 'GET', fields)).toBe(
      'example,a)/x 20261117100001 {"url":"https://a.example/x","mime":"text/html","status":"200","digest":"sha256:00","length":"10","offset":"20","filename":"data-0001.warc.gz"}',
    );
    expect(cdxLine('2026-11-17T10:00:01.234Z', 'POST', fields)).toMatch(
      /^example,a\)\/x\?__wb_method=post /u,
    );
  });
});

describe('sortedIndex', () => {
  it('sorts by bytes', () => {
    expect(sortedIndex(['b', '\u{ff5e}', '\u{1f600}', 'B'])).toBe('B\nb\n\u{ff5e}\n\u{1f600}\n');
  });
});
