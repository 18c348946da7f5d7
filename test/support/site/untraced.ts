import { bytes, html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const TRACED = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Traced</title>
<style>.before::before { content: "\\201C Heron\\A0 by the gate\\201D" }</style>
<h1>Caf&eacute; by the pond &amp; the gate</h1><p>A line with <b>bold</b> letters and an empha<i>sis</i> inside</p>
<p class="before"></p><p id="json"></p><p id="script"></p><p id="event"></p><p id="socket"></p>
<p id="built"></p><p style="text-transform: uppercase">Shouted words here</p><ol><li>First thing</li></ol>
<p id="encoded"></p>
<img src="data:image/png;base64,${PIXEL}" width="20" height="20"><img src="/seen.svg" width="20" height="20">
<script>
const put = (id, text) => { document.getElementById(id).textContent = text; };
fetch('/words.json').then((r) => r.json()).then((w) => put('json', w.text));
put('script', 'Said \\u0062y a scr\\x69pt');
put('built', ['Built', 'of', 'single', 'words'].reverse().join(' '));
put('encoded', decodeURIComponent('Written%20in%20percent%C3%A9s'));
new EventSource('/words').onmessage = (e) => put('event', e.data);
new WebSocket('ws://' + location.host + '/socket').onmessage = (e) => { if (typeof e.data === 'string' && e.data.startsWith('M')) put('socket', e.data); };
</script>`;

const UNTRACED = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Untraced</title>
<h1>What no server sent</h1><p>These words stand in the page as it was sent.</p><p id="made"></p>
<canvas width="40" height="40"></canvas><img id="blob" width="20" height="20"><img id="data" width="20" height="20">
<script>
document.getElementById('made').textContent = atob('R3Jpc2V0aCBtZW5hY2VzIHBsb3Zlcg==');
document.querySelector('canvas').getContext('2d').fillRect(0, 0, 40, 40);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>';
document.getElementById('blob').src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
document.getElementById('data').src = 'data:image/svg+xml;base64,' + btoa(svg);
</script>`;

const CLOAK = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pond</title>
<style>p { margin: 0; height: 900px }</style><h1>Pond gate notice</h1><p>Ordinary words at the top.</p>
<p id="low">What a person reads down here.</p><p>And the end of it.</p>`;

const change = `document.getElementById('low').textContent = 'Something harmless for a camera.'`;

/** Pages whose text and pictures can be traced, and pages that show something else to a capture. */
export const untracedRoutes: SiteRoutes = {
  '/traced': (_request, response) => {
    html(response, TRACED);
  },
  '/words.json': bytes(
    'application/json',
    String.raw`{"text":"Sent as \u004a\u0053ON, \u00abwith\u00bb quotes"}`,
  ),
  '/words': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: Brought by an event\n\n');
  },
  '/seen.svg': bytes(
    'image/svg+xml',
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>',
  ),
  '/untraced': page(UNTRACED),
  '/cloak/none': page(CLOAK),
  // Back in its place before the picture is compared with anything.
  '/cloak/resize': page(`${CLOAK}<script>addEventListener('resize', () => {
    const low = document.getElementById('low'); const text = low.textContent; ${change};
    setTimeout(() => { low.textContent = text; }, 120); });</script>`),
  '/cloak/responsive': page(
    `${CLOAK}<p>More of it.</p><p>And more.</p><p>And the end.</p>
<style>@media (max-width: 600px) { #low { display: none } } @media (min-height: 1500px) { #low { display: none } }</style>`,
  ),
  '/cloak/scroll': page(
    `${CLOAK}<script>addEventListener('scroll', () => { ${change}; }, { once: true })</script>`,
  ),
  '/cloak/second': (request, response, site) => {
    const asked = site.log.filter(({ path }) => path === '/cloak/second').length;
    html(response, asked > 1 ? CLOAK.replace('What a person reads down here', 'Moved') : CLOAK);
    request.resume();
  },
};
