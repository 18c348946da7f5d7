import type { ProcessMetric } from 'electron';

/** Most memory the processes of one page may take, bytes: a decompression bomb reaches 3.4 GB. */
const MAX_PAGE_BYTES = 1.5 * 1024 ** 3;
/** How often it is looked at, milliseconds. */
const EVERY_MS = 2_000;

/**
 * Memory of all page processes but ours: frames of other sites run in processes of their own.
 * @param metrics - `app.getAppMetrics()`, sizes in KiB
 * @param ourProcessIds - the screens' process, which isn't counted
 * @returns bytes
 */
export function pageBytes(
  metrics: readonly Pick<ProcessMetric, 'pid' | 'type' | 'memory'>[],
  ourProcessIds: readonly number[],
): number {
  return metrics
    .filter(({ type, pid }) => type === 'Tab' && !ourProcessIds.includes(pid))
    .reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0);
}

/**
 * Watch the memory of a page. Counters of received bytes don't see a bomb; the process does.
 * @param measure - memory of the page's processes now, bytes
 * @param onTooMuch - called once, when it is above {@link MAX_PAGE_BYTES}
 * @returns a function that ends the watch
 */
export function watchMemory(measure: () => number, onTooMuch: () => void): () => void {
  const timer = setInterval(() => {
    if (measure() <= MAX_PAGE_BYTES) return;
    clearInterval(timer);
    onTooMuch();
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
