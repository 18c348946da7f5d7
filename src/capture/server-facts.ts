import type { OpenExchange } from './exchange-log.ts';
import type { CertificateChain, LookupFacts, NetworkFacts } from './network-schema.ts';
import type { WitnessedChain, WitnessedLookup } from './witness.ts';

const MAX_CHAINS = 200;
const MAX_ANSWERS = 1_000;
const MAX_ADDRESSES = 32;

/**
 * Whose certificate the page came with, where it was not the site's own: a root that was installed on this computer
 * issued it, as a filter's does that opens connections. A fact of the school's network, not a doubt about one page:
 * asked about at every capture it would soon be answered unread.
 * @returns null for a chain of a public root, or none
 */
export function filterIssuerOf(address: string, network: NetworkFacts): string | null {
  const host = URL.parse(address)?.hostname;
  const chain = network.certificates.find(
    (one) => one.host === host && one.verdict === 'accepted' && one.knownRoot === false,
  );
  if (chain === undefined) return null;
  return chain.chain.at(-1)?.facts?.issuer ?? 'an authority that could not be read';
}

/**
 * The chains of both witnesses: what the browser holds for an origin, and what the host saw judged.
 * @param held - one for each https origin
 * @param seen - in the order they were judged; the same chain twice is kept once
 */
export function certificateFacts(
  held: readonly CertificateChain[],
  seen: readonly WitnessedChain[],
): CertificateChain[] {
  const keys = new Set<string>();
  const judged = seen
    .filter(({ host, verdict, error, certificates }) => {
      const key = [host, verdict, error, ...certificates.map(({ digest }) => digest)].join(' ');
      if (keys.has(key)) return false;
      keys.add(key);
      return true;
    })
    .slice(0, MAX_CHAINS)
    .map(judgedChain);
  const refused = new Map(
    judged.filter(({ verdict }) => verdict === 'refused').map((chain) => [chain.host, chain]),
  );
  const known = held.map((chain) => {
    const other = chain.chain.length === 0 ? refused.get(chain.host) : undefined;
    if (other === undefined) return chain;
    return { ...chain, reason: `the browser refused the connection (${other.error ?? 'unknown'})` };
  });
  return [...known, ...judged];
}

function judgedChain(seen: WitnessedChain): CertificateChain {
  return {
    host: seen.host.slice(0, 300).toWellFormed(),
    origin: null,
    from: 'verifier',
    verdict: seen.verdict,
    error: seen.error?.slice(0, 100).toWellFormed() ?? null,
    knownRoot: seen.knownRoot,
    seenAt: seen.seenAt,
    chain: [...seen.certificates],
    reason: seen.certificates.length === 0 ? 'the host told none' : null,
  };
}

/** Hosts that exchanges went to, or were to go to. */
export function hostsOf(exchanges: readonly OpenExchange[]): ReadonlySet<string> {
  return new Set(serversOf(exchanges).map(({ hostname }) => hostname));
}

/** Origins that exchanges had a certificate from, or were to have one from. */
export function secureOriginsOf(exchanges: readonly OpenExchange[]): readonly string[] {
  const secure = serversOf(exchanges).filter(({ protocol }) => /^(?:https|wss):$/u.test(protocol));
  return [...new Set(secure.map(({ host }) => `https://${host}`))];
}

// Thousands of addresses lead to a few servers: only those are parsed.
function serversOf(exchanges: readonly OpenExchange[]): readonly URL[] {
  const places = new Set<string>();
  for (const { hops } of exchanges) {
    for (const { address } of hops) {
      const [place] = /^(?:https?|wss?):\/\/[^/?#\\]*/iu.exec(address) ?? [];
      if (place !== undefined) places.add(place);
    }
  }
  return [...places].map((place) => URL.parse(place)).filter((url) => url !== null);
}

/**
 * What names led to, and for which hosts of the exchanges that isn't known.
 * @param lookups - everything since the view was opened, null where the host told nothing
 * @param hosts - of the exchanges of the shown document
 */
export function lookupFacts(
  lookups: readonly WitnessedLookup[] | null,
  hosts: ReadonlySet<string>,
): LookupFacts {
  const ours = (lookups ?? []).filter(({ host }) => hosts.has(host));
  const answered = new Set(ours.map(({ host }) => host));
  const without = [...hosts].filter((host) => !answered.has(host)).slice(0, MAX_ANSWERS);
  return {
    from: lookups === null ? null : 'session-resolver',
    reason: lookups === null ? 'the host told nothing' : null,
    answers: ours.slice(0, MAX_ANSWERS).map((lookup) => ({
      host: lookup.host.slice(0, 300).toWellFormed(),
      askedAt: lookup.askedAt,
      tookMs: Math.max(0, Math.round(lookup.tookMs)),
      addresses: lookup.addresses.slice(0, MAX_ADDRESSES).map((one) => one.slice(0, 64)),
      error: lookup.error?.slice(0, 200).toWellFormed() ?? null,
    })),
    without,
  };
}
