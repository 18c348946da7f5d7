import { EvidenceError } from './errors.ts';

/** What a time server answered. */
export interface TimeReading {
  /** True time less this computer's, milliseconds; right to `withinMs` if the server is. */
  readonly offsetMs: number;
  /** How long question and answer were on their way, milliseconds. */
  readonly delayMs: number;
  /** Half of the way there and back to the server's own source of time, and what its clock may have drifted. */
  readonly withinMs: number;
  /** 1 for a server with a clock of its own, one more for each server between; at most 15. */
  readonly stratum: number;
  /** Answers that could be used, 1 to 3; this is the one that was on its way for the shortest time. */
  readonly samples: number;
}

/** A time server that the school has configured. Nothing is asked that isn't configured. */
export interface TimeSource {
  /** As it stands in the record, e.g. `sntp://time.school.example`. */
  readonly name: string;
  /**
   * Ask it; ends by itself within three seconds.
   * @throws {EvidenceError} TIME_UNKNOWN - no answer within the deadline, or none that can be used
   */
  ask(): Promise<TimeReading>;
}

/** What came of asking a time server. */
export interface TimeAnswer {
  readonly name: string;
  readonly askedAt: string;
  /** Null where there was no answer. */
  readonly offsetMs: number | null;
  readonly delayMs: number | null;
  readonly withinMs: number | null;
  readonly stratum: number | null;
  readonly samples: number;
  /** Why there is none; null where there is one. */
  readonly error: string | null;
}

/**
 * What came of asking, as it is recorded: no answer is a fact as well. Never rejects.
 * @param askedAt - when the asking began
 */
export async function timeAnswerOf(
  { name: given }: TimeSource,
  askedAt: string,
  asking: Promise<TimeReading>,
): Promise<TimeAnswer> {
  const name = given.slice(0, 300).toWellFormed();
  try {
    return { name, askedAt, ...(await asking), error: null };
  } catch (thrown) {
    const error = thrown instanceof EvidenceError ? thrown.message.slice(0, 300) : 'it failed';
    const nothing = { offsetMs: null, delayMs: null, withinMs: null, stratum: null, samples: 0 };
    return { name, askedAt, ...nothing, error };
  }
}

/** How far a clock may be off before both are told, milliseconds. */
export const CLOCK_OFF_MS = 2_000;

/** Whether a time server said that this computer's clock is off. */
export function isClockOff({ offsetMs }: Pick<TimeAnswer, 'offsetMs'>): boolean {
  return offsetMs !== null && Math.abs(offsetMs) > CLOCK_OFF_MS;
}

/** E.g. `By the time server ntp.school.example this computer’s clock was 0.3 s behind, within 0.1 s`. */
export function timeAnswerWords({ name, offsetMs, withinMs, error }: TimeAnswer): string {
  const server = `time server ${name.replace(/^sntp:\/\//u, '')}`;
  if (offsetMs === null || withinMs === null) {
    return `The ${server} gave no time: ${error ?? 'it failed'}`;
  }
  const off = tenths(offsetMs);
  const where = off === 0 ? 'right' : `${off} s ${offsetMs > 0 ? 'behind' : 'ahead'}`;
  return `By the ${server} this computer’s clock was ${where}, within ${Math.max(0.1, Math.ceil(withinMs / 100) / 10)} s`;
}

function tenths(ms: number): number {
  return Math.abs(Math.round(ms / 100) / 10);
}
