import { describe, expect, it } from 'vitest';
import { isInstant } from '#src/core/clock.ts';
import { systemClock } from '#src/store/system-clock.ts';

describe('systemClock', () => {
  it('gives instants, a monotonic time that never goes back, and one boot id', () => {
    const clock = systemClock();
    expect(isInstant(clock.now())).toBe(true);
    const first = clock.monotonicMs();
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
    expect(clock.bootId()).toMatch(/^[0-9A-Za-z-]{1,64}$/);
    expect(clock.bootId()).toBe(clock.bootId());
    if (process.platform === 'linux') expect(systemClock().bootId()).toBe(clock.bootId());
  });
});
