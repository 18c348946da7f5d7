import type { Clock } from '#src/core/clock.ts';
import type { DevTools, JsonObject } from './devtools-port.ts';
import { ExchangeLog, type OpenExchange } from './exchange-log.ts';
import { objectOf, textOf } from './read-json.ts';
import { TargetTree, type ChildTarget, type TargetCommand } from './targets.ts';
import type { WitnessedChain, WitnessedLookup, WitnessedRequest, WitnessedWay } from './witness.ts';

/** Options of {@link recordNetwork}. */
export interface RecordOptions {
  /** Commands for every child target before its first script runs, such as declared shims. */
  readonly childCommands?: readonly TargetCommand[];
}

/** WebTransport and the like: known to exist, their payload in no record. */
export interface UnrecordedChannel {
  readonly address: string;
  readonly kind: string;
  readonly seenAt: string;
}

/** The network record of one view, from before its first navigation until it closes. */
export interface NetworkRecord {
  /** Settles when the browser has confirmed that it records; navigate only then. */
  readonly ready: Promise<void>;
  /** All exchanges since the start, in the order they began. */
  readonly exchanges: readonly OpenExchange[];
  /** Child targets ever attached. */
  readonly children: readonly ChildTarget[];
  readonly unrecorded: readonly UnrecordedChannel[];
  /** How many exchanges were not kept because there were too many. */
  readonly dropped: number;
  /** What the host saw; null where it never told. */
  readonly witnessed: readonly WitnessedRequest[] | null;
  /** Chains of certificates that the host saw the browser judge, refused ones among them. */
  readonly chains: readonly WitnessedChain[];
  /** What names led to when the host asked; null where it never told. */
  readonly lookups: readonly WitnessedLookup[] | null;
  /** Which ways requests go when the host asked; null where it never told. */
  readonly ways: readonly WitnessedWay[] | null;
  /** Words of messages of web sockets and event streams. */
  readonly heard: ReadonlySet<string>;
  /** The exchange of the document that is shown, null where it has none (about:blank). */
  document(): OpenExchange | null;
  /** Exchanges of the shown document that are still under way, without endless ones (sockets, streams). */
  inFlight(): number;
  /** Tell what the host's side of the browser saw: once for every hop, when it is about to be sent. */
  witness(request: WitnessedRequest): void;
  /** Tell of a chain of certificates, when the browser judges it. */
  witnessChain(chain: WitnessedChain): void;
  /** Tell what a name led to. */
  witnessLookup(lookup: WitnessedLookup): void;
  /** Tell which way requests to an origin go. */
  witnessWay(way: WitnessedWay): void;
  /** Stop listening; what was recorded stays. */
  close(): void;
}

/** What a network record holds at one moment. */
export type StillNetwork = Pick<
  NetworkRecord,
  'exchanges' | 'children' | 'unrecorded' | 'dropped' | 'witnessed' | 'chains' | 'lookups' | 'ways'
> & { readonly document: OpenExchange | null };

/**
 * A network record as it stands: the page goes on, and what comes from now on is in none of it. What is
 * made of a record in turns is made of this, so that all of its parts agree.
 */
export function stillOf(network: NetworkRecord): StillNetwork {
  const exchanges = network.exchanges.map((exchange) => ({
    ...exchange,
    hops: exchange.hops.map((hop) => ({ ...hop })),
    requestExtras: [...exchange.requestExtras],
    responseExtras: [...exchange.responseExtras],
    messages: exchange.messages === null ? null : { ...exchange.messages },
  }));
  const document = network.document();
  return {
    exchanges,
    document: exchanges.find(({ no }) => no === document?.no) ?? null,
    children: network.children.map((child) => ({ ...child })),
    unrecorded: [...network.unrecorded],
    dropped: network.dropped,
    witnessed: network.witnessed === null ? null : [...network.witnessed],
    chains: [...network.chains],
    lookups: network.lookups === null ? null : [...network.lookups],
    ways: network.ways === null ? null : [...network.ways],
  };
}

const ENDLESS = new Set(['WebSocket', 'EventSource', 'Ping', 'Media', 'Prefetch']);
const MAX_WITNESSED = 50_000;
const MAX_CHAINS = 1_000;
const MAX_LOOKUPS = 5_000;
const MAX_WAYS = 2_000;

/**
 * Record the network traffic of a view and of all its targets. Call it once, before the first
 * navigation, and keep it until the view closes; never give it to two views.
 * @param devtools - the view's DevTools, attached
 * @param clock - for when things were seen
 */
export function recordNetwork(
  devtools: DevTools,
  clock: Clock,
  options: RecordOptions = {},
): NetworkRecord {
  return new RunningRecord(devtools, clock, options.childCommands ?? []);
}

/**
 * Whether an exchange was answered on the wire, but its end is told to a target that a page's DevTools
 * can't see (the script of a shared worker).
 */
export function isUnseenEnd(exchange: OpenExchange, nowMs: number): boolean {
  return (
    exchange.state === 'unfinished' &&
    exchange.hops.at(-1)?.response === null &&
    exchange.responseExtras.length >= exchange.hops.length &&
    nowMs - exchange.startedMs > 1_000
  );
}

class RunningRecord implements NetworkRecord {
  readonly ready: Promise<void>;
  readonly unrecorded: UnrecordedChannel[] = [];
  readonly chains: WitnessedChain[] = [];
  readonly #log: ExchangeLog;
  readonly #targets: TargetTree;
  readonly #clock: Clock;
  readonly #off: () => void;
  #witnessed: WitnessedRequest[] | null = null;
  #lookups: WitnessedLookup[] | null = null;
  #ways: WitnessedWay[] | null = null;
  #loader = '';

  constructor(devtools: DevTools, clock: Clock, commands: readonly TargetCommand[]) {
    this.#clock = clock;
    this.#log = new ExchangeLog(clock);
    this.#targets = new TargetTree(devtools, commands);
    this.#off = devtools.onEvent((method, params, sessionId) => {
      this.#take(method, params, sessionId);
    });
    this.ready = this.#targets.start();
    // Who never awaits `ready` must not bring the process down with it.
    this.ready.catch(() => undefined);
  }

  get exchanges(): readonly OpenExchange[] {
    return this.#log.exchanges;
  }

  get children(): readonly ChildTarget[] {
    return this.#targets.children;
  }

  get dropped(): number {
    return this.#log.dropped;
  }

  get witnessed(): readonly WitnessedRequest[] | null {
    return this.#witnessed;
  }

  get lookups(): readonly WitnessedLookup[] | null {
    return this.#lookups;
  }

  get ways(): readonly WitnessedWay[] | null {
    return this.#ways;
  }

  get heard(): ReadonlySet<string> {
    return this.#log.heard;
  }

  document(): OpenExchange | null {
    if (this.#loader === '') return null;
    return (
      this.exchanges.findLast(
        (exchange) => exchange.sessionId === null && exchange.requestId === this.#loader,
      ) ?? null
    );
  }

  inFlight(): number {
    const from = this.document()?.no ?? 0;
    const nowMs = this.#clock.monotonicMs();
    return this.exchanges.filter(
      (exchange) =>
        exchange.no >= from &&
        exchange.state === 'unfinished' &&
        !ENDLESS.has(exchange.kind) &&
        !isUnseenEnd(exchange, nowMs),
    ).length;
  }

  witness(request: WitnessedRequest): void {
    this.#witnessed ??= [];
    if (this.#witnessed.length < MAX_WITNESSED) this.#witnessed.push(request);
  }

  witnessChain(chain: WitnessedChain): void {
    if (this.chains.length < MAX_CHAINS) this.chains.push(chain);
  }

  witnessLookup(lookup: WitnessedLookup): void {
    this.#lookups ??= [];
    if (this.#lookups.length < MAX_LOOKUPS) this.#lookups.push(lookup);
  }

  witnessWay(way: WitnessedWay): void {
    this.#ways ??= [];
    if (this.#ways.length < MAX_WAYS) this.#ways.push(way);
  }

  close(): void {
    this.#off();
  }

  #take(method: string, params: JsonObject, sessionId: string | null): void {
    if (method.startsWith('Target.') || method.startsWith('Inspector.'))
      this.#targets.take(method, params, sessionId);
    else if (method === 'Page.frameNavigated') this.#navigated(params, sessionId);
    else if (method === 'Network.webTransportCreated') {
      if (this.unrecorded.length < 1_000) {
        this.unrecorded.push({
          address: textOf(params, 'url'),
          kind: 'WebTransport',
          seenAt: this.#clock.now(),
        });
      }
    } else if (method.startsWith('Network.')) {
      this.#log.take(method, params, sessionId, this.#targets.kindOf(sessionId));
    }
  }

  // The shown document is the one that committed: downloads, 204s and cancelled ones never do.
  #navigated(params: JsonObject, sessionId: string | null): void {
    const frame = objectOf(params, 'frame');
    if (sessionId !== null || textOf(frame, 'parentId') !== '') return;
    this.#loader = textOf(frame, 'loaderId');
  }
}
