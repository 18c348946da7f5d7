import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clockFacts } from '#src/capture/clock-facts.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';

const { network } = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);
const start = { at: '2026-11-17T10:00:00.000Z', monotonicMs: 5_000, bootId: 'b' };

describe('clockFacts', () => {
  it('says by how much the clock was set while the capture ran', () => {
    const end = { at: '2026-11-17T09:00:03.000Z', monotonicMs: 8_000, bootId: 'b' };
    expect(clockFacts(start, end, 'Europe/London', network).steppedMs).toBe(-3_600_000);
    const right = { at: '2026-11-17T10:00:03.000Z', monotonicMs: 8_000, bootId: 'b' };
    expect(clockFacts(start, right, 'Europe/London', network).steppedMs).toBe(0);
  });

  it('bounds the clock by the dates that servers sent, and never by a cached one', () => {
    const [document] = network.exchanges;
    const [hop] = document?.hops ?? [];
    if (document === undefined || hop === undefined) throw new Error('no exchange');
    const dated = (address: string, date: string, from: 'network' | 'cache'): typeof document => ({
      ...document,
      hops: [
        {
          ...{ ...hop, address, from, responseHeaders: [['Date', date]] },
          sentAt: '2026-11-17T10:00:01.400Z',
          answeredAt: '2026-11-17T10:00:01.500Z',
        },
      ],
    });
    const exchanges = [
      dated('https://a.example/1', 'Tue, 17 Nov 2026 10:00:01 GMT', 'network'),
      dated('https://a.example/2', 'Tue, 17 Nov 2026 11:00:01 GMT', 'network'),
      dated('https://b.example/', 'Tue, 17 Nov 2026 10:00:09 GMT', 'network'),
      dated('https://c.example/', 'Mon, 16 Nov 2026 10:00:01 GMT', 'cache'),
      dated('https://d.example/', 'nonsense', 'network'),
    ];
    const facts = clockFacts(start, { ...start, monotonicMs: 5_000 }, 'Europe/London', {
      ...network,
      exchanges,
    });
    expect(facts.servers.map((server) => [server.origin, server.differenceMs])).toEqual([
      ['https://a.example', -500],
      ['https://b.example', 7_500],
    ]);
    expect(facts.offsetMs).toBe(7_500);
    expect(facts.servers[0]).toMatchObject({ lowMs: -500, highMs: 600 });
    expect(facts.bounds).toEqual({ lowMs: -500, highMs: 600, servers: 2, agree: 1 });
  });

  it('has no offset where no server sent a date', () => {
    expect(
      clockFacts(start, start, 'Europe/London', { ...network, exchanges: [] }).offsetMs,
    ).toBeNull();
  });
});
