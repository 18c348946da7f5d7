import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site, type SiteRequest } from '#scripts/demo-site/server.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { watchBrowser, type BrowserWitness } from '#test/support/browser-witness.ts';
import { capturePage } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { CountedSockets } from '#test/support/site/counted-socket.ts';
import { everythingRoutes, SEEN_OUTSIDE_ONLY, STREAM } from '#test/support/site/everything.ts';
import { messagesOf, unaccounted } from '#test/support/unaccounted.ts';

const RUNS = process.env['SLOW'] === '1' ? 3 : 1;

describe('recordNetwork', () => {
  const sockets = new CountedSockets();
  let browser: RawBrowser;
  let witness: BrowserWitness;
  let site: Site;

  beforeAll(async () => {
    browser = await startRawBrowser();
    witness = await watchBrowser(browser);
    site = await startSite(everythingRoutes, { upgrade: sockets.accept });
  });

  afterAll(async () => {
    await browser.quit();
    await site.close();
  });

  async function captureEverything(): Promise<{ record: CaptureRecord; log: SiteRequest[] }> {
    site.clearLog();
    witness.clear();
    sockets.counted.length = 0;
    const captured = await capturePage(browser, `${site.origin}/everything`, {
      lookMs: 2_500,
      recording: (network) => {
        witness.tell(network);
      },
    });
    return { record: captured.outcome.record, log: [...site.log] };
  }

  it.each(Array.from({ length: RUNS }, (_, run) => run + 1))(
    'accounts for every request of every kind that the server saw, run %d',
    async () => {
      const { record, log } = await captureEverything();
      expect(log.length).toBeGreaterThan(90);
      expect(unaccounted(record, log)).toEqual([]);
      const { missed, witness: compared } = record.network;
      const onlySeenOutside = missed
        .filter(({ reason }) => reason === 'not-in-devtools')
        .map(({ address }) => new URL(address).pathname);
      // What a shared worker asks for is in no page's DevTools: its absence is known, and said.
      expect(onlySeenOutside.sort()).toEqual(SEEN_OUTSIDE_ONLY);
      expect(compared?.matched).toBe((compared?.seen ?? 0) - SEEN_OUTSIDE_ONLY.length);
      expect(record.doubts.map(({ code }) => code)).toContain('REQUESTS_MISSED');
      expect(record.steps.filter(({ state }) => state !== 'done')).toEqual([]);
      assertCounted(record);
    },
  );

  // Exactly as the server counted them.
  function assertCounted(record: CaptureRecord): void {
    const { sockets: ofSockets, streams } = messagesOf(record);
    const counts = sockets.counted.filter(({ path }) => path !== '/e/socket-shared');
    expect(counts.map(({ path }) => path).sort()).toEqual([
      '/e/socket',
      '/e/socket-there',
      '/e/socket-worker',
    ]);
    for (const counted of counts) {
      expect(ofSockets.get(counted.path)).toEqual({
        sent: counted.received,
        sentBytes: counted.receivedBytes,
        received: counted.sent,
        receivedBytes: counted.sentBytes,
      });
    }
    for (const path of ['/e/events', '/e/events-there', '/e/events-worker']) {
      expect(streams.get(path)).toEqual({
        ...{ sent: 0, sentBytes: 0, received: STREAM.events, receivedBytes: STREAM.bytes },
      });
    }
  }
});
