import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { timeAnswerOf, type TimeSource } from '#src/core/time-source.ts';
import type { Moment } from './clock-facts.ts';
import { momentOf } from './clock-facts.ts';
import type { ClockFacts } from './record.ts';

/** How far wall and monotonic clock may drift apart between two readings before it is a move, ms. */
const TOLERANCE_MS = 250;
const MAX_MOVES = 100;
const MAX_SOURCES = 10;
/** A source ends by itself after three seconds; this is for one that doesn't. */
const DEADLINE_MS = 4_000;

/** Reads both clocks again and again while a capture runs, and notes where one was set. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #moves: ClockFacts['moves'] = [];
  #last: Moment;

  constructor(clock: Clock, started: Moment) {
    this.#clock = clock;
    this.#last = started;
  }

  /** Compare with the last reading. Call it at both ends of every step. */
  look(): void {
    const before = this.#last;
    const now = momentOf(this.#clock);
    this.#last = now;
    const wallMs = Date.parse(now.at) - Date.parse(before.at);
    const byMs = wallMs - (now.monotonicMs - before.monotonicMs);
    const backward = wallMs < 0;
    if (!backward && Math.abs(byMs) <= TOLERANCE_MS) return;
    if (this.#moves.length >= MAX_MOVES) return;
    this.#moves.push({ monotonicMs: now.monotonicMs, byMs, backward });
  }

  /** All found so far, in order. */
  get moves(): ClockFacts['moves'] {
    return [...this.#moves];
  }
}

/**
 * Ask every configured time server, at once. Never rejects: no answer is a fact as well.
 * @param sources - none by default
 * @param signal - aborting it ends the waiting at once
 */
export async function askTimeSources(
  sources: readonly TimeSource[],
  clock: Clock,
  signal: AbortSignal,
): Promise<ClockFacts['timeSources']> {
  if (sources.length === 0) return [];
  const over = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  const ended = new Promise<never>((_resolve, reject) => {
    const end = (): void => {
      reject(new EvidenceError('TIME_UNKNOWN', 'time server expected an answer, got none in time'));
    };
    if (over.aborted) end();
    over.addEventListener('abort', end);
  });
  ended.catch(() => undefined);
  const asked = sources.slice(0, MAX_SOURCES);
  return await Promise.all(asked.map((source) => ask(source, clock, ended)));
}

async function ask(
  source: TimeSource,
  clock: Clock,
  ended: Promise<never>,
): Promise<ClockFacts['timeSources'][number]> {
  const askedAt = clock.now();
  return await timeAnswerOf(source, askedAt, Promise.race([source.ask(), ended]));
}
