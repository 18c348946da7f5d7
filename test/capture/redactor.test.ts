import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import { encodeCaptureRecord } from '#src/capture/record-codec.ts';
import { Redactor } from '#src/capture/redactor.ts';
import { ExchangeLog } from '#src/capture/exchange-log.ts';
import { watchBrowser, type BrowserWitness } from '#test/support/browser-witness.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { CountedSockets } from '#test/support/site/counted-socket.ts';
import { SECRET, secretRoutes } from '#test/support/site/secrets.ts';
import { realClock } from '#test/support/test-clock.ts';

describe('Redactor', () => {
  async function redactor(
    headers: Readonly<Record<string, string>>,
    url = 'http://a.example/',
  ): Promise<Redactor> {
    const log = new ExchangeLog(realClock());
    const request = { url, method: 'GET', headers };
    log.take('Network.requestWillBeSent', { requestId: 'r', request }, null, 'page');
    return await Redactor.of(log.exchanges);
  }

  it('takes a credential out wherever it is repeated, plain or encoded', async () => {
    const found = await redactor({
      Cookie: 'sid=ab+12/cd34; a=b',
      Authorization: 'Basic cjpTZWNyZXQtOTk=',
    });
    expect(found.address('http://a.example/by/ab%2B12%2Fcd34/x?y=ab+12/cd34')).toBe(
      'http://a.example/by/[removed]/x?y=[removed]',
    );
    expect(found.headers({ 'x-note': 'Secret-99 cjpTZWNyZXQtOTk=' }).headers).toEqual([
      ['x-note', '[removed] [removed]'],
    ]);
    expect(found.removed).toMatchObject({ values: 4 });
  });

  it('looks for no ordinary word', async () => {
    const found = await redactor({ Cookie: 'theme=dark; page=members; n=12345' });
    const address = 'http://a.example/dark/members/12345';
    expect(found.address(address)).toBe(address);
  });

  it('takes credentials that mean something in a pattern for what they are', async () => {
    const value = '^$.*+?()[]{}|/-\\12 ab';
    const found = await redactor({ 'x-api-key': value.replaceAll(' ', '') });
    expect(found.headers({ 'x-note': value.replaceAll(' ', '') }).headers[0]?.[1]).toBe(
      '[removed]',
    );
  });
});

describe('the record of a capture', () => {
  const sockets = new CountedSockets();
  let browser: RawBrowser;
  let witness: BrowserWitness;
  let site: Site;

  beforeAll(async () => {
    browser = await startRawBrowser();
    witness = await watchBrowser(browser);
    site = await startSite(secretRoutes, { upgrade: sockets.accept });
  });

  afterAll(async () => {
    await browser.quit();
    await site.close();
  });

  async function capture(path: string): Promise<Captured> {
    site.clearLog();
    witness.clear();
    return await capturePage(browser, `${site.origin}${path}`, {
      lookMs: 1_200,
      recording: (network) => {
        witness.tell(network);
      },
    });
  }

  it('has no credential in any byte of any object, and says what was taken out', async () => {
    const captured = await capture('/secrets?session=CANARY-own-30&page=2');
    const { record } = captured.outcome;
    const sent = JSON.stringify(site.log);
    for (const name of [
      'bearer-09',
      'cookie-14',
      'nested-02',
      'form-05',
      'socket-20',
      'beacon-16',
    ]) {
      expect(sent).toContain(`CANARY-${name}`);
    }
    const text = fromUtf8(encodeCaptureRecord(record));
    expect(text.match(/.{80}(?:CANARY|Q0FOQVJZ).{40}/gu)).toBeNull();
    expect(text).not.toMatch(SECRET);
    for (const bytes of captured.sink.objects.values()) {
      expect(Buffer.from(bytes).toString('latin1')).not.toMatch(SECRET);
    }
    const { removed, exchanges } = record.network;
    expect(removed.headers).toBeGreaterThan(10);
    expect(removed.parameters).toBeGreaterThan(10);
    expect(removed.values).toBeGreaterThan(4);
    const names = new Set(exchanges.flatMap(({ hops }) => hops.flatMap((hop) => hop.removed)));
    expect([...names].sort()).toEqual([
      'authorization',
      'cookie',
      'sec-websocket-protocol',
      'set-cookie',
      'x-api-key',
      'x-csrf-token',
    ]);
    expect(record.page.address).toBe(`${site.origin}/secrets?session=[removed]&page=2`);
  });

  it('keeps what the page itself shows, in its text alone', async () => {
    const captured = await capture('/shows-its-cookie');
    const { record } = captured.outcome;
    expect(fromUtf8(captured.sink.objects.get('text.txt') ?? new Uint8Array())).toContain(
      'CANARY-shown-29',
    );
    const { trace, ...rest } = record;
    expect(trace.text).toMatchObject({ untraced: 0 });
    expect(JSON.stringify(rest)).not.toMatch(SECRET);
  });
});
