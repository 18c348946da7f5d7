import type { ProcessMetric } from 'electron';
import { describe, expect, it } from 'vitest';
import { pageBytes } from '#electron/review/memory-watch.ts';

function metric(pid: number, type: ProcessMetric['type'], kib: number): ProcessMetric {
  return { pid, type, memory: { workingSetSize: kib } } as unknown as ProcessMetric;
}

describe('pageBytes', () => {
  it('adds up the processes of pages and frames, without ours and without other kinds', () => {
    const metrics = [
      metric(1, 'Browser', 500),
      metric(2, 'Tab', 100),
      metric(3, 'Tab', 20),
      metric(4, 'Tab', 3),
    ];
    expect(pageBytes(metrics, [2])).toBe(23 * 1024);
    expect(pageBytes([], [])).toBe(0);
  });
});
