import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ExchangeLog } from '#src/capture/exchange-log.ts';
import type { CertificateChain } from '#src/capture/network-schema.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import { filterIssuerOf, hostsOf, secureOriginsOf } from '#src/capture/server-facts.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { realClock } from '#test/support/test-clock.ts';

const EXAMPLE = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);

describe('filterIssuerOf', () => {
  const ISSUER = 'CN=Quillbrook filter';
  const certificate: CertificateChain['chain'][number] = {
    digest: digestOf(new Uint8Array([1])),
    der: 'AQ==',
    facts: {
      ...{ subject: 'CN=pond.example', issuer: ISSUER, serial: '01', names: ['pond.example'] },
      ...{ validFrom: '2026-01-01T00:00:00.000Z', validTo: '2027-01-01T00:00:00.000Z' },
    },
  };
  const issuerOf = (
    knownRoot: boolean | null,
    verdict: 'accepted' | 'refused' = 'accepted',
    host = 'pond.example',
  ): string | null =>
    filterIssuerOf('https://pond.example/12', {
      ...EXAMPLE.network,
      certificates: [
        {
          ...{ host, origin: null, from: 'verifier' as const, verdict },
          ...{ error: null, knownRoot, seenAt: null, reason: null },
          chain: [certificate],
        },
      ],
    });

  it('names who issued the chain of a page whose root only this computer has', () => {
    expect(issuerOf(false)).toBe(ISSUER);
  });

  it('is null for a public root, an unknown one, a refused chain and another host', () => {
    expect(issuerOf(true)).toBeNull();
    expect(issuerOf(null)).toBeNull();
    expect(issuerOf(false, 'refused')).toBeNull();
    expect(issuerOf(false, 'accepted', 'pictures.example')).toBeNull();
  });
});

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
