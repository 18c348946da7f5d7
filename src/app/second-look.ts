import type { NetworkRecord } from '#src/capture/network-record.ts';
import { recordNetwork } from '#src/capture/network-record.ts';
import { takeLook, type Look } from '#src/capture/second-look.ts';
import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { CaptureEngine } from './capture-port.ts';

type OpenApart = NonNullable<Parameters<CaptureEngine['run']>[0]['openApart']>;

/** How long nothing may be under way before a page counts as still, and how long that is waited for, ms. */
const STILL_MS = 500;
const STILL_DEADLINE_MS = 5_000;

/**
 * A second request of the shown document in a fresh session, for `runCapture`.
 * @param first - the record of the page's own view: says at which address its document was asked for
 * @param address - used where the record doesn't know
 * @see docs/spec/capture.md, section 9
 */
export function secondLook(
  openApart: OpenApart,
  first: NetworkRecord,
  address: string,
  clock: Clock,
): (signal: AbortSignal) => Promise<Look | null> {
  return async (signal) => {
    const asked = first.document()?.hops[0]?.address ?? address;
    const records: NetworkRecord[] = [];
    try {
      const page = await openApart(
        asked,
        async (devtools) => {
          const network = recordNetwork(devtools, clock);
          records.push(network);
          await network.ready;
        },
        signal,
      );
      try {
        const [network] = records;
        if (network === undefined) throw new TypeError('"prepare" expected to be called');
        await still(network, clock, signal);
        return await takeLook(page.devtools, network, clock, signal);
      } finally {
        page.close();
      }
    } finally {
      for (const network of records) network.close();
    }
  };
}

/** Wait until a page that has loaded asks for nothing more, as one does before it is captured. */
async function still(network: NetworkRecord, clock: Clock, signal: AbortSignal): Promise<void> {
  const startMs = clock.monotonicMs();
  for (let sinceMs = startMs; clock.monotonicMs() - sinceMs < STILL_MS;) {
    if (signal.aborted) throw new EvidenceError('CAPTURE_STOPPED', 'look expected to go on');
    if (clock.monotonicMs() - startMs > STILL_DEADLINE_MS) return;
    if (network.inFlight() > 0) sinceMs = clock.monotonicMs();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
