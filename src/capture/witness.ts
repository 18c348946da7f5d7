import type { MissedFacts } from './network-schema.ts';
import type { OpenExchange } from './exchange-log.ts';
import { redactAddress } from './redact.ts';
import type { ServerCertificate } from '#src/crypto/server-certificate.ts';

/** One request as the host's side of the browser saw it: one for each hop of a redirect. */
export interface WitnessedRequest {
  readonly address: string;
  readonly method: string;
  /** The host's word for what it is for, e.g. `script`. */
  readonly kind: string;
  /** RFC 3339 UTC. */
  readonly seenAt: string;
  /** The agreement that let it through; absent or null where it needed none. */
  readonly exception?: string | null;
}

/** A chain of certificates that the host saw when the browser judged it. */
export interface WitnessedChain {
  readonly host: string;
  readonly verdict: 'accepted' | 'refused';
  /** The browser's name for why it refused; null where it accepted. */
  readonly error: string | null;
  /** Whether the root is one that browsers bring; false for one installed on the computer. */
  readonly knownRoot: boolean;
  /** RFC 3339 UTC. */
  readonly seenAt: string;
  /** Leaf first; empty where none was told. */
  readonly certificates: readonly ServerCertificate[];
}

/** What a name led to when the host asked, before the browser did. */
export interface WitnessedLookup {
  readonly host: string;
  /** RFC 3339 UTC. */
  readonly askedAt: string;
  readonly tookMs: number;
  readonly addresses: readonly string[];
  /** Why there is no answer, null where there is one. */
  readonly error: string | null;
}

/** Which way requests to an origin go, as the host asked before one left. */
export interface WitnessedWay {
  readonly origin: string;
  readonly way: 'direct' | 'proxy' | 'unknown';
  /** In the order in which they are tried, with scheme and port. */
  readonly proxies: readonly string[];
  /** Whether it goes past them where none answers. */
  readonly orDirect: boolean;
  /** Of the proxies. */
  readonly addresses: readonly string[];
  /** RFC 3339 UTC. */
  readonly askedAt: string;
  readonly error: string | null;
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
 * @param redact - makes an address fit for the record
 */
export function reconcile(
  witnessed: readonly WitnessedRequest[],
  exchanges: readonly OpenExchange[],
  from: string,
  redact: (address: string) => string = (address) => redactAddress(address).text,
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
        address: redact(request.address),
        method: request.method.slice(0, 32),
        kind: request.kind.slice(0, 64),
        reason: 'not-in-devtools',
        seenAt: request.seenAt,
      });
    }
  }
  return { seen: witnessed.length, matched, onlyInDevTools: recorded - matched, missed };
}

/** Which exchanges an exception let through: the host's word, hop by hop in the order of both. */
export class ExceptionMarks {
  readonly #waiting = new Map<string, (string | null)[]>();

  constructor(witnessed: readonly WitnessedRequest[]) {
    for (const { method, address, exception } of witnessed) {
      const key = keyOf(method, address);
      const waiting = this.#waiting.get(key) ?? [];
      this.#waiting.set(key, waiting);
      waiting.push(exception ?? null);
    }
  }

  /** The agreement that let a hop of the exchange through; null where none was needed. Ask once, in order. */
  of({ hops }: OpenExchange): string | null {
    const marks = hops.map(
      ({ method, address }) => this.#waiting.get(keyOf(method, address))?.shift() ?? null,
    );
    return marks.find((mark) => mark !== null) ?? null;
  }
}

function isNetworkAddress(address: string): boolean {
  return /^(?:https?|wss?):/iu.test(address);
}

function keyOf(method: string, address: string): string {
  const fragment = address.indexOf('#');
  return `${method.toUpperCase()} ${fragment === -1 ? address : address.slice(0, fragment)}`;
}
