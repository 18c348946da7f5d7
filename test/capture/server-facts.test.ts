import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CertificateChain } from '#src/capture/network-schema.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import { filterIssuerOf } from '#src/capture/server-facts.ts';
import { digestOf } from '#src/crypto/hash.ts';

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
