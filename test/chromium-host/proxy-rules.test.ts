import { afterEach, describe, expect, it } from 'vitest';
import { configureHost } from './options.ts';
import { proxyHostFor, resolveProxy } from './proxy-rules.ts';

afterEach(() => {
  configureHost({ browserFlags: [] });
});

describe('resolveProxy', () => {
  it('is direct without switches', async () => {
    expect(await resolveProxy('https://pond.example/')).toBe('DIRECT');
    expect(await proxyHostFor('https://pond.example/')).toBeNull();
  });

  it('names the one proxy, or the one for a scheme', async () => {
    configureHost({ browserFlags: ['--proxy-server=proxy.example:3128'] });
    expect(await resolveProxy('http://pond.example/')).toBe('PROXY proxy.example:3128');
    expect(await proxyHostFor('ws://pond.example/')).toBe('proxy.example');
    configureHost({ browserFlags: ['--proxy-server=http=a.example:1;https=socks5://b.example:2'] });
    expect(await resolveProxy('http://pond.example/')).toBe('PROXY a.example:1');
    expect(await resolveProxy('https://pond.example/')).toBe('SOCKS5 b.example:2');
    configureHost({ browserFlags: ['--proxy-server=http=a.example:1'] });
    expect(await resolveProxy('https://pond.example/')).toBe('DIRECT');
  });

  it('leaves out loopback, unless told not to, and what the list names', async () => {
    const server = '--proxy-server=proxy.example:3128';
    configureHost({ browserFlags: [server, '--proxy-bypass-list=*.school.example;<local>'] });
    for (const host of ['127.0.0.1:8', 'localhost', 'files.school.example', 'intranet']) {
      expect(await resolveProxy(`http://${host}/`)).toBe('DIRECT');
    }
    expect(await resolveProxy('http://pond.example/')).toBe('PROXY proxy.example:3128');
    configureHost({ browserFlags: [server, '--proxy-bypass-list=<-loopback>'] });
    expect(await resolveProxy('http://127.0.0.1:8/')).toBe('PROXY proxy.example:3128');
  });

  it('asks a script, which sees no more than the host of an encrypted address', async () => {
    const script = `function FindProxyForURL(url, host) {
      if (shExpMatch(host, '*.pond.example')) return 'PROXY 10.0.0.1:8080; DIRECT';
      return dnsDomainIs(host, '.show.example') ? 'PROXY ' + url.length + '.example:1' : 'DIRECT';
    }`;
    const pac = `data:text/plain;base64,${Buffer.from(script).toString('base64')}`;
    configureHost({ browserFlags: [`--proxy-pac-url=${pac}`] });
    expect(await resolveProxy('https://frogs.pond.example/')).toBe('PROXY 10.0.0.1:8080; DIRECT');
    expect(await proxyHostFor('https://frogs.pond.example/')).toBe('10.0.0.1');
    expect(await resolveProxy('https://other.example/')).toBe('DIRECT');
    expect(await resolveProxy('https://a.show.example/abc')).toBe('PROXY 23.example:1');
    expect(await resolveProxy('http://a.show.example/abc')).toBe('PROXY 25.example:1');
  });
});
