import type { OpenExchange } from './exchange-log.ts';
import type { NetworkFacts, WayFacts } from './network-schema.ts';
import type { WitnessedWay } from './witness.ts';

const MAX_ANSWERS = 1_000;
const MAX_PROXIES = 10;
const MAX_ADDRESSES = 32;

/** Origins that exchanges went to over the network, or were to go to. */
export function originsOf(exchanges: readonly OpenExchange[]): ReadonlySet<string> {
  const origins = new Set<string>();
  for (const { hops } of exchanges) {
    for (const { address } of hops) {
      const url = URL.parse(address);
      if (url !== null && /^(?:https?|wss?):$/u.test(url.protocol)) origins.add(url.origin);
    }
  }
  return origins;
}

/**
 * Which way requests went by the system's settings, and for which origins that isn't known.
 * @param ways - everything since the view was opened, null where the host told nothing
 * @param origins - of the exchanges of the shown document
 */
export function wayFacts(
  ways: readonly WitnessedWay[] | null,
  origins: ReadonlySet<string>,
): WayFacts {
  const ours = (ways ?? []).filter(({ origin }) => origins.has(origin));
  const answered = new Set(ours.map(({ origin }) => origin));
  return {
    from: ways === null ? null : 'session-resolver',
    reason: ways === null ? 'the host told nothing' : null,
    answers: ours.slice(0, MAX_ANSWERS).map((one) => ({
      origin: one.origin.slice(0, 300).toWellFormed(),
      askedAt: one.askedAt,
      way: one.way,
      proxies: one.proxies.slice(0, MAX_PROXIES).map((proxy) => proxy.slice(0, 300).toWellFormed()),
      orDirect: one.orDirect,
      addresses: one.addresses.slice(0, MAX_ADDRESSES).map((address) => address.slice(0, 64)),
      error: one.error?.slice(0, 200).toWellFormed() ?? null,
    })),
    without: [...origins].filter((origin) => !answered.has(origin)).slice(0, MAX_ANSWERS),
  };
}

/** How a page came: past any proxy, through one, or that it isn't known. */
export interface PageWay {
  readonly kind: 'direct' | 'proxy' | 'unknown';
  /** Host and port of the proxy that the settings name first; null without one. */
  readonly proxy: string | null;
  /**
   * Whether the recorded address of the server is one of the proxy's: true where it is, false where it is another
   * one, null where either isn't known.
   */
  readonly serverIsProxy: boolean | null;
}

/**
 * How the page itself came, by its origin. What the settings named last before it counts.
 * @param address - of the page
 * @param serverAddress - recorded for it, with its port; null where none is known
 */
export function pageWayOf(
  address: string,
  serverAddress: string | null,
  { ways }: NetworkFacts,
): PageWay {
  const origin = URL.parse(address)?.origin;
  const found = ways.answers.findLast((one) => one.origin === origin);
  if (found === undefined || found.way === 'unknown') return UNKNOWN;
  if (found.way === 'direct') return { kind: 'direct', proxy: null, serverIsProxy: null };
  const proxy = found.proxies[0]?.replace(/^[a-z0-9]+:\/\//u, '') ?? null;
  const ip = serverAddress?.replace(/:\d+$/u, '').replace(/^\[(.*)\]$/u, '$1') ?? null;
  const isKnown = ip !== null && found.addresses.length > 0;
  return { kind: 'proxy', proxy, serverIsProxy: isKnown ? found.addresses.includes(ip) : null };
}

const UNKNOWN: PageWay = { kind: 'unknown', proxy: null, serverIsProxy: null };
