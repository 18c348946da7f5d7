import { gzipSync } from 'node:zlib';
import { bytes, html, type SiteHandler, type SiteRoutes } from '#scripts/demo-site/server.ts';

const SCRIPT = 'text/javascript';

/** Bodies whose bytes must come through unchanged. */
export const BODIES: Readonly<Record<string, readonly [string, Uint8Array]>> = {
  '/latin.txt': ['text/plain; charset=iso-8859-1', Buffer.from('caf\xe9 \xff', 'latin1')],
  '/wide.js': [`${SCRIPT}; charset=utf-16le`, Buffer.from('var wide = 1;', 'utf16le')],
  '/bad.txt': ['text/plain', Uint8Array.of(0x41, 0xff, 0xfe, 0x80, 0x0d, 0x0a, 0x0d, 0x0a, 0x42)],
  '/warc.txt': [
    'text/plain',
    Buffer.from('WARC/1.1\r\nWARC-Type: response\r\n\r\n\r\n\r\nWARC/1.1'),
  ],
  '/dot.png': [
    'image/png',
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  ],
};

/** Larger than a test's cap. */
export const LARGE_BYTES = 300_000;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Archived</title>
<meta name="csrf-token" content="CANARY-meta-csrf-61">
<h1>Words enough for a page that is not nearly blank at all</h1><p>And some more of them.</p>
<form action="/sent"><input type="hidden" name="authenticity_token" value="CANARY-form-token-62">
<input type="password" name="p" value="CANARY-typed-password-63"><input name="q" value="harmless-value-1"></form>
<p>Signed in with CANARY-session-cookie-60 (a page that shows its own cookie)</p>
<a href="/next?token=CANARY-link-token-64&amp;page=2">Next</a>
<img src="/dot.png" width="10" height="10"><img src="/dot.png?again" width="10" height="10">
<img src="/moved" width="10" height="10"><img src="/broken" width="10" height="10">
<script src="/wide.js" charset="utf-16le"></script>
<script>
const options = { headers: { authorization: 'Bearer CANARY-bearer-65', 'x-api-key': 'CANARY-api-key-66' } };
(async () => {
  for (const path of ['/latin.txt', '/bad.txt', '/warc.txt', '/zipped.json', '/large.bin', '/headers', '/empty']) await fetch(path).then((r) => r.blob()).catch(() => {});
  await fetch('/same.txt'); await fetch('/same.txt', { cache: 'no-store' }); await fetch('/other.txt');
  await fetch('/data.json', options);
  await fetch('/user?access_token=CANARY-access-token-67&id=7');
  await fetch('/sent', { method: 'POST', body: 'password=' + ['CANARY', 'posted', 'password', '68'].join('-') });
  await fetch('/strange/%0d%0aX-Injected:%20yes?q=a|b"<c>');
  new EventSource('/endless-events');
  fetch('/endless').catch(() => {});
})();
</script></html>`;

/** Headers that try to begin lines of their own, and bytes beyond ASCII. */
const hostileHeaders: SiteHandler = (_request, response) => {
  const head = [
    'HTTP/1.1 200 Caf\xe9 \x01 OK',
    'Content-Type: text/plain',
    'X-Latin: caf\xe9 \xff',
    'X-Utf: \xc3\xa9',
    'X-Control: a\x01b\x7fc',
    'X-Fold: one\r\n two\r\n WARC-Type: response',
    'X-Carriage: a\rX-Injected: yes',
    'X-Twice: 1',
    'X-Twice: 2',
    'X Bad Name: x',
    `X-Long: ${'l'.repeat(20_000)}`,
    'Set-Cookie: other=CANARY-other-cookie-69; Path=/',
    'Content-Length: 4',
    'Connection: close',
  ];
  response.socket?.end(Buffer.from(`${head.join('\r\n')}\r\n\r\nbody`, 'latin1'));
};

/** A page with everything that an archive has to cope with. */
export const archivedRoutes: SiteRoutes = {
  ...Object.fromEntries(
    Object.entries(BODIES).map(([path, [type, body]]) => [path, bytes(type, body)]),
  ),
  '/archived': (_request, response) => {
    html(response, PAGE, 200, {
      'set-cookie': ['session=CANARY-session-cookie-60; Path=/; HttpOnly', 'theme=dark; Path=/'],
    });
  },
  '/moved': (_request, response) => {
    response.writeHead(302, { location: '/dot.png?moved', 'content-length': '5' }).end('moved');
  },
  '/broken': (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': '5000' });
    response.write('half');
    setTimeout(() => response.destroy(), 50);
  },
  '/zipped.json': (_request, response) => {
    const body = gzipSync(JSON.stringify({ zipped: true }));
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(body);
  },
  '/large.bin': bytes('application/octet-stream', new Uint8Array(LARGE_BYTES).fill(7)),
  '/headers': hostileHeaders,
  '/empty': (_request, response) => {
    response.writeHead(204).end();
  },
  '/same.txt': bytes('text/plain', 'the same bytes each time'),
  '/other.txt': bytes('text/plain', 'the same bytes each time'),
  '/data.json': bytes('application/json', JSON.stringify({ refresh_token: 'CANARY-refresh-70' })),
  '/user*': bytes('application/json', JSON.stringify({ echo: 'CANARY-access-token-67' })),
  '/sent': bytes('text/plain', 'ok'),
  '/strange*': bytes('text/plain', 'strange'),
  '/endless-events': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\n');
  },
  '/endless': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const timer = setInterval(() => response.write('x'.repeat(1000)), 20);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
};

/** Credentials that the page, its server or its script use: none may be in an archive. */
export const CANARIES = /CANARY-[a-z-]+-\d+/gu;
