import type { DevTools } from '#src/capture/devtools-port.ts';
import { recordNetwork, type NetworkRecord } from '#src/capture/network-record.ts';
import { PICTURE_AND_FACTS, type CapturePlan } from '#src/capture/plan.ts';
import { runCapture, type CaptureOutcome } from '#src/capture/run-capture.ts';
import type { CaptureContext } from '#src/capture/context.ts';
import type { Look } from '#src/capture/second-look.ts';
import type { CaptureProgress } from '#src/capture/work.ts';
import type { Clock } from '#src/core/clock.ts';
import type { TimeSource } from '#src/core/time-source.ts';
import { memorySink, type MemorySink } from './memory-sink.ts';
import type { PageOptions, RawBrowser, RawPage } from './raw-devtools.ts';
import { captureContext } from './site/context.ts';
import { realClock } from './test-clock.ts';

/** How a test captures a page. */
export interface CapturedOptions extends PageOptions {
  readonly plan?: CapturePlan;
  readonly clock?: Clock;
  readonly context?: Partial<CaptureContext>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CaptureProgress) => void;
  readonly sink?: MemorySink;
  readonly lookAgain?: (signal: AbortSignal) => Promise<Look | null>;
  readonly timeSources?: readonly TimeSource[];
  /** What the capture asks instead of the page itself. */
  readonly through?: (devtools: DevTools) => DevTools;
  /** Longest wait for the load event, milliseconds. */
  readonly loadMs?: number;
  /** Wait after it, as people look at the page first; milliseconds. */
  readonly lookMs?: number;
  /** Runs when the recording has begun and before the page is opened. */
  readonly recording?: (network: NetworkRecord) => void;
  /** Runs after the page was opened and before it is captured. */
  readonly opened?: (page: RawPage, network: NetworkRecord) => Promise<void> | void;
}

/** A capture with what it stored. */
export interface Captured {
  readonly outcome: CaptureOutcome;
  readonly sink: MemorySink;
  readonly tookMs: number;
}

/** Open a page in a fresh context, look at it, capture it, close it. */
export async function capturePage(
  browser: RawBrowser,
  address: string,
  options: CapturedOptions = {},
): Promise<Captured> {
  const clock = options.clock ?? realClock();
  const sink = options.sink ?? memorySink();
  const records: NetworkRecord[] = [];
  const page = await browser.open({
    ...options,
    async before(devtools, session) {
      const network = recordNetwork(devtools, clock);
      records.push(network);
      await network.ready;
      options.recording?.(network);
      await options.before?.(devtools, session);
    },
  });
  try {
    const [network] = records;
    if (network === undefined) throw new Error('no record');
    await page.navigate(address, options.loadMs ?? 10_000);
    await look(network, options.lookMs ?? 300);
    await options.opened?.(page, network);
    const startedMs = performance.now();
    const outcome = await runCapture({
      devtools: options.through?.(page.devtools) ?? page.devtools,
      plan: options.plan ?? PICTURE_AND_FACTS,
      clock,
      context: captureContext(address, options.context ?? {}),
      network,
      sink,
      onProgress: options.onProgress ?? ((): void => undefined),
      signal: options.signal ?? new AbortController().signal,
      ...(options.lookAgain === undefined ? {} : { lookAgain: options.lookAgain }),
      timeSources: options.timeSources ?? [],
    });
    return { outcome, sink, tookMs: performance.now() - startedMs };
  } finally {
    await page.close();
  }
}

async function look(network: NetworkRecord, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  const startedMs = performance.now();
  for (let restMs = 0; restMs < 150 && performance.now() - startedMs < 4_000; restMs += 50) {
    if (network.inFlight() > 0) restMs = 0;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
