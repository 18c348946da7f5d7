import type { Clock } from '#src/core/clock.ts';

// What a clock may lag behind the monotonic one without having been set back: slewing by up to 0.1 %.
const TOLERANCE_MS = 2_000;
const TOLERANCE_PER_MS = 0.001;

/** The three times an entry carries. */
export interface ClockTimes {
  /** RFC 3339 UTC. */
  readonly recordedAt: string;
  /** Whole milliseconds of this boot. */
  readonly monotonicMs: number;
  readonly bootId: string;
}

/** Times with the question whether they lie behind those of the entry before. */
export interface ClockReading extends ClockTimes {
  /**
   * Whether the clock went back: before the earlier reading, or, within one boot, by more than
   * slewing explains behind what the monotonic clock says has passed.
   */
  isBehind(earlier: ClockTimes | null): boolean;
}

/** Take one reading from the clock, or the reading that an entry already carries. */
export function readClock(source: Clock | ClockTimes): ClockReading {
  const times =
    'now' in source
      ? {
          recordedAt: source.now(),
          monotonicMs: Math.max(0, Math.floor(source.monotonicMs())),
          bootId: source.bootId(),
        }
      : { recordedAt: source.recordedAt, monotonicMs: source.monotonicMs, bootId: source.bootId };
  return { ...times, isBehind: (earlier) => earlier !== null && isBehind(times, earlier) };
}

function isBehind(later: ClockTimes, earlier: ClockTimes): boolean {
  const wallMs = Date.parse(later.recordedAt) - Date.parse(earlier.recordedAt);
  if (wallMs < 0) return true;
  if (later.bootId !== earlier.bootId) return false;
  const passedMs = later.monotonicMs - earlier.monotonicMs;
  return wallMs < passedMs - TOLERANCE_MS - passedMs * TOLERANCE_PER_MS;
}
