import type { MissedFacts } from './network-schema.ts';
import type { OpenExchange } from './exchange-log.ts';
import { redactAddress } from './redact.ts';

/** One request as the host's side of the browser saw it: one for each hop of a redirect. */
export interface WitnessedRequest {
  readonly address: string;
  readonly method: string;
  /** The host's word for what it is for, e.g. `script`. */
  readonly kind: string;
  /** RFC 3339 UTC. */
  readonly seenAt: string;
}

/** What comparing the two witnesses gave. */
export interface Reconciled {
  readonly seen: number;
  readonly matched: number;
  readonly onlyInDevTools: number;
  readonly missed: MissedFacts[];
}

/**
 * Compare what the host saw with what DevTools recorded, one by one: a request seen twice needs two hops.
 * @param witnessed - everything the host saw since the view was opened
 * @param exchanges - everything DevTools recorded since then, so that earlier pages' requests find their match
 * @param from - instant from which an unmatched request counts as missed from this page
 */
export function reconcile(
  witnessed: readonly WitnessedRequest[],
  exchanges: readonly OpenExchange[],
  from: string,
): Reconciled {
  const hops = new Map<string, number>();
  let recorded = 0;
  for (const exchange of exchanges) {
    for (const hop of exchange.hops) {
      if (!isNetworkAddress(hop.address)) continue;
      const key = keyOf(hop.method, hop.address);
      hops.set(key, (hops.get(key) ?? 0) + 1);
      recorded += 1;
    }
  }
  const missed: MissedFacts[] = [];
  let matched = 0;
  for (const request of witnessed) {
    const key = keyOf(request.method, request.address);
    const left = hops.get(key) ?? 0;
    if (left > 0) {
      hops.set(key, left - 1);
      matched += 1;
    } else if (isNetworkAddress(request.address) && request.seenAt >= from) {
      missed.push({
        address: redactAddress(request.address).text,
        method: request.method.slice(0, 32),
        kind: request.kind.slice(0, 64),
        reason: 'not-in-devtools',
        seenAt: request.seenAt,
      });
    }
  }
  return { seen: witnessed.length, matched, onlyInDevTools: recorded - matched, missed };
}

function isNetworkAddress(address: string): boolean {
  return /^(?:https?|wss?):/iu.test(address);
}

function keyOf(method: string, address: string): string {
  const fragment = address.indexOf('#');
  return `${method.toUpperCase()} ${fragment === -1 ? address : address.slice(0, fragment)}`;
}
