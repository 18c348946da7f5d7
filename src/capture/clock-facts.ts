import type { Clock } from '#src/core/clock.ts';
import { rangeOfDate, sharedRange, validityOf } from './clock-bounds.ts';
import type { NetworkFacts } from './network-schema.ts';
import type { ClockFacts } from './record.ts';

const MAX_SERVERS = 50;

/** What a clock said at one moment. */
export interface Moment {
  readonly at: string;
  readonly monotonicMs: number;
  readonly bootId: string;
}

/** Read all three from the clock. */
export function momentOf(clock: Clock): Moment {
  return {
    at: clock.now(),
    monotonicMs: Math.max(0, Math.floor(clock.monotonicMs())),
    bootId: clock.bootId(),
  };
}

/** What was found out about the clock besides the readings at the ends. */
export interface ClockFindings {
  readonly moves: ClockFacts['moves'];
  readonly timeSources: ClockFacts['timeSources'];
}

/**
 * What is known about the time of a capture. @see docs/spec/capture.md, section 7
 * @param timeZone - IANA name of the computer's zone
 */
export function clockFacts(
  started: Moment,
  ended: Moment,
  timeZone: string,
  network: NetworkFacts,
  found: ClockFindings = { moves: [], timeSources: [] },
): ClockFacts {
  const wallMs = Date.parse(ended.at) - Date.parse(started.at);
  const servers = serverDates(network);
  return {
    startedAt: started.at,
    endedAt: ended.at,
    startedMonotonicMs: started.monotonicMs,
    endedMonotonicMs: ended.monotonicMs,
    bootId: started.bootId,
    timeZone,
    steppedMs: wallMs - (ended.monotonicMs - started.monotonicMs),
    offsetMs: medianOf(servers.map((server) => server.differenceMs)),
    servers,
    bounds: sharedRange(servers),
    validity: validityOf(network.certificates, ended.at),
    moves: found.moves,
    timeSources: found.timeSources,
  };
}

// One reading for each server, its first: answers from a cache carry the date of another day.
function serverDates(network: NetworkFacts): ClockFacts['servers'] {
  const found = new Map<string, ClockFacts['servers'][number]>();
  for (const exchange of network.exchanges) {
    const hop = exchange.hops.at(-1);
    const origin = URL.parse(hop?.address ?? '')?.origin;
    const answeredAt = hop?.answeredAt ?? null;
    if (hop?.from !== 'network' || origin === undefined || answeredAt === null) continue;
    if (found.has(origin) || found.size >= MAX_SERVERS) continue;
    const header = hop.responseHeaders.find(([name]) => name.toLowerCase() === 'date')?.[1];
    const dateMs = Date.parse(header ?? '');
    if (header === undefined || Number.isNaN(dateMs)) continue;
    found.set(origin, {
      origin,
      dateHeader: header.slice(0, 64),
      receivedAt: answeredAt,
      differenceMs: Math.round(dateMs - Date.parse(answeredAt)),
      ...rangeOfDate(dateMs, Date.parse(hop.sentAt), Date.parse(answeredAt)),
    });
  }
  return [...found.values()];
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
