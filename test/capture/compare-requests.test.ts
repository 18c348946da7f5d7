import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  compareCertificates,
  compareRequests,
  MAX_ADDRESSES,
} from '#src/capture/compare-requests.ts';
import type { ExchangeFacts, HopFacts, NetworkFacts } from '#src/capture/network-schema.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';

const { network: NETWORK } = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);
const [SAMPLE] = NETWORK.exchanges;
const AT = 'https://feed.example';

function exchange(path: string, body: string | null, status = 200): ExchangeFacts {
  const [hop] = SAMPLE?.hops ?? [];
  if (SAMPLE === undefined || hop === undefined) throw new TypeError('the example has an exchange');
  const hops: HopFacts[] = [{ ...hop, address: `${AT}${path}`, status }];
  const bytes = utf8(body ?? '');
  return {
    ...{ ...SAMPLE, method: 'GET', state: 'finished', hops },
    body: body === null ? null : { digest: digestOf(bytes), sizeBytes: bytes.length },
  };
}

const network = (...exchanges: ExchangeFacts[]): NetworkFacts => ({ ...NETWORK, exchanges });

describe('compareRequests', () => {
  it('tells changed, come, gone, unknown and same apart by address, body and status', () => {
    const before = network(
      ...[exchange('/same', 'a'), exchange('/body', 'a'), exchange('/status', 'a')],
      ...[exchange('/gone', 'a'), exchange('/lost', 'a'), exchange('/none', null)],
    );
    const after = network(
      ...[exchange('/status', 'a', 404), exchange('/body', 'b'), exchange('/same', 'a')],
      ...[exchange('/come', 'a'), exchange('/lost', null), exchange('/none', null)],
    );
    expect(compareRequests(before, after)).toEqual({
      changed: { count: 2, addresses: [`GET ${AT}/body`, `GET ${AT}/status`] },
      appeared: { count: 1, addresses: [`GET ${AT}/come`] },
      gone: { count: 1, addresses: [`GET ${AT}/gone`] },
      unknown: { count: 2, addresses: [`GET ${AT}/lost`, `GET ${AT}/none`] },
      same: 1,
    });
  });

  it('takes an address that was asked for more than once as all that it gave', () => {
    const [a, b] = [exchange('/x', 'a'), exchange('/x', 'b')];
    expect(compareRequests(network(a, b, a), network(b, a)).same).toBe(1);
    expect(compareRequests(network(a, b), network(a)).changed.count).toBe(1);
    expect(compareRequests(network(a), network({ ...a, method: 'POST' })).appeared).toEqual({
      ...{ count: 1, addresses: [`POST ${AT}/x`] },
    });
  });

  it('counts all addresses and lists a bounded number, cut where they are long', () => {
    const many = Array.from({ length: MAX_ADDRESSES + 5 }, (_, i) =>
      exchange(`/${i}/${'x'.repeat(2000)}`, 'a'),
    );
    const { appeared } = compareRequests(network(), network(...many));
    expect([appeared.count, appeared.addresses.length]).toEqual([205, 200]);
    expect(appeared.addresses[0]).toHaveLength(1000);
  });
});

describe('compareCertificates', () => {
  const chain = (
    host: string,
    ...names: readonly string[]
  ): NetworkFacts['certificates'][number] => ({
    ...{ host, origin: null, from: 'devtools', verdict: null, error: null, knownRoot: null },
    ...{ seenAt: null, reason: null },
    chain: names.map((name) => ({ digest: digestOf(utf8(name)), der: '', facts: null })),
  });
  const seen = (...certificates: NetworkFacts['certificates']): NetworkFacts => ({
    ...NETWORK,
    certificates,
  });

  it('names servers that both saw with another certificate of their own', () => {
    const before = seen(
      chain('a.example', 'a1', 'ca'),
      chain('b.example', 'b1'),
      chain('c.example'),
    );
    const after = seen(
      chain('a.example', 'a2', 'ca'),
      chain('b.example', 'b1', 'ca'),
      chain('d.example', 'd'),
    );
    expect(compareCertificates(before, after)).toEqual([
      { host: 'a.example', earlier: digestOf(utf8('a1')), later: digestOf(utf8('a2')) },
    ]);
  });
});
