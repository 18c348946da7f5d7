import { mapInTurns, Turns } from '#src/core/turns.ts';
import type { OpenExchange, OpenHop } from './exchange-log.ts';
import { isUnseenEnd, type StillNetwork } from './network-record.ts';
import type {
  CertificateChain,
  ExchangeFacts,
  HopFacts,
  MissedFacts,
  NetworkFacts,
  SecurityFacts,
} from './network-schema.ts';
import { countOf, flagOf, listOf, numberOf, objectOf, textOf } from './read-json.ts';
import type { Redactor } from './redactor.ts';
import { certificateFacts, hostsOf, lookupFacts } from './server-facts.ts';
import { originsOf, wayFacts } from './way-facts.ts';
import { ExceptionMarks, reconcile } from './witness.ts';
import type { Digest } from '#src/core/digest.ts';

/** The digest of a body, or why there is none; by the exchange's number in the recorder. */
export type BodyFacts = ReadonlyMap<
  number,
  { readonly digest: Digest; readonly sizeBytes: number } | string
>;

/** What the record is made of beside the exchanges. */
export interface FreezeInput {
  readonly from: string;
  readonly maxExchanges: number;
  readonly certificates: readonly CertificateChain[];
  readonly bodies: BodyFacts;
  readonly redactor: Redactor;
}

/**
 * Turn what was recorded into what the capture record holds: the shown document and all after it,
 * without credentials, and everything without a record listed as missed. With pauses, so that thousands of
 * requests hold nothing up.
 */
export async function freezeNetwork(
  record: StillNetwork,
  input: FreezeInput,
): Promise<NetworkFacts> {
  return await new Freezer(record, input).freeze();
}

class Freezer {
  readonly #record: StillNetwork;
  readonly #input: FreezeInput;
  readonly #security: SecurityFacts[] = [];
  readonly #securityKeys = new Map<string, number>();
  readonly #redactor: Redactor;

  constructor(record: StillNetwork, input: FreezeInput) {
    this.#record = record;
    this.#input = input;
    this.#redactor = input.redactor;
  }

  async freeze(): Promise<NetworkFacts> {
    const { document } = this.#record;
    const turns = new Turns();
    const first = document?.no ?? 0;
    const from = document?.startedAt ?? this.#input.from;
    const ours = this.#record.exchanges.filter((exchange) => exchange.no >= first);
    const kept = ours.slice(0, this.#input.maxExchanges);
    const witnessed = this.#record.witnessed;
    const hosts = hostsOf(ours);
    const redact = (address: string): string => this.#redactor.address(address);
    const compared =
      witnessed === null ? null : reconcile(witnessed, this.#record.exchanges, from, redact);
    const asked = new ExceptionMarks(witnessed ?? []);
    const marks = new Map(this.#record.exchanges.map((one) => [one, asked.of(one)]));
    return {
      from,
      earlierExchanges: this.#record.exchanges.length - ours.length,
      exchanges: await mapInTurns(kept, turns, (exchange) =>
        this.#exchange(exchange, first, marks.get(exchange) ?? null),
      ),
      missed: [
        ...(compared?.missed ?? []),
        ...this.#unrecorded(from, ours),
        ...(await mapInTurns(ours.slice(kept.length), turns, (exchange) =>
          this.#overLimit(exchange),
        )),
      ],
      witness:
        compared === null
          ? null
          : {
              name: 'web-request',
              seen: compared.seen,
              matched: compared.matched,
              onlyInDevTools: compared.onlyInDevTools,
            },
      security: this.#security,
      certificates: certificateFacts(
        this.#input.certificates,
        this.#record.chains.filter(({ host }) => hosts.has(host)),
      ),
      lookups: lookupFacts(this.#record.lookups, hosts),
      ways: wayFacts(this.#record.ways, originsOf(ours)),
      removed: { ...this.#redactor.removed },
    };
  }

  #unrecorded(from: string, ours: readonly OpenExchange[]): MissedFacts[] {
    const channels = this.#record.unrecorded.map((channel) => ({
      address: this.#redactor.address(channel.address),
      method: 'CONNECT',
      kind: channel.kind,
      reason: 'payload-not-recorded' as const,
      seenAt: channel.seenAt,
    }));
    const lost = this.#record.children
      .filter((child) => child.lost && !child.recorded && child.address !== '')
      .map((child) => ({
        address: this.#redactor.address(child.address),
        method: 'GET',
        kind: child.kind,
        reason: 'target-lost' as const,
        seenAt: from,
      }));
    // A shared worker belongs to no page: its script is seen to be asked for, what it asks for is not.
    const unseen = ours
      .filter((exchange) => exchange.kind === 'Script' && isUnseenEnd(exchange, Infinity))
      .map((exchange) => ({
        address: this.#redactor.address(exchange.hops.at(-1)?.address ?? ''),
        method: 'GET',
        kind: 'worker',
        reason: 'target-lost' as const,
        seenAt: exchange.startedAt,
      }));
    const dropped: MissedFacts[] =
      this.#record.dropped === 0
        ? []
        : [
            {
              address: `${this.#record.dropped} more`,
              method: 'GET',
              kind: 'any',
              reason: 'over-limit',
              seenAt: from,
            },
          ];
    return [...channels, ...lost, ...unseen, ...dropped];
  }

  #exchange(exchange: OpenExchange, first: number, exception: string | null): ExchangeFacts {
    const body = this.#input.bodies.get(exchange.no) ?? 'not read';
    const last = exchange.hops.at(-1)?.response ?? null;
    let requestExtra = 0;
    let responseExtra = 0;
    const hops = exchange.hops.map((hop) => {
      // Hops answered by a cache have no headers of the network stack's own, so the lists are shorter.
      const wire = hop.hasExtraInfo || hop.response === null || exchange.messages !== null;
      const request = wire ? exchange.requestExtras[requestExtra++] : undefined;
      const response = wire ? exchange.responseExtras[responseExtra++] : undefined;
      return this.#hop(exchange, hop, request, response);
    });
    return {
      no: exchange.no - first,
      target: exchange.target,
      kind: exchange.kind.slice(0, 64),
      method: (exchange.hops[0]?.method ?? 'GET').slice(0, 32),
      exception,
      hops,
      state: exchange.state,
      reason: this.#reasonOf(exchange),
      mediaType: last === null ? null : textOf(last, 'mimeType').slice(0, 256),
      receivedBytes: Math.round(exchange.receivedBytes),
      body: typeof body === 'string' ? null : body,
      bodyReason: typeof body === 'string' ? body : null,
      messages: exchange.messages === null ? null : { ...exchange.messages },
      startedAt: exchange.startedAt,
      finishedAt: exchange.finishedAt,
    };
  }

  #hop(
    exchange: OpenExchange,
    hop: OpenHop,
    requestExtra: unknown,
    responseExtra: unknown,
  ): HopFacts {
    const response = hop.response;
    const request = this.#redactor.headers(objectOf(requestExtra, 'headers'));
    const browserRequest = this.#redactor.headers(hop.request);
    const answer = this.#redactor.headers(objectOf(responseExtra ?? response, 'headers'));
    const removed = [
      ...new Set([...request.removed, ...browserRequest.removed, ...answer.removed]),
    ];
    this.#redactor.removed.headers += removed.length;
    return {
      address: this.#redactor.address(hop.address),
      status: statusOf(response, responseExtra),
      serverAddress: serverOf(response),
      protocol: response === null ? null : textOf(response, 'protocol') || null,
      from: sourceOf(exchange, response),
      security: this.#securityOf(response),
      headersFrom: responseExtra === undefined ? 'browser' : 'wire',
      requestHeaders: request.headers.length > 0 ? request.headers : browserRequest.headers,
      responseHeaders: answer.headers,
      removed: removed.sort(),
      timing: timingOf(response),
      sentAt: hop.sentAt,
      answeredAt: hop.answeredAt,
    };
  }

  #reasonOf(exchange: OpenExchange): string | null {
    if (exchange.reason !== null) return this.#redactor.text(exchange.reason);
    return isUnseenEnd(exchange, Infinity) ? 'its end was not seen' : null;
  }

  #overLimit(exchange: OpenExchange): MissedFacts {
    const hop = exchange.hops[0];
    return {
      address: this.#redactor.address(hop?.address ?? ''),
      method: (hop?.method ?? 'GET').slice(0, 32),
      kind: exchange.kind.slice(0, 64),
      reason: 'over-limit',
      seenAt: exchange.startedAt,
    };
  }

  #securityOf(response: unknown): number | null {
    const details = objectOf(response, 'securityDetails');
    if (textOf(details, 'protocol') === '') return null;
    const facts: SecurityFacts = {
      protocol: textOf(details, 'protocol'),
      keyExchange: textOf(details, 'keyExchange') || textOf(details, 'keyExchangeGroup'),
      cipher: textOf(details, 'cipher'),
      subject: textOf(details, 'subjectName'),
      issuer: textOf(details, 'issuer'),
      names: listOf(details, 'sanList')
        .filter((name): name is string => typeof name === 'string')
        .slice(0, 100),
      validFrom: countOf(details, 'validFrom'),
      validTo: countOf(details, 'validTo'),
      transparency: 'not checked',
    };
    const key = JSON.stringify(facts);
    const known = this.#securityKeys.get(key);
    if (known !== undefined) return known;
    this.#securityKeys.set(key, this.#security.length);
    return this.#security.push(facts) - 1;
  }
}

/** The status of a response: the network stack's own where known, null for none. */
export function statusOf(response: unknown, extra: unknown): number | null {
  const status = numberOf(extra, 'statusCode') || numberOf(response, 'status');
  return status > 0 ? Math.round(status) : null;
}

/** Address and port of the server, null where none answered. */
export function serverOf(response: unknown): string | null {
  const address = textOf(response, 'remoteIPAddress').slice(0, 64);
  return address === '' ? null : `${address}:${numberOf(response, 'remotePort')}`;
}

function sourceOf(exchange: OpenExchange, response: unknown): HopFacts['from'] {
  if (flagOf(response, 'fromServiceWorker')) return 'service-worker';
  // The request that fills that cache carries the flag too.
  if (flagOf(response, 'fromPrefetchCache') && exchange.kind !== 'Prefetch') return 'prefetch';
  if (exchange.servedFromCache || flagOf(response, 'fromDiskCache')) return 'cache';
  return /^(?:data|blob|about):/iu.test(exchange.hops[0]?.address ?? '') ? 'local' : 'network';
}

function timingOf(response: unknown): HopFacts['timing'] {
  const timing = objectOf(response, 'timing');
  if (timing['requestTime'] === undefined) return null;
  const span = (from: string, to: string): number | null => {
    const start = numberOf(timing, from, -1);
    const end = numberOf(timing, to, -1);
    return start < 0 || end < start ? null : Math.round((end - start) * 1000) / 1000;
  };
  return {
    dnsMs: span('dnsStart', 'dnsEnd'),
    connectMs: span('connectStart', 'connectEnd'),
    tlsMs: span('sslStart', 'sslEnd'),
    waitMs: span('sendEnd', 'receiveHeadersEnd'),
  };
}
