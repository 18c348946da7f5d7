import type { Clock } from '#src/core/clock.ts';

/** The machine's real time, as a clock port. */
export function realClock(): Clock {
  return {
    now: () => new Date().toISOString(),
    monotonicMs: () => performance.now(),
    bootId: () => 'test-boot',
  };
}
