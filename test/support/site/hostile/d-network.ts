import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { expect } from 'vitest';
import { bytes, html, page, startSite, type SiteHandler } from '#scripts/demo-site/server.ts';
import { htmlBomb, imageBomb, type Compression } from './bombs.ts';
import { accepted } from './d-tls.ts';
import { HOSTILE_CANARY, later, START, type HostilePage, type OnRecord } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial'] } as const;
/** Ended by its deadline: what had come is captured, and never called complete. */
const LATE = { outcomes: ['PAGE_NEVER_LOADED'], states: ['partial', 'failed'] } as const;
/** Too much for one page: its process is ended wherever that happens to be. */
const HEAVY = {
  outcomes: ['shown', 'PAGE_CRASHED', 'PAGE_NEVER_LOADED'],
  states: ['partial', 'failed'],
} as const;

const ODD_NAMES = [
  'report\u202Egnp.exe',
  '..\\..\\evil.dll',
  '../../evil.sh',
  'CON',
  'aux.txt:stream',
  'a\u0000b.pdf',
];

/** Pages whose trouble is on the wire. */
export const networkPages: readonly HostilePage[] = [
  {
    ...{ number: 38, group: 'D', ...LATE, pictures: true },
    title: 'never stops loading',
    rule: 'ended by the deadline, partial',
    open: '/d/never',
    routes: { '/d/never': dripping(() => '<p>more</p>', 300) },
  },
  {
    ...{ number: 39, group: 'D', outcomes: ['PAGE_NEVER_LOADED'], states: ['none'] },
    title: 'never sends a header',
    rule: 'ended by the deadline; there is no page to capture',
    open: '/d/no-headers',
    routes: { '/d/no-headers': () => undefined },
  },
  {
    ...{ number: 40, group: 'D', ...LATE, pictures: true },
    title: 'sends one byte a second',
    rule: 'ended by the deadline, partial',
    open: '/d/slow-body',
    routes: { '/d/slow-body': dripping(() => 'x', 1_000) },
  },
  {
    ...{ number: 41, group: 'D', ...SHOWN, fast: true, pictures: true, stayMs: 2_000 },
    title: 'leads to an attachment of 4 GB',
    rule: 'denied, nothing of it on the disk; the page stays',
    open: '/d/to-huge',
    routes: {
      '/d/to-huge': page(later(`location.href = '/d/huge'`)),
      '/d/huge': huge,
    },
    refused: ['download'],
    seen: expectLittleSent,
  },
  {
    ...{ number: 42, group: 'D', ...SHOWN, stayMs: 2_000 },
    title: 'begins 30 downloads by itself',
    rule: 'all denied and counted',
    open: '/d/downloads',
    routes: {
      '/d/downloads': page(
        later(
          `for (let i = 0; i < 30; i++) { const a = document.createElement('a'); a.href = '/d/file?' + i; a.download = ''; document.body.append(a); a.click(); }`,
        ),
      ),
      '/d/file': attachment('report.bin'),
    },
    refused: ['download'],
  },
  {
    ...{ number: 43, group: 'D', ...SHOWN, fast: true, stayMs: 2_500 },
    title: 'begins downloads with names that deceive or leave their folder',
    rule: 'denied; no file of any name comes about',
    open: '/d/odd-names',
    routes: {
      '/d/odd-names': page(
        later(
          `let n = 0; setInterval(() => { if (n < ${ODD_NAMES.length}) location.href = '/d/odd/' + n++; }, 300)`,
        ),
      ),
      '/d/odd/*': (request, response) => {
        const name = ODD_NAMES[Number((request.url ?? '').split('/').at(-1))] ?? 'x';
        attachment(name)(request, response);
      },
    },
    refused: ['download'],
  },
  ...(
    [
      [44, 'gzip'],
      [45, 'br'],
      [46, 'zstd'],
    ] as const
  ).map(([number, compression]): HostilePage => bomb(number, compression)),
  {
    ...{ number: 47, group: 'D', ...SHOWN, pictures: true, stayMs: 3_000 },
    title: 'has a picture of 65,535 × 65,535 points',
    rule: 'within the memory of a page; the picture is said not to have come',
    open: '/d/image',
    routes: {
      '/d/image': page(`${START}<img src="/d/bomb.png" width="600" height="600">`),
      '/d/bomb.png': imageBomb,
    },
  },
  {
    ...{ number: 48, group: 'D', pictures: true, states: ['partial'], fast: true },
    outcomes: ['shown', 'PAGE_FAILED'],
    title: 'is cut in its chunks',
    rule: 'recorded as incomplete',
    open: '/d/cut',
    routes: { '/d/cut': cutShort({}) },
    doubts: ['PART_MISSING'],
    onRecord: expectFailedDocument,
  },
  {
    ...{ number: 49, group: 'D', pictures: true, states: ['partial'] },
    outcomes: ['shown', 'PAGE_FAILED'],
    title: 'is shorter than it said',
    rule: 'recorded as incomplete',
    open: '/d/short',
    routes: { '/d/short': cutShort({ 'content-length': '100000' }) },
    doubts: ['PART_MISSING'],
    onRecord: expectFailedDocument,
  },
  {
    ...{ number: 50, variant: 'header', group: 'D', outcomes: ['PAGE_FAILED'], states: ['none'] },
    title: 'has a header of 1 MB',
    rule: 'the browser’s own limit ends it; on record',
    open: '/d/big-header',
    routes: {
      '/d/big-header': (_request, response) => {
        html(response, START, 200, { 'x-large': 'x'.repeat(1_000_000) });
      },
    },
  },
  {
    ...{ number: 50, variant: 'cookies', group: 'D', ...SHOWN, fast: true },
    title: 'sets 8,000 cookies at once',
    rule: 'recorded without any of their values',
    open: '/d/cookies',
    routes: {
      '/d/cookies': (_request, response) => {
        const cookies = Array.from({ length: 8_000 }, (_, at) => `c${at}=SECRET${at}`);
        html(response, START, 200, { 'set-cookie': cookies });
      },
    },
    onRecord({ record }) {
      expect(JSON.stringify(record)).not.toContain('SECRET');
    },
  },
  {
    ...{ number: 51, group: 'D', ...SHOWN, fast: true },
    title: 'has line ends, bytes above ASCII and control characters in its headers',
    rule: 'the record re-parses, each value on one line',
    open: '/d/odd-headers',
    routes: { '/d/odd-headers': oddHeaders },
    onRecord({ record }) {
      const headers = record?.network.exchanges[0]?.hops[0]?.responseHeaders ?? [];
      expect(headers.map(([name]) => name.toLowerCase())).toContain('x-latin');
      for (const [, value] of headers) expect(value).not.toMatch(/[\r\n]/u);
    },
  },
  {
    ...{ number: 52, group: 'D', ...SHOWN, stayMs: 8_000 },
    title: 'asks for 10,000 things',
    rule: 'the cap is stated, the rest listed as missed',
    open: '/d/many',
    routes: {
      '/d/many': page(
        `${START}<script>for (let i = 0; i < 10000; i++) fetch('/d/tiny?' + i)</script>`,
      ),
      '/d/tiny': bytes('text/plain', 'x'),
    },
    doubts: ['REQUESTS_MISSED'],
    onRecord({ record }) {
      expect(record?.network.exchanges.length).toBeLessThanOrEqual(4_000);
      expect(record?.network.missed.some(({ reason }) => reason === 'over-limit')).toBe(true);
    },
  },
  {
    ...{ number: 53, group: 'D', states: SHOWN.states, stayMs: 4_000 },
    // Chromium alone can need longer than the deadline for a thousand documents: see the list.
    outcomes: ['shown', 'PAGE_NEVER_LOADED'],
    title: 'has 1,000 frames',
    rule: 'captured, or what is missing stated; one that the deadline ends is seen and captured as far as it came, as partial',
    open: '/d/frames',
    routes: {
      '/d/frames': page(
        `${START}${'<iframe src="/d/frame" width="20" height="20"></iframe>'.repeat(1_000)}`,
      ),
      '/d/frame': page('<!doctype html>x'),
    },
    async seen({ app, visit, check }) {
      if (visit.outcome === 'shown') return;
      expect(check?.state).toBe('partial');
      // Still there for the people to look at.
      expect((await app.driver.review())?.url).toBe(visit.finalAddress);
    },
    onRecord({ text }) {
      expect(text).toContain(HOSTILE_CANARY);
    },
  },
  {
    ...{ number: 54, group: 'D', fast: true, states: ['partial', 'none'] },
    outcomes: ['shown', 'PAGE_FAILED'],
    title: 'asks for a name and password',
    rule: 'no prompt, on record',
    open: '/d/401',
    routes: {
      '/d/401': (_request, response) => {
        html(response, START, 401, { 'www-authenticate': 'Basic realm="pond"' });
      },
    },
    refused: ['log-in'],
  },
  {
    ...{ number: 56, group: 'D', outcomes: ['shown', 'PAGE_FAILED', 'PAGE_UNREACHABLE'] },
    states: ['complete', 'partial', 'none'],
    title: 'asks for a certificate of the reader',
    rule: 'no prompt, none is sent',
    open: '/',
    async serve() {
      const { certificate } = await accepted();
      const tls = { ...certificate, requestCert: true, rejectUnauthorized: false };
      const site = await startSite({ '/': page(START) }, { tls });
      return { address: `${site.origin}/`, close: () => site.close() };
    },
  },
  {
    ...{ number: 62, group: 'D', ...SHOWN, pictures: true, stayMs: 1_500 },
    title: 'mixes plain http into a page over TLS',
    rule: 'what the browser blocks is said not to have come',
    open: '/d/to-mixed',
    routes: {
      '/d/to-mixed': page(START),
      '/d/plain.js': bytes('text/javascript', 'document.title = "MIXED RAN"'),
    },
    async serve(site) {
      const { certificate } = await accepted();
      const plain = `http://mixed.pond.example:${site.port}`;
      const mixed = page(
        `${START}<script src="${plain}/d/plain.js"></script><iframe src="${plain}/good"></iframe>`,
      );
      const secure = await startSite({ '/': mixed }, { tls: certificate });
      return {
        address: `https://secure.pond.example:${secure.port}/`,
        close: () => secure.close(),
      };
    },
    doubts: ['PART_MISSING'],
    onRecord({ record }) {
      expect(record?.page.title).toBe('Hostile');
    },
  },
  {
    ...{ number: 63, group: 'D', ...SHOWN, fast: true, stayMs: 2_000 },
    title: 'floods a web socket',
    rule: 'counted, its content in no record',
    open: '/d/socket',
    routes: {
      '/d/socket': page(
        `${START}<script>const s = new WebSocket('ws://' + location.host + '/d/flood'); s.onopen = () => setInterval(() => { for (let i = 0; i < 10; i++) s.send('flood'); }, 10)</script>`,
      ),
    },
    onRecord(found) {
      expect(messagesOf(found, 'WebSocket').received).toBeGreaterThan(100);
    },
  },
  {
    ...{ number: 64, group: 'D', ...SHOWN, stayMs: 2_000 },
    title: 'streams events without end',
    rule: 'counted, its content in no record',
    open: '/d/stream',
    routes: {
      '/d/stream': page(`${START}<script>new EventSource('/d/events')</script>`),
      '/d/events': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const timer = setInterval(() => response.write('data: flood\n\n'.repeat(10)), 10);
        response.on('close', () => {
          clearInterval(timer);
        });
      },
    },
    onRecord(found) {
      expect(messagesOf(found, 'EventSource').received).toBeGreaterThan(100);
    },
  },
];

function dripping(more: () => string, everyMs: number): SiteHandler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write(START);
    const timer = setInterval(() => response.write(more()), everyMs);
    response.on('close', () => {
      clearInterval(timer);
    });
  };
}

function attachment(name: string): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    const ascii = name.replaceAll(/[^\x20-\x7e]/gu, '_');
    const encoded = encodeURIComponent(name);
    response
      .writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
      })
      .end('MZ not really');
  };
}

function huge(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': String(4 * 1024 ** 3),
    'content-disposition': 'attachment; filename="huge.bin"',
  });
  const some = Buffer.alloc(1024 * 1024);
  const more = (): void => {
    while (!response.destroyed && response.write(some));
  };
  response.on('drain', more);
  more();
}

function expectLittleSent({ log }: { readonly log: readonly { readonly path: string }[] }): void {
  expect(log.map(({ path }) => path)).toContain('/d/huge');
}

function bomb(number: number, compression: Compression): HostilePage {
  const open = `/d/bomb-${compression}`;
  return {
    ...{ number, group: 'D', ...HEAVY, pictures: true, stayMs: 1_000, open },
    title: `is a bomb of ${compression}`,
    rule: 'its process is ended above the memory of a page; partial or failed, with the reason',
    routes: { [open]: htmlBomb(compression) },
  };
}

function cutShort(headers: Readonly<Record<string, string>>): SiteHandler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', ...headers });
    response.write(START);
    setTimeout(() => response.destroy(), 200);
  };
}

function expectFailedDocument({ record }: OnRecord): void {
  expect(record?.network.exchanges[0]).toMatchObject({ state: 'failed' });
}

function oddHeaders(_request: IncomingMessage, response: ServerResponse): void {
  response.socket?.end(
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Latin: caf\u00e9 \u00ff\r\nX-Folded: one\r\n two\r\nX-Tab: a\tb\r\nX-Escape: \u001b[31m\r\nX-Empty:\r\nX-Odd: WARC/1.1\nX-Bare: bare\r\nConnection: close\r\n\r\n${START}`,
      'latin1',
    ),
  );
}

function messagesOf({ record }: OnRecord, kind: string): { received: number } {
  const exchange = record?.network.exchanges.find((one) => one.kind === kind);
  return exchange?.messages ?? { received: 0 };
}

/** Take a web socket and send more than anybody reads. */
export function floodSocket(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const frame = Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('flood')]);
  const many = Buffer.concat(Array.from({ length: 10 }, () => frame));
  const timer = setInterval(() => socket.write(many), 10);
  socket.on('close', () => {
    clearInterval(timer);
  });
}
