import { bytes, html, page, type SiteHandler, type SiteRoutes } from '#scripts/demo-site/server.ts';

const SCRIPT = 'text/javascript';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12"><g id="a"/></svg>';

const HEAD = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Everything a page asks for</title>
<script type="importmap">{"imports":{"mapped":"/e/mapped.js"}}</script>
<link rel="preload" as="fetch" crossorigin href="/e/preloaded.json">
<link rel="preload" as="font" type="font/woff2" crossorigin href="/e/preloaded.woff2">
<link rel="modulepreload" href="/e/module.js">
<link rel="prefetch" href="/e/prefetched.txt">
<link rel="preconnect" href="OTHER">
<link rel="dns-prefetch" href="//pond.example.invalid">
<link rel="manifest" href="/e/manifest.json">
<link rel="icon" href="/e/icon.svg">
<link rel="stylesheet" href="/e/style.css">
<link rel="alternate stylesheet" title="other" href="/e/alternate.css">
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["/e/speculated.html"],"eagerness":"immediate"}]}</script>`;

const BODY = `<h1>Everything a page asks for</h1><p>Words enough for a page that is not nearly blank at all.</p>
<picture><source srcset="/e/wide.svg 1x, /e/wide-2.svg 2x" media="(min-width: 200px)"><img src="/e/narrow.svg"></picture>
<img src="/e/redirect-301" width="10" height="10"><img src="/e/missing.png" width="10" height="10">
<img loading="lazy" src="/e/lazy.svg" width="10" height="10">
<input type="image" src="/e/input.svg" width="10" height="10">
<svg width="12" height="12"><use href="/e/sprite.svg#a"/><image href="/e/in-svg.svg" width="9" height="9"/></svg>
<object data="/e/object.svg" type="image/svg+xml" width="12" height="12"></object>
<embed src="/e/embed.svg" type="image/svg+xml" width="12" height="12">
<video poster="/e/poster.svg" src="/e/film.mp4" width="20" height="20" preload="auto"><track default kind="subtitles" src="/e/words.vtt"></video>
<audio src="/e/sound.mp3" preload="auto"></audio>
<div class="font">Pond</div><div class="back">Heron</div>
<iframe src="/e/frame" width="300" height="40"></iframe>
<iframe src="OTHER/e/other-frame" width="300" height="40"></iframe>
<iframe src="/e/meta-frame" width="300" height="40"></iframe>
<iframe src="/e/script-frame" width="300" height="40"></iframe>
<iframe src="/e/moved-frame" width="300" height="40"></iframe>
<iframe srcdoc="<script>fetch('/e/from-srcdoc.json')</script>" width="300" height="40"></iframe>
<script type="module" src="/e/module.js"></script>
<script defer src="/e/defer.js"></script>
<script>
new Worker('/e/worker.js'); new Worker('/e/module-worker.js', { type: 'module' });
new Worker(URL.createObjectURL(new Blob(['fetch("' + location.origin + '/e/from-blob-worker.json")'])));
new SharedWorker('/e/shared.js').port.start();
navigator.serviceWorker.register('/e/sw.js').then(() => navigator.serviceWorker.ready).then(() => fetch('/e/after-sw.json'));
fetch('/e/data.json'); fetch('/e/twice.json'); fetch('/e/twice.json', { cache: 'reload' });
fetch('/e/kept', { keepalive: true });
fetch('/e/redirect-307?to=/e/landed.json'); fetch('/e/redirect-308?to=OTHER/e/landed-there.json').catch(() => {});
fetch('OTHER/e/cross.json', { headers: { 'x-made-up': '1' } }).catch(() => {});
const ended = new AbortController(); fetch('/e/hanging', { signal: ended.signal }).catch(() => {}); setTimeout(() => ended.abort(), 300);
navigator.sendBeacon('/e/beacon', 'x'); navigator.sendBeacon('OTHER/e/other-beacon', 'x');
const socket = new WebSocket('ws://' + location.host + '/e/socket');
socket.onopen = () => { socket.send('hello'); socket.send('Grüße'); socket.send(new Uint8Array(200)); socket.send('y'.repeat(500)); };
new EventSource('/e/events');
const request = new XMLHttpRequest(); request.open('GET', '/e/xhr'); request.send();
const added = document.createElement('script'); added.src = '/e/added.js'; document.head.append(added);
new Image().src = '/e/pixel.svg';
const link = document.createElement('a'); link.href = '#here'; link.ping = '/e/ping'; document.body.append(link); link.click();
</script>`;

const json: SiteHandler = (_request, response) => {
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
    })
    .end('{}');
};

const redirect = (status: number, location: string): SiteHandler => {
  return (request, response, site) => {
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to') ?? location;
    response
      .writeHead(status, {
        location: to.replace('OTHER', site.otherOrigin),
        'access-control-allow-origin': '*',
      })
      .end();
  };
};

/** Events that a stream dispatches (one of them empty), and their data's bytes; comments are none. */
export const STREAM = { events: 4, bytes: Buffer.byteLength('onetwo\nlinesdreißig') } as const;

const stream: SiteHandler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(
    ': a comment\nretry: 100000\n\ndata: one\n\nevent: named\ndata: two\ndata: lines\n\n',
  );
  response.write('data\n\n: nothing\n\ndata: dreißig\n\ndata: not whole');
};

/** What only the second witness can see, as it is asked for by a shared worker. */
export const SEEN_OUTSIDE_ONLY = [
  '/e/events-shared',
  '/e/from-shared.json',
  '/e/redirect-307',
  '/e/shared-landed.json',
  '/e/socket-shared',
] as const;

/** A page that asks for something in every way a page can, to be served with `CountedSockets`. */
export const everythingRoutes: SiteRoutes = {
  '/everything': (_request, response, site) => {
    html(response, (HEAD + BODY).replaceAll('OTHER', site.otherOrigin), 200, {
      'content-security-policy-report-only': "object-src 'none'; report-uri /e/policy-report",
    });
  },
  '/e/style.css': bytes(
    'text/css',
    `@import "/e/imported.css"; @font-face { font-family: pond; src: url(/e/font.woff2) }
.font { font-family: pond } .back { background: image-set(url(/e/back.svg) 1x); cursor: url(/e/cursor.svg), auto }`,
  ),
  '/e/imported.css': bytes('text/css', '@import url("/e/imported-twice.css"); h1 { color: #123 }'),
  '/e/imported-twice.css': redirect(302, '/e/imported-at-last.css'),
  '/e/imported-at-last.css': bytes('text/css', 'p { color: #321 }'),
  '/e/alternate.css': bytes('text/css', ''),
  '/e/font.woff2': bytes('font/woff2', 'no font'),
  '/e/preloaded.woff2': bytes('font/woff2', 'no font'),
  '/e/manifest.json': bytes('application/manifest+json', '{"name":"Pond"}'),
  '/e/module.js': bytes(
    SCRIPT,
    'import "mapped"; import("/e/dynamic.js"); fetch("/e/from-module.json")',
  ),
  '/e/mapped.js': bytes(SCRIPT, 'export default 1'),
  '/e/dynamic.js': bytes(SCRIPT, 'export default 2'),
  '/e/defer.js': bytes(SCRIPT, 'fetch("/e/from-defer.json")'),
  '/e/added.js': bytes(SCRIPT, ''),
  '/e/redirect-301': redirect(301, '/e/redirect-303'),
  '/e/redirect-303': redirect(303, '/e/landed.svg'),
  '/e/redirect-307': redirect(307, '/'),
  '/e/redirect-308': redirect(308, '/'),
  '/e/frame': page(
    '<!doctype html><p>In a frame</p><iframe src="/e/inner-frame"></iframe><script>fetch("/e/from-frame.json")</script>',
  ),
  '/e/inner-frame': page('<!doctype html><p>Inside</p><img src="/e/inner.svg">'),
  '/e/other-frame': (_request, response, site) => {
    html(
      response,
      `<!doctype html><p>Of another site</p><iframe src="${site.origin}/e/back-again"></iframe>
<script>fetch("/e/from-other-frame.json");new Worker("/e/nested-worker.js");new EventSource("/e/events-there");
const s = new WebSocket('ws://' + location.host + '/e/socket-there'); s.onopen = () => s.send('there');</script>`,
    );
  },
  '/e/back-again': page('<!doctype html><p>Back again</p><script src="/e/back-again.js"></script>'),
  '/e/back-again.js': bytes(SCRIPT, 'fetch("/e/from-back-again.json")'),
  '/e/meta-frame': page(
    '<!doctype html><meta http-equiv="refresh" content="0;url=/e/meta-landed">',
  ),
  '/e/meta-landed': page('<!doctype html><p>By meta</p>'),
  '/e/script-frame': page('<!doctype html><script>location.replace("/e/script-landed")</script>'),
  '/e/script-landed': page('<!doctype html><p>By script</p>'),
  '/e/moved-frame': redirect(302, '/e/moved-landed'),
  '/e/moved-landed': page('<!doctype html><p>By redirect</p>'),
  '/e/nested-worker.js': bytes(
    SCRIPT,
    'fetch("/e/from-nested.json"); new Worker("/e/inner-worker.js")',
  ),
  '/e/inner-worker.js': bytes(SCRIPT, 'fetch("/e/from-inner-worker.json")'),
  '/e/worker.js': bytes(
    SCRIPT,
    `importScripts("/e/imported.js"); fetch("/e/from-worker.json"); new EventSource("/e/events-worker");
const s = new WebSocket('ws://' + location.host + '/e/socket-worker'); s.onopen = () => s.send('worker');`,
  ),
  '/e/imported.js': bytes(SCRIPT, ''),
  '/e/module-worker.js': bytes(
    SCRIPT,
    'import "/e/worker-part.js"; fetch("/e/from-module-worker.json")',
  ),
  '/e/worker-part.js': bytes(SCRIPT, ''),
  '/e/shared.js': bytes(
    SCRIPT,
    `onconnect = () => {}; fetch("/e/from-shared.json"); fetch("/e/redirect-307?to=/e/shared-landed.json");
new EventSource("/e/events-shared"); new WebSocket('ws://' + location.host + '/e/socket-shared');`,
  ),
  '/e/sw.js': bytes(
    SCRIPT,
    `importScripts('/e/sw-part.js');
self.addEventListener('install', (e) => e.waitUntil(caches.open('a').then((c) => c.add('/e/cached.json')).then(() => self.skipWaiting())));
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (e) => { if (e.request.url.endsWith('/after-sw.json')) e.respondWith(fetch('/e/from-sw.json')); });`,
  ),
  '/e/sw-part.js': bytes(SCRIPT, ''),
  '/e/film.mp4': bytes('video/mp4', 'no film'),
  '/e/sound.mp3': bytes('audio/mpeg', 'no sound'),
  '/e/words.vtt': bytes('text/vtt', 'WEBVTT'),
  '/e/prefetched.txt': bytes('text/plain', 'later'),
  '/e/speculated.html': page('<!doctype html><p>Later</p>'),
  '/e/hanging': () => undefined,
  '/e/missing.png': (_request, response) => {
    response.writeHead(404).end();
  },
  '/e/beacon': json,
  '/e/other-beacon': json,
  '/e/events': stream,
  '/e/events-there': stream,
  '/e/events-worker': stream,
  '/e/events-shared': stream,
  '/e/*': async (request, response, site) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = path.endsWith('.svg') ? bytes('image/svg+xml', SVG) : json;
    await answer(request, response, site);
  },
};
