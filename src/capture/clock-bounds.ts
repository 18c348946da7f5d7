import type { CertificateChain } from './network-schema.ts';
import type { ClockFacts } from './record.ts';

/** What servers' dates allow the true time to be, less this computer's. */
export interface OffsetRange {
  readonly lowMs: number;
  readonly highMs: number;
}

/**
 * What one `Date` header says about this computer's clock, if the server is right: the header's second
 * began before the answer was heard of, and ended after the question was sent.
 * @param dateMs - the header's instant, milliseconds since 1970
 */
export function rangeOfDate(dateMs: number, sentMs: number, answeredMs: number): OffsetRange {
  return { lowMs: dateMs - answeredMs, highMs: dateMs + 1_000 - sentMs };
}

/** The range that most of the given ones share (Marzullo's algorithm); null for none. */
export function sharedRange(ranges: readonly OffsetRange[]): ClockFacts['bounds'] {
  const edges = ranges
    .flatMap(({ lowMs, highMs }) => [
      { atMs: lowMs, step: 1 },
      { atMs: highMs, step: -1 },
    ])
    .sort((a, b) => a.atMs - b.atMs || b.step - a.step);
  let open = 0;
  let best: { agree: number; lowMs: number; highMs: number } | null = null;
  for (const [index, { atMs, step }] of edges.entries()) {
    open += step;
    const next = edges[index + 1];
    if (step === 1 && next !== undefined && open > (best?.agree ?? 0)) {
      best = { agree: open, lowMs: atMs, highMs: next.atMs };
    }
  }
  return best === null ? null : { ...best, servers: ranges.length };
}

/**
 * The time within which every accepted server's certificate is valid.
 * @param now - this computer's time
 * @returns null where no certificate of an accepted server is known
 */
export function validityOf(
  chains: readonly CertificateChain[],
  now: string,
): ClockFacts['validity'] {
  const accepted = chains.filter(({ verdict }) => verdict === 'accepted');
  const leaves = accepted.flatMap(({ host, chain }) => {
    const facts = chain[0]?.facts ?? null;
    return facts === null ? [] : [{ host, ...facts }];
  });
  const [from] = leaves
    .map(({ validFrom }) => validFrom)
    .sort()
    .toReversed();
  const [to] = leaves.map(({ validTo }) => validTo).sort();
  if (from === undefined || to === undefined) return null;
  const hosts = new Set(leaves.map(({ host }) => host)).size;
  return { from, to, hosts, outside: now < from || now > to };
}
