import { describe, expect, it } from 'vitest';
import { ExchangeLog } from '#src/capture/exchange-log.ts';
import { hostsOf, secureOriginsOf } from '#src/capture/server-facts.ts';
import { realClock } from '#test/support/test-clock.ts';

function exchangesTo(...addresses: readonly string[]): ExchangeLog['exchanges'] {
  const log = new ExchangeLog(realClock());
  for (const [at, url] of addresses.entries()) {
    const request = { url, method: 'GET', headers: {} };
    log.take('Network.requestWillBeSent', { requestId: `r${at}`, request }, null, 'page');
  }
  return log.exchanges;
}

const ADDRESSES = [
  'https://a.example/1?x=https://not.example/',
  'https://a.example:8443#part',
  'HTTPS://A.EXAMPLE/2',
  'wss://b.example/socket',
  'http://user:pass@c.example:80/',
  'http://[::1]:8080/x',
  'data:text/plain,https://d.example/',
  'blob:https://e.example/1',
] as const;

describe('hostsOf', () => {
  it('names each server once, and none that is only written in an address', () => {
    expect([...hostsOf(exchangesTo(...ADDRESSES))].sort()).toEqual([
      ...['[::1]', 'a.example', 'b.example', 'c.example'],
    ]);
  });
});

describe('secureOriginsOf', () => {
  it('names the origins that have a certificate, sockets among them', () => {
    expect(secureOriginsOf(exchangesTo(...ADDRESSES))).toEqual([
      ...['https://a.example', 'https://a.example:8443', 'https://b.example'],
    ]);
  });
});
