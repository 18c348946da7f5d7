import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Verdict } from './table.ts';

/** How much is measured. */
export interface BenchOptions {
  /** A few small runs, to see that everything works; the figures mean nothing. */
  readonly quick: boolean;
}

/** One measurement: prints its table, returns what is to be said about its limits. */
export type Bench = (options: BenchOptions) => Promise<readonly Verdict[]>;

/** Run with an empty folder on the disk that the system keeps temporary files on; it is removed afterwards. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-bench-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
