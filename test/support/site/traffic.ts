import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { bytes, html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const SCRIPT = 'text/javascript';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Traffic</title>
<link rel="preload" as="fetch" crossorigin href="/preloaded.json">
<link rel="modulepreload" href="/module.js">
<link rel="prefetch" href="/prefetched.txt">
<link rel="stylesheet" href="/redirect-style">
<h1>Every kind of request</h1><p>Words enough for a page that is not nearly blank at all.</p>
<img src="/redirect-1" width="10" height="10">
<iframe src="/frame" width="300" height="60"></iframe>
<iframe src="OTHER/other-frame" width="300" height="60"></iframe>
<script type="module" src="/module.js"></script>
<script>
new Worker('/worker.js');
const shared = new SharedWorker('/shared.js'); shared.port.start();
navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => fetch('/after-sw.json'));
fetch('/data.json', { headers: { authorization: 'Bearer SECRET-bearer-51', 'x-api-key': 'SECRET-api-key-52' } });
fetch('/posted', { method: 'POST', body: 'password=SECRET-post-53' });
fetch('OTHER/cross.json', { headers: { 'x-made-up': '1' } }).catch(() => {});
navigator.sendBeacon('/beacon', 'x');
const socket = new WebSocket('ws://' + location.host + '/socket'); socket.onopen = () => socket.send('hello');
new EventSource('/events');
const request = new XMLHttpRequest(); request.open('GET', '/xhr?token=SECRET-token-54'); request.send();
</script>`;

/** A page that makes every kind of request, to be served with {@link acceptSocket}. */
export const trafficRoutes: SiteRoutes = {
  '/traffic': (_request, response, site) => {
    html(response, PAGE.replaceAll('OTHER', site.otherOrigin), 200, {
      'set-cookie': ['sid=SECRET-cookie-50; Path=/', 'theme=SECRET-cookie-55; Path=/'],
    });
  },
  '/preloaded.json': bytes('application/json', '{}'),
  '/prefetched.txt': bytes('text/plain', 'later'),
  '/module.js': bytes(SCRIPT, 'export const x = 1;'),
  '/redirect-style': (_request, response) => {
    response.writeHead(302, { location: '/style.css' }).end();
  },
  '/style.css': bytes('text/css', 'h1 { color: #123 }'),
  '/redirect-1': (_request, response) => {
    response.writeHead(301, { location: '/redirect-2' }).end();
  },
  '/redirect-2': (_request, response) => {
    response.writeHead(307, { location: '/dot.svg' }).end();
  },
  '/dot.svg': bytes(
    'image/svg+xml',
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
  ),
  '/frame': page('<!doctype html><p>In a frame</p><script>fetch("/from-frame.json")</script>'),
  '/other-frame': page(
    '<!doctype html><p>In another site’s frame</p><script>fetch("/from-other-frame.json");new Worker("/nested.js")</script>',
  ),
  '/nested.js': bytes(SCRIPT, 'fetch("/from-nested.json")'),
  '/worker.js': bytes(SCRIPT, 'importScripts("/imported.js"); fetch("/from-worker.json")'),
  '/imported.js': bytes(SCRIPT, ''),
  '/shared.js': bytes(SCRIPT, 'onconnect = () => {}; fetch("/from-shared.json")'),
  '/sw.js': bytes(
    SCRIPT,
    `self.addEventListener('install', (e) => e.waitUntil(fetch('/from-sw-install.json').then(() => self.skipWaiting())));
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (e) => { if (e.request.url.endsWith('/after-sw.json')) e.respondWith(fetch('/from-sw-fetch.json')); });`,
  ),
  '/from-*': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  },
  '/data.json': bytes('application/json', '{}'),
  '/xhr': bytes('application/json', '{}'),
  '/after-sw.json': bytes('application/json', '{}'),
  '/cross.json': (_request, response) => {
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
      })
      .end('{}');
  },
  '/posted': bytes('text/plain', 'ok'),
  '/beacon': (_request, response) => {
    response.writeHead(204).end();
  },
  '/events': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\ndata: two\n\n');
  },
};

/** Values that the page and its server use as credentials: none may be in any record. */
export const TRAFFIC_SECRETS = /SECRET-(?:cookie|bearer|api-key|post|token)-\d+/u;

/** Take a web socket, send one message, and answer nothing more. */
export function acceptSocket(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.write(Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]));
}
