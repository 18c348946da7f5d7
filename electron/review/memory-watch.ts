import type { ProcessMetric } from 'electron';

const GIB = 1024 ** 3;
/** Most memory that one process of a page may take, bytes: a decompression bomb reaches 3.4 GB in one. */
export const MAX_PROCESS_BYTES = 1.5 * GIB;
/**
 * Most that all of them may take together, bytes. A working set counts the browser's own code in every
 * process anew, 75 to 160 MB each, and a page full of advertisements has a process for every site in it.
 */
export const MAX_PAGE_BYTES = 4 * GIB;
/** How often it is looked at, milliseconds. */
const EVERY_MS = 2_000;

/** What the processes of a page take, bytes. */
export interface PageMemory {
  readonly largest: number;
  readonly together: number;
}

/**
 * Memory of all page processes but ours: frames of other sites run in processes of their own. Windows says
 * what each has to itself; elsewhere it is the working set.
 * @param metrics - `app.getAppMetrics()`, sizes in KiB
 * @param ourProcessIds - the screens' process, which isn't counted
 */
export function pageMemory(
  metrics: readonly Pick<ProcessMetric, 'pid' | 'type' | 'memory'>[],
  ourProcessIds: readonly number[],
): PageMemory {
  const sizes = metrics
    .filter(({ type, pid }) => type === 'Tab' && !ourProcessIds.includes(pid))
    .map(({ memory }) => (memory.privateBytes ?? memory.workingSetSize) * 1024);
  return {
    largest: Math.max(0, ...sizes),
    together: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Whether a page takes more than it may, see {@link MAX_PROCESS_BYTES} and {@link MAX_PAGE_BYTES}. */
export function isTooMuch({ largest, together }: PageMemory): boolean {
  return largest > MAX_PROCESS_BYTES || together > MAX_PAGE_BYTES;
}

/**
 * Watch the memory of a page. Counters of received bytes don't see a bomb; the process does.
 * @param measure - what the page's processes take now
 * @param onTooMuch - called once, when {@link isTooMuch}
 * @returns a function that ends the watch
 */
export function watchMemory(measure: () => PageMemory, onTooMuch: () => void): () => void {
  const timer = setInterval(() => {
    if (!isTooMuch(measure())) return;
    clearInterval(timer);
    onTooMuch();
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
