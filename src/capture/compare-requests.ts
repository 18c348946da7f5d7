import type { CertificateChain, ExchangeFacts, NetworkFacts } from './network-schema.ts';

/** Addresses of one group, as the record has them; at most {@link MAX_ADDRESSES} of all that are counted. */
export interface ComparedAddresses {
  readonly count: number;
  readonly addresses: readonly string[];
}

/** What servers answered in the two captures. */
export interface ComparedRequests {
  /** Asked for in both, answered with another status or another body. */
  readonly changed: ComparedAddresses;
  /** Asked for only in the later capture. */
  readonly appeared: ComparedAddresses;
  /** Asked for only in the earlier one. */
  readonly gone: ComparedAddresses;
  /** Asked for in both, but a body stands in no record of the two. */
  readonly unknown: ComparedAddresses;
  /** Asked for in both and answered with the same. */
  readonly same: number;
}

/** A server whose own certificate is another one. */
export interface ComparedCertificate {
  readonly host: string;
  readonly earlier: string;
  readonly later: string;
}

export const MAX_ADDRESSES = 200;
const MAX_ADDRESS = 1_000;

type Kind = 'changed' | 'unknown' | 'same';

/** Compare responses by the address that was asked for, credentials removed as recorded. */
export function compareRequests(earlier: NetworkFacts, later: NetworkFacts): ComparedRequests {
  const [mine, theirs] = [grouped(earlier), grouped(later)];
  const found: Record<Kind | 'gone', string[]> = { changed: [], unknown: [], same: [], gone: [] };
  for (const [address, exchanges] of mine) {
    const others = theirs.get(address);
    found[others === undefined ? 'gone' : compared(exchanges, others)].push(address);
  }
  const appeared = [...theirs.keys()].filter((address) => !mine.has(address));
  return {
    changed: listOf(found.changed),
    appeared: listOf(appeared),
    gone: listOf(found.gone),
    unknown: listOf(found.unknown),
    same: found.same.length,
  };
}

function grouped({ exchanges }: NetworkFacts): ReadonlyMap<string, readonly ExchangeFacts[]> {
  const found = new Map<string, ExchangeFacts[]>();
  for (const exchange of exchanges) {
    const address = `${exchange.method} ${exchange.hops[0]?.address ?? ''}`;
    const others = found.get(address);
    if (others === undefined) found.set(address, [exchange]);
    else others.push(exchange);
  }
  return found;
}

function compared(earlier: readonly ExchangeFacts[], later: readonly ExchangeFacts[]): Kind {
  if (distinct(earlier, statusOf) !== distinct(later, statusOf)) return 'changed';
  const lacks = [...earlier, ...later].some(({ body }) => body === null);
  const [mine, theirs] = [distinct(earlier, bodyOf), distinct(later, bodyOf)];
  if (mine !== '' && theirs !== '' && mine !== theirs) return 'changed';
  return lacks ? 'unknown' : 'same';
}

/** What an address gave, however often it was asked for. */
function distinct(
  exchanges: readonly ExchangeFacts[],
  valueOf: (exchange: ExchangeFacts) => string,
): string {
  const values = new Set(exchanges.map(valueOf).filter((value) => value !== ''));
  return [...values].toSorted().join(' ');
}

const statusOf = ({ hops, state }: ExchangeFacts): string =>
  `${state} ${hops.at(-1)?.status ?? 'none'}`;
const bodyOf = ({ body }: ExchangeFacts): string => body?.digest ?? '';

function listOf(addresses: readonly string[]): ComparedAddresses {
  const shown = addresses.slice(0, MAX_ADDRESSES);
  return {
    count: addresses.length,
    addresses: shown.map((one) => one.slice(0, MAX_ADDRESS).toWellFormed()),
  };
}

/** Servers that both captures saw, and whose own certificates differ. */
export function compareCertificates(
  earlier: NetworkFacts,
  later: NetworkFacts,
): readonly ComparedCertificate[] {
  const theirs = leaves(later.certificates);
  return [...leaves(earlier.certificates)].flatMap(([host, mine]) => {
    const other = theirs.get(host);
    return other === undefined || other === mine ? [] : [{ host, earlier: mine, later: other }];
  });
}

function leaves(chains: readonly CertificateChain[]): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { host, chain } of chains) {
    const [leaf] = chain;
    if (leaf !== undefined) found.set(host, (found.get(host) ?? new Set()).add(leaf.digest));
  }
  return new Map([...found].map(([host, digests]) => [host, [...digests].toSorted().join(', ')]));
}
