import { bytes, html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';

/** A page that has no words before its script has asked for them by POST, as many sites' pages do. */
const READS = `${START}<title>Reads by POST</title><h1>Thread</h1><p id="said">Nothing yet</p>
<script>
fetch('/api/read', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"thread":12}' })
  .then((answer) => answer.json())
  .then(({ said }) => { document.querySelector('#said').textContent = said; })
  .catch(() => { document.querySelector('#said').textContent = 'It could not be read'; });
</script>`;

/** Everything else that a page of the same site could send: forms, a beacon, another method, another site, a frame. */
const sends = (otherOrigin: string): string => `${START}<title>Sends</title><h1>Sends</h1>
<iframe name="inside" srcdoc="<p>inside</p>"></iframe>
<iframe src="${otherOrigin}/foreign"></iframe>
<form id="in-frame" method="post" action="/api/form-frame" target="inside"><input name="a" value="1"></form>
<form id="at-top" method="post" action="/api/form-top"><input name="a" value="1"></form>
<script>
const quiet = () => undefined;
fetch('/api/read', { method: 'POST', body: '{}' }).catch(quiet);
fetch('/api/put', { method: 'PUT', body: '{}' }).catch(quiet);
fetch('${otherOrigin}/api/elsewhere', { method: 'POST', mode: 'no-cors', body: 'a=1' }).catch(quiet);
fetch('/api/away', { method: 'POST', mode: 'no-cors', body: 'a=1' }).catch(quiet);
navigator.sendBeacon('/api/beacon', 'a=1');
setTimeout(() => document.querySelector('#in-frame').submit(), 300);
setTimeout(() => document.querySelector('#at-top').submit(), 900);
</script>`;

/** Fixture pages for exceptions; everything that may be sent to lies under `/api/`. */
export const exceptionRoutes: SiteRoutes = {
  '/reads': page(READS),
  '/sends': (_request, response, site) => {
    html(response, sends(site.otherOrigin));
  },
  '/foreign': (request, response, site) => {
    html(
      response,
      `${START}<title>Foreign</title><script>fetch('${site.origin}/api/by-frame', { method: 'POST', mode: 'no-cors', body: 'a=1' }).catch(() => undefined)</script>${request.url ?? ''}`,
    );
  },
  '/api/read': bytes('application/json', '{"said":"Words that were read by POST"}'),
  // Allowed itself; where it leads is another site, and 307 would take the POST along.
  '/api/away': (_request, response, site) => {
    response.writeHead(307, { location: `${site.otherOrigin}/api/led-away` }).end();
  },
  '/api/*': bytes('text/plain', 'received'),
};
