import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { recordNetwork, type NetworkRecord } from '#src/capture/network-record.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { takeLook, type Look } from '#src/capture/second-look.ts';
import { capturePage, type CapturedOptions } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { CountedSockets } from '#test/support/site/counted-socket.ts';
import { untracedRoutes } from '#test/support/site/untraced.ts';
import { realClock } from '#test/support/test-clock.ts';

describe('the trace of a capture', () => {
  const sockets = new CountedSockets();
  let browser: RawBrowser;
  let site: Site;

  beforeAll(async () => {
    browser = await startRawBrowser();
    site = await startSite(untracedRoutes, { upgrade: sockets.accept });
  });

  afterAll(async () => {
    await browser.quit();
    await site.close();
  });

  async function capture(path: string, options: CapturedOptions = {}): Promise<CaptureRecord> {
    site.clearLog();
    const { outcome } = await capturePage(browser, `${site.origin}${path}`, options);
    return outcome.record;
  }

  const codes = (record: CaptureRecord): string[] => record.doubts.map(({ code }) => code);

  it('finds text in bodies and messages, however it is written there', async () => {
    const { trace } = await capture('/traced');
    expect(trace.text).toMatchObject({ untraced: 0, samples: [] });
    // Put together from single words, or brought by a message: known, but not as a whole.
    expect(trace.text?.words).toBe(3);
    expect(trace.text?.whole).toBe((trace.text?.runs ?? 0) - 3);
    expect(trace.text?.runs).toBeGreaterThan(9);
    expect(trace.pictures).toEqual({
      ...{ shown: 2, traced: 2, data: 0, blob: 0, canvas: 0, video: 0, unrecorded: 0, samples: [] },
    });
    expect(trace.bodies.unread).toBe(0);
  });

  it('lists text and pictures that stand in no response, and accuses nobody', async () => {
    const record = await capture('/untraced');
    expect(record.trace.text).toMatchObject({ untraced: 1, samples: ['Griseth menaces plover'] });
    expect(record.trace.pictures).toMatchObject({
      ...{ shown: 3, traced: 0, data: 1, blob: 1, canvas: 1, video: 0, unrecorded: 0 },
    });
    expect(record.trace.pictures?.samples.map((one) => one.slice(0, 5))).toEqual([
      'blob:',
      'data:',
    ]);
    expect(codes(record)).toEqual([]);
  });

  it('lists what somebody wrote into the page by hand', async () => {
    const record = await capture('/cloak/none', {
      opened: async (page) => {
        const expression =
          "document.getElementById('low').textContent = 'Grimbald threatened everybody'";
        await page.session.send('Runtime.evaluate', { expression });
      },
    });
    expect(record.trace.text).toMatchObject({
      untraced: 1,
      samples: ['Grimbald threatened everybody'],
    });
  });

  it('says nothing of a page that stays as it is', async () => {
    const record = await capture('/cloak/none');
    expect(record.trace.watch).toMatchObject({ differently: 0, gone: 0, samples: [] });
    expect(record.trace.watch?.resizes).toBeGreaterThan(0);
    expect(record.state).toBe('complete');
  });

  it('says nothing of a page that has other styles for other sizes, as its picture has its own', async () => {
    const record = await capture('/cloak/responsive');
    expect(record.picture?.tiles.length).toBeGreaterThan(1);
    expect(record.trace.watch).toMatchObject({ differently: 0, gone: 0 });
    expect(record.trace.watch?.resizes).toBeGreaterThan(0);
    expect(codes(record)).toEqual([]);
  });

  it.each([
    ['resize', 'Something harmless for a camera.'],
    ['scroll', 'What a person reads down here.'],
  ])('flags a page that shows something else on %s', async (name, sample) => {
    const record = await capture(`/cloak/${name}`);
    expect(codes(record)).toContain('SHOWN_DIFFERENTLY');
    expect(record.trace.watch?.samples).toContain(sample);
    expect(record.state).toBe('partial');
  });

  // As the app does it: a view of its own, with a session in which nobody has been.
  async function lookAgain(path: string, signal: AbortSignal): Promise<Look> {
    const clock = realClock();
    const records: NetworkRecord[] = [];
    const page = await browser.open({
      async before(devtools) {
        const network = recordNetwork(devtools, clock);
        records.push(network);
        await network.ready;
      },
    });
    try {
      const [network] = records;
      if (network === undefined) throw new Error('no record');
      await page.navigate(`${site.origin}${path}`);
      return await takeLook(page.devtools, network, clock, signal);
    } finally {
      await page.close();
    }
  }

  it('flags a page that gives something else on a second request', async () => {
    const path = '/cloak/second';
    const record = await capture(path, { lookAgain: (signal) => lookAgain(path, signal) });
    expect(codes(record)).toEqual(['SECOND_DIFFERS']);
    expect(record.trace.second).toMatchObject({
      ...{ address: `${site.origin}${path}`, status: 200, same: false },
      onlyFirst: { lines: 1, samples: ['What a person reads down here.'] },
      onlySecond: { lines: 1, samples: ['Moved.'] },
    });
    expect(record.trace.second?.body).not.toBe(record.network.exchanges[0]?.body?.digest);
  });

  it('finds a page the same that gives the same again', async () => {
    const path = '/cloak/none';
    const record = await capture(path, { lookAgain: (signal) => lookAgain(path, signal) });
    expect(record.trace.second).toMatchObject({ same: true, onlyFirst: { lines: 0 } });
    expect(record.trace.second?.body).toBe(record.network.exchanges[0]?.body?.digest);
    expect(record.state).toBe('complete');
  });

  it('says so when the second request could not be made', async () => {
    const record = await capture('/cloak/none', { lookAgain: () => Promise.resolve(null) });
    expect(record.missing).toMatchObject([{ code: 'SECOND_LOOK', step: null }]);
    expect(record.trace.second).toBeNull();
  });
});
