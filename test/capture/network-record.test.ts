import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import { fromBase64 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { DevTools, DevToolsListener } from '#src/capture/devtools-port.ts';
import { recordNetwork, stillOf } from '#src/capture/network-record.ts';
import { encodeCaptureRecord } from '#src/capture/record-codec.ts';
import { sntpSource } from '#src/network/sntp-client.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { badCertificate } from '#test/support/site/certificates.ts';
import { hostileNetworkRoutes } from '#test/support/site/hostile-network.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';
import { realClock } from '#test/support/test-clock.ts';
import { startTimeServer } from '#test/support/time-server.ts';
import { acceptSocket, TRAFFIC_SECRETS, trafficRoutes } from '#test/support/site/traffic.ts';

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite(
    { ...trafficRoutes, ...hostileNetworkRoutes, ...layoutRoutes },
    { upgrade: acceptSocket },
  );
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

function captureTraffic(): Promise<Captured> {
  return capturePage(browser, `${site.origin}/traffic`, { lookMs: 1_500 });
}

describe('recordNetwork', () => {
  it('knows frames, workers, redirects, sockets and streams apart', async () => {
    const captured = await captureTraffic();
    const { exchanges } = captured.outcome.record.network;
    const of = (path: string): (typeof exchanges)[number] | undefined =>
      exchanges.find((exchange) =>
        exchange.hops.some((hop) => new URL(hop.address).pathname === path),
      );
    expect(of('/from-other-frame.json')?.target).toBe('frame');
    expect(of('/from-worker.json')?.target).toBe('worker');
    expect(of('/from-sw-install.json')?.target).toBe('service-worker');
    expect(of('/dot.svg')?.hops.map((hop) => hop.status)).toEqual([301, 307, 200]);
    expect(of('/socket')?.messages).toEqual({
      ...{ sent: 1, received: 1, sentBytes: 5, receivedBytes: 5 },
    });
    expect(of('/events')?.messages?.received).toBe(2);
    expect(of('/data.json')?.hops[0]).toMatchObject({
      status: 200,
      headersFrom: 'wire',
      from: 'network',
    });
    expect(of('/data.json')?.hops[0]?.serverAddress).toBe(`127.0.0.1:${site.port}`);
    expect(of('/other-frame')?.state).toBe('finished');
    expect(of('/data.json')?.body).toEqual({
      digest: digestOf(new TextEncoder().encode('{}')),
      sizeBytes: 2,
    });
  });

  it('has no cookie, token or password in any byte, and says what was removed', async () => {
    const captured = await captureTraffic();
    const { record } = captured.outcome;
    const everything = [encodeCaptureRecord(record), ...captured.sink.objects.values()];
    for (const bytes of everything)
      expect(Buffer.from(bytes).toString('latin1')).not.toMatch(TRAFFIC_SECRETS);
    const removed = new Set(
      record.network.exchanges.flatMap((exchange) => exchange.hops.flatMap((hop) => hop.removed)),
    );
    expect([...removed].sort()).toEqual(['authorization', 'cookie', 'set-cookie', 'x-api-key']);
    expect(record.network.removed.parameters).toBeGreaterThan(0);
    expect(fromUtf8(encodeCaptureRecord(record))).toContain('token=[removed]');
  });

  it('counts what an earlier page of the same view asked for, and records only the shown one', async () => {
    const captured = await capturePage(browser, `${site.origin}/lazy`, {
      opened: async (page) => {
        await page.navigate(`${site.origin}/plain`);
      },
    });
    const { network, page } = captured.outcome.record;
    expect(page.address).toBe(`${site.origin}/plain`);
    expect(network.exchanges[0]?.hops[0]?.address).toBe(`${site.origin}/plain`);
    expect(network.exchanges.some((exchange) => exchange.kind === 'Image')).toBe(false);
    expect(network.earlierExchanges).toBeGreaterThan(0);
  });

  it('keeps the certificate chain and TLS facts of a connection that was accepted', async () => {
    const secure = await startSite(layoutRoutes, { tls: await badCertificate('self-signed') });
    const times = await startTimeServer({ offsetMs: 90_000, stratum: 3 });
    try {
      const captured = await capturePage(browser, `${secure.origin}/plain`, {
        before: async (devtools) => {
          await devtools.send('Security.setIgnoreCertificateErrors', { ignore: true });
        },
        timeSources: [
          sntpSource({ host: '127.0.0.1', port: times.port, allowLoopback: true }, realClock()),
        ],
      });
      const { network, page } = captured.outcome.record;
      expect(network.security[page.security ?? -1]).toMatchObject({
        protocol: 'TLS 1.3',
        subject: 'Countersign test self-signed',
        transparency: 'not checked',
      });
      expect(network.certificates).toHaveLength(1);
      expect(network.certificates[0]).toMatchObject({
        ...{ host: '127.0.0.1', origin: secure.origin, from: 'devtools', verdict: 'accepted' },
        reason: null,
      });
      const [certificate] = network.certificates[0]?.chain ?? [];
      expect(certificate?.digest).toBe(digestOf(fromBase64(certificate?.der ?? '')));
      expect(certificate?.facts).toMatchObject({
        subject: 'CN=Countersign test self-signed',
        issuer: 'CN=Countersign test self-signed',
        names: ['IP:127.0.0.1', 'DNS:localhost'],
      });
      const { validity } = captured.outcome.record.clock;
      expect(validity).toMatchObject({ hosts: 1, outside: false });
      const [answer, ...others] = captured.outcome.record.clock.timeSources;
      expect(others).toEqual([]);
      expect(answer).toMatchObject({
        ...{ name: `sntp://127.0.0.1:${times.port}`, stratum: 3, error: null },
      });
      expect(Math.abs((answer?.offsetMs ?? 0) - 90_000)).toBeLessThan(200);
    } finally {
      times.close();
      await secure.close();
    }
  });

  it.each(['self-signed', 'expired', 'wrong-host'] as const)(
    'is never complete when the certificate is %s and was refused',
    async (what) => {
      const secure = await startSite(layoutRoutes, { tls: await badCertificate(what) });
      try {
        const captured = await capturePage(browser, `${secure.origin}/plain`, { loadMs: 2_000 });
        expect(captured.outcome.state).toBe('partial');
        const { network } = captured.outcome.record;
        expect(network.certificates).toMatchObject([
          { origin: secure.origin, chain: [], verdict: null, reason: 'the browser gave none' },
        ]);
        // No host stands beside a raw browser, and the record says so rather than nothing.
        expect(network.lookups).toEqual({
          ...{ from: null, reason: 'the host told nothing', answers: [], without: ['127.0.0.1'] },
        });
        expect(captured.outcome.doubts.map((doubt) => doubt.code)).toContain('STATUS_NOT_OK');
        expect(secure.log).toEqual([]);
      } finally {
        await secure.close();
      }
    },
  );

  it.each(['redirect-loop', 'reset', 'auth', 'odd-headers', 'big-header'])(
    'reads back what it wrote of %s',
    async (name) => {
      const captured = await capturePage(browser, `${site.origin}/hostile/${name}`, {
        loadMs: 2_000,
      });
      const text = fromUtf8(encodeCaptureRecord(captured.outcome.record));
      expect(text).not.toContain('SECRET-odd-60');
      expect(captured.outcome.state).toBe(
        name === 'odd-headers' || name === 'big-header' ? captured.outcome.state : 'partial',
      );
    },
  );
});

describe('stillOf', () => {
  it('stands still while the page goes on, down to the hops and headers of each exchange', () => {
    const listeners = new Set<DevToolsListener>();
    const devtools: DevTools = {
      send: () => Promise.resolve({}),
      onEvent(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      crash: () => undefined,
    };
    const network = recordNetwork(devtools, realClock());
    const tell = (method: string, params: Record<string, unknown>): void => {
      for (const listener of listeners) listener(method, params, null);
    };
    const asks = (requestId: string, url: string): void => {
      tell('Network.requestWillBeSent', { requestId, request: { url, method: 'GET' } });
    };
    asks('one', 'http://a.example/');
    tell('Page.frameNavigated', { frame: { id: 'f', loaderId: 'one' } });
    const still = stillOf(network);
    const before = structuredClone(still);
    const response = { url: 'http://a.example/', status: 200, headers: { 'x-late': 'y' } };
    tell('Network.responseReceivedExtraInfo', { requestId: 'one', headers: { 'x-late': 'y' } });
    tell('Network.responseReceived', { requestId: 'one', type: 'Document', response });
    tell('Network.loadingFinished', { requestId: 'one' });
    asks('two', 'http://a.example/two');
    const seenAt = '2026-11-17T10:00:00.000Z';
    network.witness({ address: 'http://a.example/', method: 'GET', kind: 'xhr', seenAt });
    expect(still).toEqual(before);
    expect(still.document).toMatchObject({ requestId: 'one', state: 'unfinished' });
    expect(stillOf(network).exchanges).toMatchObject([{ state: 'finished' }, { requestId: 'two' }]);
    network.close();
  });
});
