import { gzipSync } from 'node:zlib';
import { html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title><h1>Hostile</h1><p>Some text that people can read.</p>';

/** Addresses that a page must never reach from a school's network. */
export const PRIVATE_ADDRESSES = [
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.16.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'http://[fd00::1]/',
  'http://router/',
  'http://0.0.0.0/',
  'http://127.1/',
  'http://2130706433/',
] as const;

/** Pages whose trouble is on the wire (security.md §3, group D and H). */
export const hostileNetworkRoutes: SiteRoutes = {
  '/hostile/redirect-loop': (_request, response) => {
    response.writeHead(302, { location: '/hostile/redirect-loop' }).end();
  },
  '/hostile/never-ends': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write(START);
    const timer = setInterval(() => response.write('<p>more</p>'), 300);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  '/hostile/slow-headers': () => undefined,
  '/hostile/slow-body': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    let sent = 0;
    const timer = setInterval(() => response.write(START[sent++ % START.length] ?? ' '), 1_000);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  '/hostile/wrong-length': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100000' });
    response.write(START);
    setTimeout(() => response.destroy(), 100);
  },
  '/hostile/cut-chunk': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write(START);
    setTimeout(() => response.destroy(), 100);
  },
  '/hostile/reset': (_request, response) => {
    response.destroy();
  },
  '/hostile/download': (_request, response) => {
    response
      .writeHead(200, {
        'content-type': 'application/octet-stream',
        // Header bytes are Latin-1 to Node: the UTF-8 bytes of the name, one by one.
        'content-disposition': Buffer.from(
          'attachment; filename="report\u202egnp.exe"; filename*=UTF-8\'\'..%5CCON',
        ).toString('latin1'),
      })
      .end('MZ not really');
  },
  '/hostile/downloads': page(
    `${START}<script>for (let i = 0; i < 30; i++) { const a = document.createElement('a'); a.href = '/hostile/download?' + i; a.download = ''; document.body.append(a); a.click(); }</script>`,
  ),
  '/hostile/gzip-bomb': (_request, response) => {
    const zeros = gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20));
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      .end(Buffer.concat([gzipSync(Buffer.from(START)), zeros]));
  },
  '/hostile/auth': (_request, response) => {
    response
      .writeHead(401, { 'www-authenticate': 'Basic realm="pond"', 'content-type': 'text/html' })
      .end(START);
  },
  '/hostile/big-header': (_request, response) => {
    html(response, START, 200, { 'x-large': 'x'.repeat(200_000) });
  },
  '/hostile/odd-headers': (_request, response) => {
    html(response, START, 200, {
      'x-latin': 'caf\u00e9',
      'x-empty': '',
      'set-cookie': ['a=SECRET-odd-60', 'b=2'],
    });
  },
  '/hostile/private': page(
    `${START}${PRIVATE_ADDRESSES.map((address) => `<img src="${address}" width="1" height="1">`).join('')}<script>${PRIVATE_ADDRESSES.map((address) => `fetch(${JSON.stringify(address)}, { mode: 'no-cors' }).catch(() => {});`).join('')}</script>`,
  ),
  '/hostile/redirect-private': (_request, response) => {
    response.writeHead(302, { location: 'http://192.168.1.1/admin' }).end();
  },
  '/hostile/redirect-file': (_request, response) => {
    response.writeHead(302, { location: 'file:///etc/hostname' }).end();
  },
  '/hostile/many-requests': page(
    `${START}<script>for (let i = 0; i < 2000; i++) fetch('/hostile/tiny?' + i)</script>`,
  ),
  '/hostile/tiny': (_request, response) => {
    response.writeHead(204).end();
  },
  '/hostile/many-frames': page(
    `${START}${'<iframe src="/hostile/tiny-frame" width="20" height="20"></iframe>'.repeat(200)}`,
  ),
  '/hostile/tiny-frame': page('<!doctype html>x'),
};
