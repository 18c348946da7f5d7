import { describe, expect, it } from 'vitest';
import { rangeOfDate, sharedRange, validityOf } from '#src/capture/clock-bounds.ts';
import type { CertificateChain } from '#src/capture/network-schema.ts';

describe('rangeOfDate', () => {
  it('holds the true offset wherever in its second the header was written', () => {
    for (const offsetMs of [-7_300, 0, 481, 99_999]) {
      for (const wroteMs of [1_000, 1_499, 1_999]) {
        const headerMs = Math.floor((wroteMs + offsetMs) / 1000) * 1000;
        const { lowMs, highMs } = rangeOfDate(headerMs, wroteMs - 40, wroteMs + 70);
        expect(lowMs).toBeLessThanOrEqual(offsetMs);
        expect(highMs).toBeGreaterThanOrEqual(offsetMs);
        expect(highMs - lowMs).toBe(1_110);
      }
    }
  });
});

describe('sharedRange', () => {
  it('is what most servers share, whatever the others say', () => {
    const ranges = [
      { lowMs: -100, highMs: 1_000 },
      { lowMs: 200, highMs: 1_300 },
      { lowMs: 60_000, highMs: 61_000 },
    ];
    expect(sharedRange(ranges)).toEqual({ lowMs: 200, highMs: 1_000, servers: 3, agree: 2 });
    expect(sharedRange(ranges.slice(2))).toEqual({
      ...{ lowMs: 60_000, highMs: 61_000, servers: 1, agree: 1 },
    });
    expect(sharedRange([])).toBeNull();
  });
});

describe('validityOf', () => {
  const chain = (
    from: string,
    to: string,
    more: Partial<CertificateChain> = {},
  ): CertificateChain => ({
    ...{ host: 'a.example', origin: null, from: 'verifier', verdict: 'accepted', error: null },
    ...{ knownRoot: true, seenAt: null, reason: null },
    chain: [
      {
        digest: `sha256:${'0'.repeat(64)}`,
        der: '',
        facts: {
          ...{ subject: '', issuer: '', serial: '', names: [] },
          validFrom: `${from}T00:00:00.000Z`,
          validTo: `${to}T00:00:00.000Z`,
        },
      },
    ],
    ...more,
  });

  it('is the time in which all accepted certificates are valid', () => {
    const chains = [
      chain('2026-01-01', '2027-01-01'),
      chain('2026-05-01', '2026-12-01', { host: 'b.example' }),
      chain('2020-01-01', '2021-01-01', { verdict: 'refused' }),
    ];
    expect(validityOf(chains, '2026-11-17T00:00:00.000Z')).toEqual({
      from: '2026-05-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
      hosts: 2,
      outside: false,
    });
    expect(validityOf(chains, '2026-04-17T00:00:00.000Z')?.outside).toBe(true);
    expect(validityOf([], '2026-04-17T00:00:00.000Z')).toBeNull();
  });
});
