import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import { pageWayOf, wayFacts } from '#src/capture/way-facts.ts';
import type { WitnessedWay } from '#src/capture/witness.ts';

const { network } = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);
const ORIGIN = 'https://pond.example';

function way(change: Partial<WitnessedWay> = {}): WitnessedWay {
  return {
    ...{ origin: ORIGIN, way: 'proxy', orDirect: false, error: null },
    ...{ proxies: ['http://proxy.example:3128'], addresses: ['10.1.2.3'] },
    askedAt: '2026-11-17T10:52:07.000Z',
    ...change,
  };
}

const pageWay = (serverAddress: string | null, ...told: readonly WitnessedWay[]) =>
  pageWayOf(`${ORIGIN}/12`, serverAddress, {
    ...network,
    ways: wayFacts(told, new Set([ORIGIN])),
  });

describe('wayFacts', () => {
  it('keeps the ways of this document’s origins and names those without an answer', () => {
    const facts = wayFacts(
      [way(), way({ origin: 'https://before.example' })],
      new Set([ORIGIN, 'https://other.example']),
    );
    expect(facts).toEqual({
      ...{ from: 'session-resolver', reason: null, answers: [way()] },
      without: ['https://other.example'],
    });
  });

  it('says that nothing was told', () => {
    expect(wayFacts(null, new Set([ORIGIN]))).toEqual({
      ...{ from: null, reason: 'the host told nothing', answers: [], without: [ORIGIN] },
    });
  });

  it('cuts what is too long', () => {
    const long = way({ proxies: Array.from({ length: 20 }, () => `http://${'p'.repeat(400)}:1`) });
    const [answer] = wayFacts([long], new Set([ORIGIN])).answers;
    expect(answer?.proxies).toHaveLength(10);
    expect(answer?.proxies[0]).toHaveLength(300);
  });
});

describe('pageWayOf', () => {
  it('names the proxy, and that the recorded address is the proxy’s', () => {
    expect(pageWay('10.1.2.3:3128', way())).toEqual({
      ...{ kind: 'proxy', proxy: 'proxy.example:3128', serverIsProxy: true },
    });
    expect(pageWay('[fd00::1]:3128', way({ addresses: ['fd00::1'] })).serverIsProxy).toBe(true);
  });

  it('does not say so of another address, nor where either isn’t known', () => {
    expect(pageWay('93.184.216.34:443', way({ orDirect: true })).serverIsProxy).toBe(false);
    expect(pageWay(null, way()).serverIsProxy).toBeNull();
    expect(pageWay('10.1.2.3:3128', way({ addresses: [] })).serverIsProxy).toBeNull();
  });

  it('is direct, or unknown, as it was told last', () => {
    const direct = way({ way: 'direct', proxies: [], addresses: [], orDirect: true });
    expect(pageWay('10.1.2.3:3128', way(), direct)).toEqual({
      ...{ kind: 'direct', proxy: null, serverIsProxy: null },
    });
    expect(pageWay('10.1.2.3:3128', way({ way: 'unknown' })).kind).toBe('unknown');
    expect(pageWay('10.1.2.3:3128').kind).toBe('unknown');
  });
});
