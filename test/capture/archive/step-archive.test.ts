import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { encodeCaptureRecord, parseCaptureRecord } from '#src/capture/record-codec.ts';
import { PICTURE_AND_FACTS, withArchive, type CapturePlan } from '#src/capture/plan.ts';
import { fromUtf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import {
  filesOfZip,
  httpOf,
  readByWarc,
  readByWarcio,
  type ReadRecord,
} from '#test/support/archive-readers.ts';
import { capturePage, type Captured } from '#test/support/captured.ts';
import { memorySink } from '#test/support/memory-sink.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { archivedRoutes, BODIES, CANARIES, LARGE_BYTES } from '#test/support/site/archived.ts';
import { acceptSocket, TRAFFIC_SECRETS, trafficRoutes } from '#test/support/site/traffic.ts';
import { itWithTool } from '#test/support/tools.ts';

const CONSENT = {
  agreementId: 'a'.repeat(26),
  attestedBy: ['b'.repeat(26), 'c'.repeat(26)],
} as const;
const LIMITED: CapturePlan = {
  ...withArchive(PICTURE_AND_FACTS),
  caps: { ...PICTURE_AND_FACTS.caps, bodyBytes: LARGE_BYTES - 1 },
};

/** The response of an address; its first where there are several. */
type Responses = ReadonlyMap<
  string,
  { readonly lines: readonly string[]; readonly body: Uint8Array }
>;

let browser: RawBrowser;
let site: Site;
let captured: Captured;
let wacz: Uint8Array;
let files: ReadonlyMap<string, Uint8Array>;
let records: readonly ReadRecord[];

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite({ ...trafficRoutes, ...archivedRoutes }, { upgrade: acceptSocket });
  captured = await capturePage(browser, `${site.origin}/archived`, {
    plan: LIMITED,
    context: { archive: CONSENT },
    lookMs: 1_500,
  });
  wacz = captured.sink.objects.get('archive.wacz') ?? new Uint8Array();
  files = filesOfZip(wacz);
  records = await readByWarcio(files.get('archive/data-0001.warc.gz') ?? new Uint8Array());
}, 60_000);

afterAll(async () => {
  await browser.quit();
  await site.close();
});

function ofType(type: string, from: readonly ReadRecord[] = records): readonly ReadRecord[] {
  return from.filter(({ headers }) => headers.get('warc-type') === type);
}

function responsesOf(from: readonly ReadRecord[], origin: string): Responses {
  const found = new Map<string, ReturnType<typeof httpOf>>();
  for (const { headers, block } of ofType('response', from)) {
    const path = (headers.get('warc-target-uri') ?? '').replace(origin, '');
    if (!found.has(path)) found.set(path, httpOf(block));
  }
  return found;
}

function reasonFor(path: string): string | undefined {
  const { network, archive } = captured.outcome.record;
  const exchange = network.exchanges.find(({ hops }) => hops[0]?.address === site.origin + path);
  return archive?.notKept.find(({ no }) => no === exchange?.no)?.reason;
}

describe('archive', () => {
  it('stands in the record with who attested it, and makes the capture partial where it lacks something', () => {
    const { record } = captured.outcome;
    expect(record.archive).toMatchObject({
      ...{ agreementId: CONSENT.agreementId, attestedBy: [...CONSENT.attestedBy] },
      ...{ wacz: 'archive.wacz', mhtml: 'page.mhtml' },
    });
    const stored = record.objects.filter(({ role }) => role === 'archive');
    expect(stored.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ['archive.wacz', 'application/wacz'],
      ['page.mhtml', 'multipart/related'],
    ]);
    expect(stored[0]?.digest).toBe(digestOf(wacz));
    expect(record.state).toBe('partial');
    expect(record.missing.map(({ code }) => code)).toContain('ARCHIVE_INCOMPLETE');
    expect(parseCaptureRecord(encodeCaptureRecord(record))).toEqual(record);
  });

  it('gives a WACZ whose digests hold, each file of it listed', () => {
    const read = (path: string): unknown =>
      JSON.parse(fromUtf8(files.get(path) ?? new Uint8Array()));
    const listed = read('datapackage.json') as {
      resources: { path: string; hash: string; bytes: number }[];
    };
    expect(listed).toMatchObject({ wacz_version: '1.1.1', mainPageUrl: `${site.origin}/archived` });
    for (const { path, hash, bytes } of listed.resources) {
      expect([path, digestOf(files.get(path) ?? new Uint8Array())]).toEqual([path, hash]);
      expect(files.get(path)).toHaveLength(bytes);
    }
    expect([...files.keys()].sort()).toEqual(
      [
        ...listed.resources.map(({ path }) => path),
        'datapackage.json',
        'datapackage-digest.json',
      ].sort(),
    );
    expect(read('datapackage-digest.json')).toEqual({
      path: 'datapackage.json',
      hash: digestOf(files.get('datapackage.json') ?? new Uint8Array()),
    });
  });

  it('gives records that two readers take apart alike, with digests that hold', async () => {
    const gz = files.get('archive/data-0001.warc.gz') ?? new Uint8Array();
    const others = await readByWarc(gz);
    expect(others).toHaveLength(records.length);
    const ids = new Set<string>();
    for (const [index, { headers, block }] of records.entries()) {
      const other = others[index];
      expect(Buffer.from(other?.block ?? []).equals(block)).toBe(true);
      for (const name of ['warc-type', 'warc-record-id', 'warc-date', 'content-length']) {
        expect(other?.headers.get(name)).toBe(headers.get(name));
      }
      expect(headers.get('warc-block-digest')).toBe(digestOf(block));
      if (headers.get('warc-type') === 'response') {
        expect(headers.get('warc-payload-digest')).toBe(digestOf(httpOf(block).body));
      }
      ids.add(headers.get('warc-record-id') ?? '');
    }
    expect(ids.size).toBe(records.length);
    console.info(
      `archive: ${records.length} records, ${ofType('response').length} responses, read alike by warcio and warc`,
    );
  });

  it('has every request of the page that the server saw, or says why not', () => {
    const addresses = new Set(records.map(({ headers }) => headers.get('warc-target-uri')));
    const seen = site.log.filter(({ path }) => !path.startsWith('/favicon'));
    expect(seen.length).toBeGreaterThan(15);
    for (const { path } of seen) {
      const clean = path
        .replace(/CANARY-[a-z-]+-\d+/u, '[removed]')
        .replaceAll('"', '%22')
        .replaceAll('|', '%7C');
      expect([path, addresses.has(site.origin + clean)]).toEqual([path, true]);
    }
  });

  it('keeps bodies byte for byte, whatever they hold, and undoes their encoding openly', () => {
    const responses = responsesOf(records, site.origin);
    for (const [path, [type, body]] of Object.entries(BODIES)) {
      expect([path, Buffer.from(responses.get(path)?.body ?? [])]).toEqual([
        path,
        Buffer.from(body),
      ]);
      expect(responses.get(path)?.lines.join('\n').toLowerCase()).toContain(
        `content-type: ${type}`,
      );
    }
    const zipped = responses.get('/zipped.json');
    expect(fromUtf8(zipped?.body ?? new Uint8Array())).toBe('{"zipped":true}');
    const head = (zipped?.lines ?? []).join('\n').toLowerCase();
    expect(head).toContain('x-orig-content-encoding: gzip');
    expect(head).not.toMatch(/^content-encoding:/mu);
    expect(head).toMatch(/^content-length: 15$/mu);
  });

  it('writes redirects as records of their own, and the same bytes of one address once', () => {
    const moved = responsesOf(records, site.origin).get('/moved');
    expect(moved?.lines[0]).toMatch(/^HTTP\/1\.1 302 /u);
    expect(moved?.body).toHaveLength(0);
    const [revisit, ...more] = ofType('revisit');
    expect(more).toEqual([]);
    expect(revisit?.headers.get('warc-target-uri')).toBe(`${site.origin}/same.txt`);
    const first = ofType('response').find(
      ({ headers }) => headers.get('warc-record-id') === revisit?.headers.get('warc-refers-to'),
    );
    expect(first?.headers.get('warc-payload-digest')).toBe(
      revisit?.headers.get('warc-payload-digest'),
    );
    // Another address with the same bytes is no second visit.
    expect(responsesOf(records, site.origin).get('/other.txt')?.body).toHaveLength(24);
  });

  it('lets no header begin a line of its own, and keeps bytes beyond ASCII readable', () => {
    const { lines, body } = responsesOf(records, site.origin).get('/headers') ?? {
      lines: [],
      body: [],
    };
    expect(Buffer.from(body).toString()).toBe('body');
    expect(lines.join('\n')).toMatch(/^[\t\n\x20-\x7e]*$/u);
    expect(lines).toContain('X-Latin: caf%E9 %FF');
    expect(lines).toContain('X-Utf: %C3%A9');
    expect(lines).toContain('X-Control: a%01b%7Fc');
    expect(lines.filter((line) => line.startsWith('X-Twice:'))).toEqual([
      'X-Twice: 1',
      'X-Twice: 2',
    ]);
    expect(lines.filter((line) => /^WARC-Type/iu.test(line))).toEqual([]);
    const strange = records.filter(({ headers }) =>
      headers.get('warc-target-uri')?.includes('/strange/'),
    );
    expect(strange.map(({ headers }) => headers.get('warc-target-uri'))).toContain(
      `${site.origin}/strange/%0d%0aX-Injected:%20yes?q=a|b%22%3Cc%3E`.replaceAll('|', '%7C'),
    );
  });

  it('says of everything without its body why', () => {
    expect(reasonFor('/large.bin')).toBe('larger than is kept');
    expect(reasonFor('/endless-events')).toBe('a stream of messages');
    expect(reasonFor('/endless')).toBe('did not arrive whole');
    expect(reasonFor('/broken')).toBe('did not arrive whole');
    const truncated = records.filter(({ headers }) => headers.has('warc-truncated'));
    const large = truncated.find(({ headers }) =>
      headers.get('warc-target-uri')?.endsWith('/large.bin'),
    );
    expect(large?.headers.get('warc-truncated')).toBe('length');
    const last = JSON.parse(fromUtf8(records.at(-1)?.block ?? new Uint8Array())) as {
      notKept: unknown;
    };
    expect(last.notKept).toEqual(
      captured.outcome.record.archive?.notKept.filter(
        ({ reason }) => !reason.startsWith('began after'),
      ),
    );
  });

  it('has an index that finds every response that has its body', () => {
    const gz = files.get('archive/data-0001.warc.gz') ?? new Uint8Array();
    const lines = fromUtf8(files.get('indexes/index.cdx') ?? new Uint8Array())
      .trimEnd()
      .split('\n');
    expect(lines).toEqual(
      [...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    const whole = [...ofType('response'), ...ofType('revisit')].filter(
      ({ headers }) => !headers.has('warc-truncated'),
    );
    expect(lines).toHaveLength(whole.length);
    for (const line of lines) {
      const found = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, string>;
      const from = Number(found['offset']);
      const member = gz.subarray(from, from + Number(found['length']));
      const text = latin(gunzip(member));
      expect(text.startsWith('WARC/1.1\r\nWARC-Type: re')).toBe(true);
      expect(text).toContain(`WARC-Target-URI: ${found['url'] ?? ''}\r\n`);
    }
  });

  it('holds no cookie, token or password in any record, index or page list', async () => {
    const traffic = await capturePage(browser, `${site.origin}/traffic`, {
      plan: withArchive(PICTURE_AND_FACTS),
      context: { archive: CONSENT },
      lookMs: 1_000,
    });
    for (const { outcome, sink } of [captured, traffic]) {
      expect(outcome.record.archive?.removedValues).toBeGreaterThan(3);
      const parts = filesOfZip(sink.objects.get('archive.wacz') ?? new Uint8Array());
      for (const [path, bytes] of parts) {
        const text = latin(path.endsWith('.gz') ? gunzip(bytes) : bytes);
        expect([path, text.match(CANARIES), TRAFFIC_SECRETS.exec(text)]).toEqual([
          path,
          null,
          null,
        ]);
        expect(text).not.toMatch(/^(?:set-)?cookie:/imu);
      }
      const copy = sink.objects.get('page.mhtml') ?? new Uint8Array();
      const joined = latin(copy).replaceAll(/=\r\n/gu, '');
      expect([joined.match(CANARIES), TRAFFIC_SECRETS.exec(joined)]).toEqual([null, null]);
      expect(latin(encodeCaptureRecord(outcome.record)).match(CANARIES)).toBeNull();
    }
    const changed = ofType('metadata').map(({ block }) => fromUtf8(block));
    expect(
      changed.filter((text) => text.includes('removedHeaders: cookie')).length,
    ).toBeGreaterThan(3);
    const page = changed.find((text) => text.startsWith('exchange: 0\r\n')) ?? '';
    expect(page).toMatch(/removedValues: \d+\r\n/u);
    const received = captured.outcome.record.network.exchanges[0]?.body?.digest;
    expect(page).toContain(`bodyReceivedDigest: ${received ?? ''}`);
    // What is no credential stays.
    const body = responsesOf(records, site.origin).get('/archived')?.body ?? new Uint8Array();
    expect(fromUtf8(body)).toContain('value="harmless-value-1"');
  });

  it('puts nothing of it when the capture is stopped while it is written', async () => {
    const stop = new AbortController();
    const sink = memorySink((name) => {
      if (name === 'archive.wacz') stop.abort();
    });
    const stopped = await capturePage(browser, `${site.origin}/traffic`, {
      ...{ plan: LIMITED, context: { archive: CONSENT }, sink, signal: stop.signal },
    });
    expect(stopped.outcome.state).toBe('stopped');
    expect([...sink.objects.keys()].filter((name) => /wacz|mhtml/u.test(name))).toEqual([]);
    expect(stopped.outcome.record.archive?.wacz).toBeNull();
  });

  it('says what its limits left out when all bodies together are too much', async () => {
    const caps = { ...PICTURE_AND_FACTS.caps, archiveBytes: LARGE_BYTES - 1 };
    const small = await capturePage(browser, `${site.origin}/archived`, {
      plan: { ...LIMITED, caps },
      context: { archive: CONSENT },
    });
    const { archive, missing } = small.outcome.record;
    expect(archive?.bodyBytes).toBeLessThan(LARGE_BYTES);
    expect(archive?.notKept.map(({ reason }) => reason)).toContain('the archive is full');
    expect(missing.find(({ code }) => code === 'ARCHIVE_INCOMPLETE')?.text).toContain(
      '(the archive is full)',
    );
  });

  itWithTool('unzip', 'is a ZIP that unzip finds whole', (unzip) => {
    const folder = mkdtempSync(join(tmpdir(), 'archive-'));
    try {
      const path = join(folder, 'archive.wacz');
      writeFileSync(path, wacz);
      expect(execFileSync(unzip, ['-t', path], { encoding: 'utf8' })).toContain(
        'No errors detected',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('runCapture', () => {
  it('refuses a plan with an archive that nobody attested, before any work', async () => {
    const sink = memorySink();
    const capture = capturePage(browser, `${site.origin}/same.txt`, { plan: LIMITED, sink });
    await expect(capture).rejects.toThrow('"context.archive"');
    expect(sink.objects.size).toBe(0);
  });

  it('makes no archive by default', async () => {
    const plain = await capturePage(browser, `${site.origin}/same.txt`);
    expect(plain.outcome.record.archive).toBeNull();
    expect(plain.outcome.record.objects.map(({ role }) => role)).not.toContain('archive');
  });
});

function gunzip(bytes: Uint8Array): Uint8Array {
  return gunzipSync(bytes);
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
