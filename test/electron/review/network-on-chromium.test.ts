import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Session } from 'electron';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReviewEvent } from '#src/app/ports.ts';
import { recordNetwork, type NetworkRecord } from '#src/capture/network-record.ts';
import { PICTURE_AND_FACTS } from '#src/capture/plan.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { runCapture } from '#src/capture/run-capture.ts';
import { toBase64, utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { derOfPem, type ServerCertificateFacts } from '#src/crypto/server-certificate.ts';
import { guardCertificates } from '#electron/guard/guard-certificates.ts';
import { guardEveryWebContents } from '#electron/guard/guard-web-contents.ts';
import { ProxyChallenges } from '#electron/guard/proxy-challenges.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { ElectronReviewBrowser } from '#electron/review/review-browser.ts';
import { MainWindow } from '#electron/windows.ts';
import { page, startSite, type Site } from '#scripts/demo-site/server.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { HostDebugger } from '#test/chromium-host/debugger.ts';
import { app, protocol, session } from '#test/chromium-host/electron.ts';
import { quitBrowsers } from '#test/chromium-host/host.ts';
import { configureHost } from '#test/chromium-host/options.ts';
import { memorySink } from '#test/support/memory-sink.ts';
import { captureContext } from '#test/support/site/context.ts';
import { badCertificate, type BadCertificate } from '#test/support/site/certificates.ts';
import { CountedSockets } from '#test/support/site/counted-socket.ts';
import { everythingRoutes, SEEN_OUTSIDE_ONLY, STREAM } from '#test/support/site/everything.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';
import { realClock } from '#test/support/test-clock.ts';
import { messagesOf, unaccounted } from '#test/support/unaccounted.ts';

vi.mock('electron', () => import('#test/chromium-host/electron.ts'));

const RUNS = process.env['SLOW'] === '1' ? 3 : 1;
const browserPath = await findBrowser();

describe.skipIf(browserPath === null)('the network of a review on Chromium', () => {
  const sockets = new CountedSockets();
  const clock = realClock();
  const commands = vi.spyOn(HostDebugger.prototype, 'sendCommand');
  let site: Site;
  let folder: string;
  let browser: ElectronReviewBrowser;
  let events: ReviewEvent[] = [];
  let network: NetworkRecord | null = null;

  beforeAll(async () => {
    configureHost({ browserPath, size: { width: 1000, height: 700 }, exit: () => undefined });
    protocol.registerSchemesAsPrivileged([{ scheme: 'app' }]);
    app.on('window-all-closed', () => undefined);
    const refusals = new Refusals(() => undefined);
    const challenges = new ProxyChallenges();
    guardCertificates(app as never);
    guardEveryWebContents(app as never, refusals, {
      stopKey: () => ({ key: 'F12', inSetUp: false }),
      ...{ stop: () => undefined, tried: () => undefined, activity: () => undefined },
    });
    site = await startSite(everythingRoutes, { upgrade: sockets.accept });
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-network-'));
    writeFileSync(path.join(folder, 'preload.cjs'), '');
    const window = new MainWindow({
      title: 'Countersign',
      session: session.fromPartition('screens') as unknown as Session,
      preload: path.join(folder, 'preload.cjs'),
      refusals,
    });
    window.base.show();
    browser = new ElectronReviewBrowser({
      ...{ stage: window, refusals, challenges, random: randomBytes, ourProcessIds: () => [] },
    });
    browser.setBounds({ x: 0, y: 0, width: 1000, height: 700 });
    browser.onEvent((event) => {
      events.push(event);
      if (network !== null) witness(network, event);
    });
  });

  afterAll(async () => {
    await quitBrowsers();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  // Every script of ours in a page's own world is declared, and nothing else is put there.
  function assertDeclared(record: CaptureRecord): void {
    const declared = record.provenance.shims.map(({ digest }) => digest);
    const sent = commands.mock.calls;
    const added = sent.filter(([method]) => method === 'Page.addScriptToEvaluateOnNewDocument');
    expect(added.length).toBeGreaterThan(0);
    for (const [, params] of added) {
      expect(declared).toContain(digestOf(utf8(String(params?.['source']))));
    }
    const evaluated = sent.filter(([method]) => method === 'Runtime.evaluate');
    expect(evaluated.length).toBeGreaterThan(5);
    expect(evaluated.every(([, params]) => Number.isInteger(params?.['contextId']))).toBe(true);
    const worlds = sent.filter(([method]) => method === 'Page.createIsolatedWorld');
    expect(worlds.length).toBeGreaterThan(0);
    const others = sent.filter(([method]) =>
      /^(?:Runtime\.(?:callFunctionOn|compileScript|runScript|addBinding)|Debugger\.|DOM\.set|Fetch\.|Page\.setDocumentContent)/u.test(
        method,
      ),
    );
    expect(others).toEqual([]);
  }

  beforeEach(() => {
    commands.mockClear();
    events = [];
    network = null;
    site.clearLog();
    sockets.counted.length = 0;
  });

  afterEach(() => {
    browser.close();
  });

  // As `src/app/browser-events.ts` does.
  function witness(record: NetworkRecord, event: ReviewEvent): void {
    const now = clock.now();
    if (event.kind === 'certificate') record.witnessChain({ ...event, seenAt: now });
    else if (event.kind === 'lookup') record.witnessLookup({ ...event, askedAt: now });
    else if (event.kind === 'exchange' && /asked|blocked/u.test(event.outcome)) {
      const { address, method, resourceType } = event;
      record.witness({ address, method, kind: resourceType, seenAt: now });
    }
  }

  async function open(address: string, ended: ReviewEvent['kind'], lookMs: number): Promise<void> {
    await browser.open(address, {
      ...{ pictures: true, allowLoopback: true },
      prepare: async (devtools) => {
        network = recordNetwork(devtools, clock);
        await network.ready;
      },
    });
    const endMs = performance.now() + 15_000;
    while (!events.some(({ kind }) => kind === ended)) {
      if (performance.now() > endMs) throw new Error(`waited in vain: ${JSON.stringify(events)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }

  async function capture(address: string): Promise<CaptureRecord> {
    const devtools = browser.devtools();
    if (devtools === null || network === null) throw new Error('no page');
    const outcome = await runCapture({
      ...{ devtools, network, clock, plan: PICTURE_AND_FACTS, sink: memorySink() },
      context: captureContext(address, { shims: [...browser.shims] }),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    return outcome.record;
  }

  it.each(Array.from({ length: RUNS }, (_, run) => run + 1))(
    'is in the record or missed, each request that the server saw, run %d',
    async () => {
      const address = `${site.origin}/everything`;
      await open(address, 'finished', 3_000);
      const record = await capture(address);
      assertDeclared(record);
      expect(site.log.length).toBeGreaterThan(80);
      expect(unaccounted(record, site.log)).toEqual([]);
      const { missed, witness: compared, lookups } = record.network;
      const onlySeenOutside = missed.filter(({ reason }) => reason === 'not-in-devtools');
      expect(onlySeenOutside.map(({ address: of }) => new URL(of).pathname).sort()).toEqual(
        SEEN_OUTSIDE_ONLY,
      );
      expect(compared?.matched).toBe((compared?.seen ?? 0) - SEEN_OUTSIDE_ONLY.length);
      expect(record.steps.filter(({ state }) => state !== 'done')).toEqual([]);
      expect(lookups).toMatchObject({
        from: 'session-resolver',
        reason: null,
        without: [],
      });
      const hosts = new Map(lookups.answers.map((one) => [one.host, one.addresses]));
      expect(hosts.get('127.0.0.1')).toEqual(['127.0.0.1']);
      expect(hosts.get('localhost')).toContain('127.0.0.1');
      const counts = sockets.counted.filter(({ path: of }) => of !== '/e/socket-shared');
      expect(counts).toHaveLength(3);
      const messages = messagesOf(record);
      for (const counted of counts) {
        expect(messages.sockets.get(counted.path)).toEqual({
          ...{ sent: counted.received, sentBytes: counted.receivedBytes },
          ...{ received: counted.sent, receivedBytes: counted.sentBytes },
        });
      }
      for (const of of ['/e/events', '/e/events-there', '/e/events-worker']) {
        expect(messages.streams.get(of)).toMatchObject({
          ...{ received: STREAM.events, receivedBytes: STREAM.bytes },
        });
      }
    },
  );

  // Chromium names the unknown authority before anything else that is wrong; the chain tells the rest.
  const REFUSAL = 'net::ERR_CERT_AUTHORITY_INVALID';
  const now = new Date().toISOString();
  const WRONG: readonly (readonly [
    BadCertificate,
    readonly string[],
    (facts: ServerCertificateFacts) => boolean,
  ])[] = [
    ['self-signed', ['self-signed'], (facts) => facts.subject === facts.issuer],
    ['expired', ['expired'], (facts) => facts.validTo < now],
    ['not-yet-valid', ['not-yet-valid'], (facts) => facts.validFrom > now],
    ['wrong-host', ['wrong-host'], ({ names }) => names.join() === 'DNS:pond.example.invalid'],
    [
      'untrusted-root',
      ['leaf', 'intermediate', 'root'],
      (facts) => facts.issuer === 'CN=Countersign test intermediate',
    ],
  ];

  // The other kinds differ in the certificate alone.
  const tried = RUNS > 1 ? WRONG : WRONG.filter(([what]) => /expired|root/u.test(what));

  it.each(tried)('keeps the chain of a server that is %s', async (what, names, isWrong) => {
    const certificate = await badCertificate(what);
    const secure = await startSite(layoutRoutes, { tls: certificate });
    try {
      await open(`${secure.origin}/plain`, 'failed', 0);
      expect(secure.log).toEqual([]);
      const failed = events.find((event) => event.kind === 'failed');
      expect(failed?.code).toBe('PAGE_CERTIFICATE');
      const subjects = names.map((name) => `CN=Countersign test ${name}`);
      expect(failed?.certificates.map(({ facts }) => facts?.subject)).toEqual(subjects);
      const sent = derOfPem(certificate.cert) ?? new Uint8Array();
      expect(failed?.certificates[0]).toMatchObject({
        digest: digestOf(sent),
        der: toBase64(sent),
      });
      const { network: facts, state } = await capture(`${secure.origin}/plain`);
      expect(state).not.toBe('complete');
      const [held, judged] = facts.certificates;
      expect(held).toMatchObject({ from: 'devtools', origin: secure.origin, chain: [] });
      expect(held?.reason).toBe(`the browser refused the connection (${REFUSAL})`);
      expect(judged).toMatchObject({
        ...{
          host: '127.0.0.1',
          from: 'verifier',
          error: REFUSAL,
          verdict: 'refused',
          knownRoot: false,
          reason: null,
        },
        chain: failed?.certificates,
      });
      const leaf = judged?.chain[0]?.facts;
      expect(leaf !== null && leaf !== undefined && isWrong(leaf)).toBe(true);
    } finally {
      await secure.close();
    }
  });

  it('keeps the chain of a server that was refused to a part of the page', async () => {
    const secure = await startSite(layoutRoutes, { tls: await badCertificate('expired') });
    const host = await startSite({
      '/part': page(
        `<!doctype html><p>A part is missing<script src="${secure.origin}/part.js"></script>`,
      ),
    });
    try {
      await open(`${host.origin}/part`, 'finished', 800);
      const { network: facts } = await capture(`${host.origin}/part`);
      const judged = facts.certificates.find(({ from }) => from === 'verifier');
      expect(judged).toMatchObject({ verdict: 'refused', error: REFUSAL });
      expect(judged?.chain[0]?.facts?.subject).toBe('CN=Countersign test expired');
    } finally {
      await secure.close();
      await host.close();
    }
  });
});
