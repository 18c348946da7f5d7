import { describe, expect, it } from 'vitest';
import { DIRECT, parseWay, plainHost, proxyName } from '#electron/guard/decide-way.ts';

describe('parseWay', () => {
  it('reads direct, one proxy, and several with a way past them', () => {
    expect(parseWay('DIRECT')).toEqual(DIRECT);
    expect(parseWay('PROXY Proxy.Example:3128')).toEqual({
      proxies: [{ scheme: 'http', host: 'proxy.example', port: 3128 }],
      direct: false,
    });
    expect(parseWay('HTTPS a.example:8443; SOCKS5 [fd00::1]:1080;DIRECT')).toEqual({
      proxies: [
        { scheme: 'https', host: 'a.example', port: 8443 },
        { scheme: 'socks5', host: 'fd00::1', port: 1080 },
      ],
      direct: true,
    });
  });

  it('takes each kind’s own port where none is named', () => {
    const ports = ['PROXY', 'HTTPS', 'SOCKS', 'SOCKS5'].map(
      (kind) => parseWay(`${kind} proxy.example`)?.proxies[0]?.port,
    );
    expect(ports).toEqual([80, 443, 1080, 1080]);
  });

  it.each([
    '',
    ';',
    'PROXY',
    'PROXY proxy.example:0',
    'PROXY proxy.example:65536',
    'PROXY user@proxy.example:1',
    'TUNNEL proxy.example:1',
    'PROXY proxy.example:1; nonsense',
    Array.from({ length: 11 }, (_, index) => `PROXY p${index}.example:1`).join(';'),
  ])('is not known from %j', (answer) => {
    expect(parseWay(answer)).toBeNull();
  });
});

describe('proxyName', () => {
  it('puts an IPv6 address into brackets, and plainHost takes them off', () => {
    expect(proxyName({ host: 'fd00::1', port: 3128 })).toBe('[fd00::1]:3128');
    expect(plainHost('[FD00::1]')).toBe('fd00::1');
  });
});
