import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideAddress,
  decidePageAddress,
  decideRequestAddress,
  mayConnectTo,
} from '#electron/guard/decide-address.ts';

const real = { allowLoopback: false };
const demonstration = { allowLoopback: true };

const ALLOWED: readonly (readonly [typed: string, url: string])[] = [
  ['https://example.org/', 'https://example.org/'],
  ['http://example.org/a?b#c', 'http://example.org/a?b#c'],
  ['  example.org/feed ', 'https://example.org/feed'],
  ['example.org:8443/x', 'https://example.org:8443/x'],
  ['https://пример.example/', 'https://xn--e1afmkfd.example/'],
  ['https://8.8.8.8/', 'https://8.8.8.8/'],
  ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
  ['https://[::ffff:8.8.8.8]/', 'https://[::ffff:808:808]/'],
  ['https://172.32.0.1/', 'https://172.32.0.1/'],
  ['https://192.169.0.1/', 'https://192.169.0.1/'],
  ['https://notlocalhost.example/', 'https://notlocalhost.example/'],
];

const REFUSED: readonly (readonly [typed: string, code: string])[] = [
  ['', 'ADDRESS_INVALID'],
  ['   ', 'ADDRESS_INVALID'],
  ['https://', 'ADDRESS_INVALID'],
  ['https://exa mple.org', 'ADDRESS_INVALID'],
  ['https://example.org/\u0000', 'ADDRESS_INVALID'],
  ['https://exam\nple.org/', 'ADDRESS_INVALID'],
  ['https://user@example.org/', 'ADDRESS_INVALID'],
  ['https://user:secret@example.org/', 'ADDRESS_INVALID'],
  ['https://example.org@evil.example/', 'ADDRESS_INVALID'],
  [`https://example.org/${'a'.repeat(5000)}`, 'ADDRESS_INVALID'],
  ['https://999.1.1.1/', 'ADDRESS_INVALID'],
  ['file:///etc/passwd', 'ADDRESS_SCHEME'],
  ['file://host/share', 'ADDRESS_SCHEME'],
  ['javascript:alert(1)', 'ADDRESS_SCHEME'],
  ['data:text/html,hello', 'ADDRESS_SCHEME'],
  ['blob:https://example.org/1', 'ADDRESS_SCHEME'],
  ['about:blank', 'ADDRESS_SCHEME'],
  ['chrome://gpu', 'ADDRESS_SCHEME'],
  ['chrome://crash', 'ADDRESS_SCHEME'],
  ['devtools://devtools/', 'ADDRESS_SCHEME'],
  ['view-source:https://example.org', 'ADDRESS_SCHEME'],
  ['app://countersign/index.html', 'ADDRESS_SCHEME'],
  ['ftp://example.org/', 'ADDRESS_SCHEME'],
  ['mailto:a@example.org', 'ADDRESS_SCHEME'],
  ['tel:123', 'ADDRESS_SCHEME'],
  ['ms-settings:privacy', 'ADDRESS_SCHEME'],
  ['ws://example.org/', 'ADDRESS_SCHEME'],
  ['chrome-extension://abc/x', 'ADDRESS_SCHEME'],
  ['localhost', 'ADDRESS_PRIVATE'],
  ['localhost:3000', 'ADDRESS_PRIVATE'],
  ['http://LOCALHOST./', 'ADDRESS_PRIVATE'],
  ['http://a.b.localhost/', 'ADDRESS_PRIVATE'],
  ['http://router/', 'ADDRESS_PRIVATE'],
  ['router', 'ADDRESS_PRIVATE'],
  ['http://printer.local/', 'ADDRESS_PRIVATE'],
  ['http://sims.school.internal/', 'ADDRESS_PRIVATE'],
  ['http://x.home.arpa/', 'ADDRESS_PRIVATE'],
  ['http://127.0.0.1/', 'ADDRESS_PRIVATE'],
  ['http://127.255.0.9:8080/', 'ADDRESS_PRIVATE'],
  ['http://2130706433/', 'ADDRESS_PRIVATE'],
  ['http://0x7f000001/', 'ADDRESS_PRIVATE'],
  ['http://0x7f.1/', 'ADDRESS_PRIVATE'],
  ['http://0177.0.0.1/', 'ADDRESS_PRIVATE'],
  ['http://127.1/', 'ADDRESS_PRIVATE'],
  ['http://127.0.0.1./', 'ADDRESS_PRIVATE'],
  ['http://①②⑦.0.0.1/', 'ADDRESS_PRIVATE'],
  ['http://0/', 'ADDRESS_PRIVATE'],
  ['http://0.0.0.0/', 'ADDRESS_PRIVATE'],
  ['http://10.1.2.3/', 'ADDRESS_PRIVATE'],
  ['http://100.64.0.1/', 'ADDRESS_PRIVATE'],
  ['http://169.254.169.254/', 'ADDRESS_PRIVATE'],
  ['http://172.16.0.1/', 'ADDRESS_PRIVATE'],
  ['http://172.31.255.255/', 'ADDRESS_PRIVATE'],
  ['http://192.168.0.1/', 'ADDRESS_PRIVATE'],
  ['http://198.19.0.1/', 'ADDRESS_PRIVATE'],
  ['http://224.0.0.251/', 'ADDRESS_PRIVATE'],
  ['http://255.255.255.255/', 'ADDRESS_PRIVATE'],
  ['http://[::1]/', 'ADDRESS_PRIVATE'],
  ['http://[::]/', 'ADDRESS_PRIVATE'],
  ['http://[0:0:0:0:0:0:0:1]/', 'ADDRESS_PRIVATE'],
  ['http://[::ffff:127.0.0.1]/', 'ADDRESS_PRIVATE'],
  ['http://[::ffff:7f00:1]/', 'ADDRESS_PRIVATE'],
  ['http://[::127.0.0.1]/', 'ADDRESS_PRIVATE'],
  ['http://[::ffff:192.168.1.1]/', 'ADDRESS_PRIVATE'],
  ['http://[::ffff:0:10.0.0.1]/', 'ADDRESS_PRIVATE'],
  ['http://[64:ff9b::10.0.0.1]/', 'ADDRESS_PRIVATE'],
  ['http://[64:ff9b:1::1]/', 'ADDRESS_PRIVATE'],
  ['http://[2002:7f00:1::]/', 'ADDRESS_PRIVATE'],
  ['http://[2001:0:1234::3f57:fefe]/', 'ADDRESS_PRIVATE'],
  ['http://[fe80::1]/', 'ADDRESS_PRIVATE'],
  ['http://[fc00::1]/', 'ADDRESS_PRIVATE'],
  ['http://[fd12:3456::1]/', 'ADDRESS_PRIVATE'],
  ['http://[fec0::1]/', 'ADDRESS_PRIVATE'],
  ['http://[ff02::1]/', 'ADDRESS_PRIVATE'],
  ['http://[100::1]/', 'ADDRESS_PRIVATE'],
];

describe('decideAddress', () => {
  it.each(ALLOWED)('allows %j as %s', (typed, url) => {
    expect(decideAddress(typed, real)).toEqual({ allowed: true, url });
  });

  it.each(REFUSED)('refuses %j with %s', (typed, code) => {
    expect(decideAddress(typed, real)).toMatchObject({ allowed: false, code });
  });

  it.each([
    'http://127.0.0.1:8080/',
    'http://localhost:1/',
    'http://feed.localhost/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
  ])('allows loopback %s in a vault made as a demonstration only', (typed) => {
    expect(decideAddress(typed, demonstration)).toMatchObject({ allowed: true });
    expect(decideAddress(typed, real)).toMatchObject({ allowed: false, code: 'ADDRESS_PRIVATE' });
  });

  it.each([
    'http://192.168.0.1/',
    'http://[fe80::1]/',
    'http://router/',
    'http://0.0.0.0/',
    'http://x.local/',
  ])('refuses %s in a demonstration too', (typed) => {
    expect(decideAddress(typed, demonstration)).toMatchObject({
      allowed: false,
      code: 'ADDRESS_PRIVATE',
    });
  });

  it('never throws and never quotes the address in its reason', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV6(), fc.ipV4Extended()), (typed) => {
        const decision = decideAddress(typed, real);
        if (!decision.allowed && typed.length > 12) expect(decision.reason).not.toContain(typed);
      }),
    );
  });

  it('refuses every spelling of every private IPv4 address', () => {
    const privateV4 = fc.oneof(
      fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
    );
    fc.assert(
      fc.property(privateV4, fc.nat(5), ([a, b, c, d], spelling) => {
        const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
        const hosts = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `0${a.toString(8)}.${b}.0x${c.toString(16)}.${d}`,
          `${a}.${b}.${(c << 8) | d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
        ];
        const decision = decideAddress(`http://${hosts[spelling] ?? ''}/`, real);
        expect(decision).toMatchObject({ allowed: false, code: 'ADDRESS_PRIVATE' });
      }),
    );
  });
});

describe('decidePageAddress', () => {
  it('refuses web sockets, which decideRequestAddress allows', () => {
    expect(decidePageAddress('wss://example.org/', real)).toMatchObject({ code: 'ADDRESS_SCHEME' });
    expect(decideRequestAddress('wss://example.org/', real)).toMatchObject({ allowed: true });
    expect(decideRequestAddress('ws://192.168.1.1/', real)).toMatchObject({
      code: 'ADDRESS_PRIVATE',
    });
  });
});

describe('mayConnectTo', () => {
  it.each([
    [['93.184.216.34'], true],
    [['93.184.216.34', '2606:4700::1111'], true],
    [['93.184.216.34', '10.0.0.1'], false],
    [['127.0.0.1'], false],
    [['::1'], false],
    [['fe80::1%eth0'], false],
    [['::ffff:192.168.0.1'], false],
    [[], true],
    [['not an address'], false],
  ] as const)('decides %j as %s', (ips, expected) => {
    expect(mayConnectTo(ips, real)).toBe(expected);
  });

  it('allows loopback answers in a demonstration, and other private ones never', () => {
    expect(mayConnectTo(['127.0.0.1', '::1'], demonstration)).toBe(true);
    expect(mayConnectTo(['127.0.0.1', '10.0.0.1'], demonstration)).toBe(false);
  });
});
