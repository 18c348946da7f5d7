import { html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';
import { hostileNetworkRoutes } from '#test/support/site/hostile-network.ts';
import { hostileWindowRoutes } from '#test/support/site/hostile-windows.ts';
import { MARKER, markerRoutes } from '#test/support/site/marker.ts';

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';
const COLOUR = `rgb(${MARKER.join(',')})`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="${COLOUR}"/></svg>`;
const DATA = `data:image/svg+xml,${encodeURIComponent(SVG)}`;

/** What a page may ask for that shows or sounds, by the last part of its path. */
export const HEAVY = [
  ...[
    'img',
    'img.png',
    'srcset',
    'source',
    'css',
    'css-set',
    'font',
    'font.woff2',
    'video',
    'audio',
  ],
  ...['poster', 'track', 'object', 'embed', 'input', 'icon', 'preload', 'svg-image', 'svg-use'],
  ...['script-image', 'frame-img', 'cursor', 'mask', 'list', 'content', 'border', 'fetched.jpg'],
] as const;

/** Those that Chromium itself asks for when this page is shown with its pictures. */
export const HEAVY_ASKED: readonly string[] = [
  ...[
    'img',
    'img.png',
    'srcset',
    'source',
    'css',
    'font',
    'font.woff2',
    'video',
    'audio',
    'poster',
  ],
  ...['object', 'embed', 'input', 'svg-image', 'script-image', 'frame-img', 'list', 'content'],
  ...['fetched.jpg'],
];

const heavy = (name: (typeof HEAVY)[number]): string => `/heavy/${name}`;

const HEAVY_PAGE = `${START}<title>Everything that shows or sounds</title>
<link rel="icon" href="${heavy('icon')}"><link rel="preload" as="image" href="${heavy('preload')}">
<style>
@font-face { font-family: A; src: url(${heavy('font')}); } @font-face { font-family: B; src: url(${heavy('font.woff2')}); }
.a { font-family: A; } .b { font-family: B; } div { width: 40px; height: 40px; }
.css { background: url(${heavy('css')}); } .set { background: image-set(url(${heavy('css-set')}) 1x); }
.mask { mask-image: url(${heavy('mask')}); } .cursor { cursor: url(${heavy('cursor')}), auto; }
.list { list-style-image: url(${heavy('list')}); } .content::before { content: url(${heavy('content')}); }
.border { border: 9px solid; border-image: url(${heavy('border')}) 9; }
</style>
<h1>A page of words</h1><p class="a">Words in one font.</p><p class="b">Words in another font.</p>
<img src="${heavy('img')}" width="20" height="20"><img src="${heavy('img.png')}" width="20" height="20">
<img srcset="${heavy('srcset')} 1x" width="20" height="20"><picture><source srcset="${heavy('source')}"><img width="20" height="20"></picture>
<div class="css"></div><div class="set"></div><div class="mask"></div><div class="cursor"></div><div class="border"></div>
<ul><li class="list">item</li></ul><p class="content">words</p>
<video src="${heavy('video')}" preload="auto" autoplay muted width="40" height="40"><track default src="${heavy('track')}"></video>
<video poster="${heavy('poster')}" width="40" height="40"></video><audio src="${heavy('audio')}" preload="auto" autoplay></audio>
<object data="${heavy('object')}" type="image/png" width="20" height="20"></object><embed src="${heavy('embed')}" type="image/png" width="20" height="20">
<input type="image" src="${heavy('input')}" width="20" height="20">
<svg width="20" height="20"><image href="${heavy('svg-image')}" width="20" height="20"/><use href="${heavy('svg-use')}#a"/></svg>
<iframe srcdoc="<img src='${heavy('frame-img')}'>" width="60" height="60"></iframe>
<script>new Image().src = '${heavy('script-image')}'; fetch('${heavy('fetched.jpg')}').catch(() => {});</script>`;

const MORE_PAGE = `${START}<title>More ways to paint</title>
<style>
.p { display: inline-block; width: 90px; height: 90px; }
.radial { background: radial-gradient(${COLOUR}, ${COLOUR}); } .conic { background: conic-gradient(${COLOUR}, ${COLOUR}); }
.set { background: image-set("${DATA}" 1x); } .after::after { content: url("${DATA}"); } .marker::marker { content: url("${DATA}"); }
.shadow { width: 1px; height: 1px; box-shadow: 30px 30px 0 30px ${COLOUR}; } .words { font-size: 60px; color: ${COLOUR}; }
.texts { text-shadow: 0 0 2px ${COLOUR}, 0 30px 0 ${COLOUR}; } .outline { outline: 30px solid ${COLOUR}; margin: 40px; }
.box { background: ${COLOUR}; } .borders { border: 40px solid ${COLOUR}; width: 0; height: 0; } .line { text-decoration: underline 20px ${COLOUR}; }
.stroke { -webkit-text-stroke: 20px ${COLOUR}; font-size: 60px; } .glass { backdrop-filter: none; background-color: ${COLOUR}; }
@keyframes paint { from, to { background: ${COLOUR}; color: ${COLOUR}; } } .moves { animation: paint 1s infinite; }
dialog::backdrop { background: ${COLOUR}; } input, progress, meter { accent-color: ${COLOUR}; } progress::-webkit-progress-value { background: ${COLOUR}; }
input::placeholder { color: ${COLOUR}; } ::selection { background: ${COLOUR}; color: ${COLOUR}; }
</style>
<h1>Nothing on this page may be seen</h1><p>Only its text.</p>
<i class="p radial"></i><i class="p conic"></i><i class="p set"></i><i class="p after"></i><i class="p box"></i><i class="p moves"></i><i class="p glass"></i>
<div class="shadow"></div><p class="words">MMM</p><p class="texts">MMM</p><p class="outline">MMM</p><p class="line">MMM</p><p class="stroke">MMM</p><div class="borders"></div>
<ul><li class="marker">item</li></ul><progress value="1"></progress><input type="checkbox" checked><input placeholder="MMMMMM"><meter value="1"></meter>
<iframe srcdoc="<body style='margin:0;background:${COLOUR}'><img src='${DATA}'><canvas></canvas>" width="90" height="90"></iframe>
<iframe src="/more-frame" width="90" height="90"></iframe><object data="/more-frame" type="text/html" width="90" height="90"></object>
<div id="open"></div><x-shown></x-shown><canvas id="gl" width="90" height="90"></canvas><canvas id="off" width="90" height="90"></canvas><dialog id="d">Words<img src="${DATA}"></dialog>
<table background="${DATA}" bgcolor="#ff00fe"><tr><td bgcolor="#ff00fe">MMM</td></tr></table><font color="#ff00fe" size="7">MMM</font><hr color="#ff00fe" size="40"><marquee bgcolor="#ff00fe">MMM</marquee>
<script>
document.getElementById('open').attachShadow({ mode: 'open' }).innerHTML = \`<style>div { width: 90px; height: 90px; background: ${COLOUR} }</style><div></div><img src="${DATA}">\`;
customElements.define('x-shown', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'closed' }).innerHTML = '<canvas width="90" height="90"></canvas>'; const c = this.shadowRoot; } });
const gl = document.getElementById('gl').getContext('webgl'); if (gl) { gl.clearColor(1, 0, 254 / 255, 1); gl.clear(gl.COLOR_BUFFER_BIT); }
const off = document.getElementById('off').transferControlToOffscreen(); const c = off.getContext('2d'); c.fillStyle = '${COLOUR}'; c.fillRect(0, 0, 90, 90);
document.getElementById('d').showModal();
document.querySelector('h1').style.setProperty('background', '${COLOUR}', 'important'); document.querySelector('h1').style.setProperty('color', '${COLOUR}', 'important');
const sheet = new CSSStyleSheet(); sheet.replaceSync('* { background: linear-gradient(${COLOUR}, ${COLOUR}) !important; box-shadow: inset 0 0 0 40px ${COLOUR} !important; }'); document.adoptedStyleSheets = [sheet];
</script>`;

/** A site that tries to show itself before anybody agreed, and other things no page may do. */
export const textFirstRoutes: SiteRoutes = {
  ...markerRoutes,
  ...hostileWindowRoutes,
  ...hostileNetworkRoutes,
  '/heavy': page(HEAVY_PAGE),
  '/heavy/*': (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(SVG);
  },
  '/more': page(MORE_PAGE),
  '/more-frame': page(`${START}<body style="margin:0;background:${COLOUR}"><p>In a frame</p>`),
  '/other-site': (_request, response, site) => {
    html(
      response,
      `${START}<title>Elsewhere</title><p>Words.</p><script>addEventListener('load', () => setTimeout(() => { location.href = '${site.otherOrigin}/heavy'; }, 1500))</script>`,
    );
  },
  '/words': page(
    `${START}<title>Words</title><h1>Words only</h1><p>${'Words and more words. '.repeat(20)}</p>`,
  ),
  '/one': (_request, response) => {
    response.writeHead(301, { location: '/two' }).end();
  },
  '/two': (_request, response) => {
    response.writeHead(307, { location: '/words?from=two' }).end();
  },
  '/file': (_request, response) => {
    response
      .writeHead(200, { 'content-disposition': 'attachment; filename="file.bin"' })
      .end('Not a page.');
  },
  '/missing': (_request, response) => {
    html(response, `${START}<title>Not here</title><h1>Not here</h1>`, 404);
  },
  '/asks-inside': page(
    `${START}<title>Asks inside</title><p>Words.</p><script>for (const to of ['http://192.168.1.1/', 'http://10.1.2.3/', 'http://router/', 'http://fritz.box/', 'http://nas.local/', 'http://169.254.169.254/latest', 'http://[fd00::1]/', 'ws://192.168.1.1/']) { if (to.startsWith('ws')) try { new WebSocket(to) } catch {} else fetch(to, { mode: 'no-cors' }).catch(() => {}); }</script>`,
  ),
  '/posts': page(
    `${START}<title>Posts</title><p>Words.</p><form id="f" method="post" action="/posted"><input name="a" value="b"></form><script>fetch('/posted', { method: 'POST', body: 'x' }).catch(() => {}); fetch('/posted', { method: 'PUT', body: 'x' }).catch(() => {}); fetch('/posted', { method: 'DELETE' }).catch(() => {}); navigator.sendBeacon('/posted', 'x'); setTimeout(() => document.getElementById('f').submit(), 300);</script>`,
  ),
};
