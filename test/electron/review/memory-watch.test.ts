import { describe, expect, it } from 'vitest';
import {
  MAX_PAGE_BYTES,
  MAX_PROCESS_BYTES,
  isTooMuch,
  pageMemory,
} from '#electron/review/memory-watch.ts';

const memory = (workingSetSize: number, privateBytes?: number) => ({
  ...{ workingSetSize, peakWorkingSetSize: 0 },
  ...(privateBytes === undefined ? {} : { privateBytes }),
});

describe('pageMemory', () => {
  it('counts page processes and none of ours', () => {
    const metrics = [
      { pid: 1, type: 'Browser' as const, memory: memory(500) },
      { pid: 2, type: 'Tab' as const, memory: memory(300) },
      { pid: 3, type: 'Tab' as const, memory: memory(20) },
      { pid: 4, type: 'Tab' as const, memory: memory(3) },
    ];
    expect(pageMemory(metrics, [2])).toEqual({ largest: 20 * 1024, together: 23 * 1024 });
    expect(pageMemory([], [])).toEqual({ largest: 0, together: 0 });
  });

  it('takes what a process has to itself, where that is said', () => {
    const metrics = [{ pid: 3, type: 'Tab' as const, memory: memory(200, 50) }];
    expect(pageMemory(metrics, []).largest).toBe(50 * 1024);
  });
});

describe('isTooMuch', () => {
  it('lets a page have many processes of ordinary size', () => {
    const metrics = Array.from({ length: 24 }, (_, at) => ({
      ...{ pid: at, type: 'Tab' as const, memory: memory(160 * 1024) },
    }));
    expect(isTooMuch(pageMemory(metrics, []))).toBe(false);
  });

  it('ends a page at one process that is too large, or all of them together', () => {
    expect(isTooMuch({ largest: MAX_PROCESS_BYTES, together: MAX_PAGE_BYTES })).toBe(false);
    expect(isTooMuch({ largest: MAX_PROCESS_BYTES + 1, together: 0 })).toBe(true);
    expect(isTooMuch({ largest: 0, together: MAX_PAGE_BYTES + 1 })).toBe(true);
  });
});
