import { describe, expect, it } from 'vitest';
import { askTimeSources, ClockWatch } from '#src/capture/clock-watch.ts';
import { momentOf } from '#src/capture/clock-facts.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { realClock } from '#test/support/test-clock.ts';

function setClock(): {
  wallMs: number;
  monotonicMs: number;
  watch: () => ClockWatch;
  look(): void;
} {
  const start = Date.parse('2026-11-17T10:00:00.000Z');
  const state = {
    wallMs: 0,
    monotonicMs: 0,
    watched: null as ClockWatch | null,
    watch(): ClockWatch {
      const clock = {
        now: () => new Date(start + state.wallMs).toISOString(),
        monotonicMs: () => state.monotonicMs,
        bootId: () => 'b',
      };
      state.watched ??= new ClockWatch(clock, momentOf(clock));
      return state.watched;
    },
    look() {
      state.watch().look();
    },
  };
  return state;
}

describe('ClockWatch', () => {
  it('notes a clock that was set and set again in between, though the ends agree', () => {
    const clock = setClock();
    clock.watch();
    for (const [wallMs, monotonicMs] of [
      [1_000, 1_000],
      [-58_000, 2_000],
      [3_000, 3_000],
      [4_100, 4_000],
    ] as const) {
      Object.assign(clock, { wallMs, monotonicMs });
      clock.look();
    }
    expect(clock.watch().moves).toEqual([
      { monotonicMs: 2_000, byMs: -60_000, backward: true },
      { monotonicMs: 3_000, byMs: 60_000, backward: false },
    ]);
  });

  it('notes the smallest step back', () => {
    const clock = setClock();
    clock.watch();
    Object.assign(clock, { wallMs: -1, monotonicMs: 0 });
    clock.look();
    expect(clock.watch().moves).toEqual([{ monotonicMs: 0, byMs: -1, backward: true }]);
  });
});

describe('askTimeSources', () => {
  const never = new AbortController().signal;

  it('asks nobody where none is configured', async () => {
    expect(await askTimeSources([], realClock(), never)).toEqual([]);
  });

  it('keeps a refusal as a fact', async () => {
    const refusing = {
      name: 'sntp://time.school.example',
      ask: () =>
        Promise.reject(new EvidenceError('TIME_UNKNOWN', 'time server expected an answer')),
    };
    expect(await askTimeSources([refusing], realClock(), never)).toMatchObject([
      { name: refusing.name, offsetMs: null, error: 'time server expected an answer' },
    ]);
  });

  it('waits for nobody once the capture is stopped', async () => {
    const stop = new AbortController();
    const silent = { name: 'silent', ask: () => new Promise<never>(() => undefined) };
    const asked = askTimeSources([silent], realClock(), stop.signal);
    stop.abort();
    expect(await asked).toMatchObject([{ name: 'silent', offsetMs: null }]);
  });
});
