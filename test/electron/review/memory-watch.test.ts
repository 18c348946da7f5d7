import type { ProcessMetric } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  MAX_PAGE_BYTES,
  MAX_PROCESS_BYTES,
  isTooMuch,
  pageMemory,
} from '#electron/review/memory-watch.ts';

function metric(pid: number, type: ProcessMetric['type'], kib: number, privateBytes?: number) {
  const memory = { workingSetSize: kib, peakWorkingSetSize: 0 };
  return { pid, type, memory: privateBytes === undefined ? memory : { ...memory, privateBytes } };
}

describe('pageMemory', () => {
  it('counts page processes and none of ours', () => {
    const metrics = [
      metric(1, 'Browser', 500),
      metric(2, 'Tab', 300),
      metric(3, 'Tab', 20),
      metric(4, 'Tab', 3),
    ];
    expect(pageMemory(metrics, [2])).toEqual({ largest: 20 * 1024, together: 23 * 1024 });
    expect(pageMemory([], [])).toEqual({ largest: 0, together: 0 });
  });

  it('takes what a process has to itself, where that is said', () => {
    const metrics = [metric(3, 'Tab', 200, 50)];
    expect(pageMemory(metrics, []).largest).toBe(50 * 1024);
  });
});

describe('isTooMuch', () => {
  it('lets a page have many processes of ordinary size', () => {
    const metrics = Array.from({ length: 24 }, (_, at) => metric(at, 'Tab', 160 * 1024));
    expect(isTooMuch(pageMemory(metrics, []))).toBe(false);
  });

  it('ends a page at one process that is too large, or all of them together', () => {
    expect(isTooMuch({ largest: MAX_PROCESS_BYTES, together: MAX_PAGE_BYTES })).toBe(false);
    expect(isTooMuch({ largest: MAX_PROCESS_BYTES + 1, together: 0 })).toBe(true);
    expect(isTooMuch({ largest: 0, together: MAX_PAGE_BYTES + 1 })).toBe(true);
  });
});
