import { describe, expect, it } from 'vitest';
import { serveScheme, toAppUrl, toBrowserPolicy, toBrowserUrl } from './url-map.ts';

serveScheme('app');

describe('toBrowserUrl', () => {
  it('names the reserved host for a scheme that is served', () => {
    expect(toBrowserUrl('app://countersign/index.html?a#b')).toBe(
      'https://countersign.app.invalid/index.html?a#b',
    );
    expect(toBrowserUrl('app://countersign')).toBe('https://countersign.app.invalid/');
  });

  it('leaves every other address alone', () => {
    for (const url of [
      'https://a.example/',
      'data:text/html,app://x',
      'other://x/',
      'about:blank',
      '',
    ])
      expect(toBrowserUrl(url)).toBe(url);
  });
});

describe('toAppUrl', () => {
  it('undoes toBrowserUrl', () => {
    for (const url of ['app://countersign/', 'app://a.b/c?d#e'])
      expect(toAppUrl(toBrowserUrl(url))).toBe(url);
  });

  it('is not taken in by look-alikes', () => {
    for (const url of [
      'https://x.app.invalid.example/',
      'http://x.app.invalid/',
      'https://x.other.invalid/',
    ])
      expect(toAppUrl(url)).toBe(url);
  });
});

describe('toBrowserPolicy', () => {
  it('names the reserved hosts where a policy names the scheme', () => {
    expect(toBrowserPolicy("default-src 'none'; img-src app: data:; font-src app://fonts/a")).toBe(
      "default-src 'none'; img-src https://*.app.invalid data:; font-src https://fonts.app.invalid/a",
    );
    expect(toBrowserPolicy("script-src 'self'; report-to myapp:x")).toBe(
      "script-src 'self'; report-to myapp:x",
    );
  });
});
