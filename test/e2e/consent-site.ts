import { bytes, html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';

/** A page over which a notice lies until a script of another host has sent, to that host and to its own, what was pressed. */
const noticed = (otherOrigin: string): string => `${START}<title>Thread</title><h1>Thread</h1>
<p>Words enough for a page that is not nearly blank at all, said by nobody who exists.</p>
<div id="notice" style="position:fixed;inset:0;background:#fff">We value your privacy <button id="refuse">Refuse all</button>
<form id="old" method="post" action="/api/old-form"><button>Refuse all, the old way</button></form></div>
<script src="${otherOrigin}/cmp.js"></script>
<script>
const quiet = () => undefined;
fetch('/api/by-itself', { method: 'POST', body: '{}' }).catch(quiet);
fetch('http://HOST/api/not-loaded-from', { method: 'POST', mode: 'no-cors', body: 'a=1' }).catch(quiet);
setTimeout(() => document.querySelector('#old')?.submit(), 300);
</script>`;

const cmp = (otherOrigin: string): string => `
document.querySelector('#refuse').addEventListener('click', async () => {
  const [theirs, own] = await Promise.allSettled([
    fetch('${otherOrigin}/api/choice?visitor=12', { method: 'POST', mode: 'no-cors', body: 'none' }),
    fetch('/api/own-choice', { method: 'POST', body: 'none' }),
  ]);
  if (theirs.status === 'rejected' || own.status === 'rejected') return;
  document.cookie = 'consent=none; path=/';
  document.querySelector('#notice').remove();
});`;

/** Fixture pages for a notice about consent. @param third - host and port of a server that the page loads nothing from */
export const consentRoutes = (third: () => string): SiteRoutes => ({
  '/thread': (request, response, site) => {
    const isDone = request.headers.cookie?.includes('consent=none') === true;
    if (!isDone) html(response, noticed(site.otherOrigin).replaceAll('HOST', third()));
    else
      html(
        response,
        `${START}<title>Thread</title><h1>Thread, no notice</h1><p>Words enough for a page that is not nearly blank at all.</p>
<script>fetch('/api/afterwards', { method: 'POST', body: '{}' }).catch(() => undefined)</script>`,
      );
  },
  '/cmp.js': (_request, response, site) => {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(cmp(site.otherOrigin));
  },
  '/api/*': bytes('text/plain', 'received'),
  '/elsewhere': page(`${START}<title>Elsewhere</title><h1>Another site</h1>`),
});
