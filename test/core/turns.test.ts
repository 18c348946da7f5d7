import { describe, expect, it } from 'vitest';
import { mapInTurns, Turns } from '#src/core/turns.ts';

/** Work that takes a few milliseconds and waits for nothing. */
function busy(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

describe('Turns', () => {
  it('is over after a stretch of work, and begins anew after a pause', async () => {
    const turns = new Turns();
    expect(turns.isOver).toBe(false);
    busy(12);
    expect(turns.isOver).toBe(true);
    await turns.pause();
    expect(turns.isOver).toBe(false);
  });
});

describe('mapInTurns', () => {
  it('maps in order, and lets timers in between', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const items = Array.from({ length: 60 }, (_, at) => at);
    const made = await mapInTurns(items, new Turns(), (item) => {
      busy(2);
      return item * 2;
    });
    clearInterval(timer);
    expect(made).toEqual(items.map((item) => item * 2));
    expect(ticks).toBeGreaterThan(3);
  });

  it('rejects with what the mapping throws', async () => {
    await expect(
      mapInTurns([1], new Turns(), () => {
        throw new RangeError('no such item');
      }),
    ).rejects.toThrow('no such item');
  });
});
