import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '#src/capture/archive/known-secrets.ts';
import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';

function knowing(teach: (secrets: KnownSecrets) => void): KnownSecrets {
  const secrets = new KnownSecrets();
  teach(secrets);
  return secrets;
}

function scrubbed(secrets: KnownSecrets, text: string): string {
  return fromUtf8(secrets.scrub(utf8(text)).bytes);
}

describe('KnownSecrets', () => {
  it('learns cookies, authorisations and keys from headers', () => {
    const secrets = knowing((one) => {
      one.addHeaders({
        cookie: 'sid=first-cookie-1; theme=dark; "q"="quoted-cookie-2"',
        'Set-Cookie': 'a=third-cookie-3; Path=/; HttpOnly\nb=fourth-cookie-4; Secure',
        authorization: 'Bearer bearer-value-5',
        'Proxy-Authorization': `Basic ${toBase64(utf8('somebody:pass-phrase-6'))}`,
        'x-api-key': 'api-key-value-7',
        referer: 'https://a.example/?token=refer-token-8&page=2',
        'user-agent': 'no-secret-agent-9',
      });
    });
    const text =
      'first-cookie-1 quoted-cookie-2 third-cookie-3 fourth-cookie-4 bearer-value-5 pass-phrase-6 api-key-value-7 refer-token-8 no-secret-agent-9 dark';
    expect(scrubbed(secrets, text)).toBe(`${'[removed] '.repeat(8)}no-secret-agent-9 dark`);
  });

  it('learns user information and parameters from addresses', () => {
    const secrets = knowing((one) => {
      one.addAddress(
        'https://somebody1:hidden-word-2@a.example/x;jsessionid=session-id-3?sig=sig-value-4',
      );
    });
    expect(scrubbed(secrets, 'somebody1 hidden-word-2 session-id-3 sig-value-4')).toBe(
      '[removed] [removed] [removed] [removed]',
    );
  });

  it('learns values under the names of credentials from a source, and leaves labels alone', () => {
    const secrets = knowing((one) => {
      one.addSource(`{"access_token":"json-token-1","title":"json-title-2"}
        login({ password: 'script-word-3', label: 'script-label-4' }); send('pwd=joined-word-5&x=other-value-6');
        <input value="field-token-7" type=hidden name="csrf_token"><meta content='meta-token-8' name="xsrf-token">
        <input type="password" value="typed-word"><input name="q" value="search-word-9">
        const strings = { password: "Forgotten?", token: "tokenised" };`);
    });
    const all =
      'json-token-1 json-title-2 script-word-3 script-label-4 joined-word-5 other-value-6 field-token-7 meta-token-8 typed-word search-word-9 Forgotten? tokenised';
    expect(scrubbed(secrets, all)).toBe(
      '[removed] json-title-2 [removed] script-label-4 [removed] other-value-6 [removed] [removed] [removed] search-word-9 Forgotten? tokenised',
    );
  });

  it('finds a value in its encoded, decoded and escaped forms', () => {
    const secrets = knowing((one) => {
      one.addHeaders({ cookie: 'a=x%20y%2Fz12345; b=p&q"r<12345' });
    });
    for (const form of [
      'x%20y%2Fz12345',
      'x y/z12345',
      'p&q"r<12345',
      'p&amp;q&quot;r&lt;12345',
      'p%26q%22r%3C12345',
    ]) {
      expect([form, scrubbed(secrets, `<${form}>`)]).toEqual([form, '<[removed]>']);
    }
  });

  it('leaves shorter values, and bytes without any, as they are', () => {
    const secrets = knowing((one) => {
      one.addHeaders({ cookie: 'theme=darker1; id=12345678' });
    });
    const bytes = utf8('darker1 and nothing else');
    expect(secrets.scrub(bytes)).toEqual({ bytes, removed: 0 });
    expect(secrets.scrub(bytes).bytes).toBe(bytes);
    expect(secrets.scrub(utf8('12345678, 12345678')).removed).toBe(2);
  });

  it('reads a megabyte of one word, and of nothing but quotes, without growing with its square', () => {
    const startedMs = performance.now();
    const secrets = knowing((one) => {
      one.addSource('a'.repeat(1_000_000));
      one.addSource('token.'.repeat(170_000));
      one.addSource('"'.repeat(1_000_000));
      one.addSource('<input '.repeat(140_000));
      one.addSource('&token='.repeat(140_000));
    });
    expect(secrets.size).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  });
});
