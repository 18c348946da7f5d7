import { bytes, html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

/** Every credential of this site has this in it; none may be in any record. */
export const SECRET = /CANARY|Q0FOQVJZ/u;

const WEB_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJDQU5BUlkiOiJDQU5BUlkifQ.CANARYsignature11';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Members</title>
<h1>Members of the pond club</h1><p>Words enough for a page that is not nearly blank at all.</p>
<iframe src="/inside#access_token=CANARY-fragment-01" width="300" height="40"></iframe>
<iframe src="/inside?next=https%3A%2F%2Fpond.example%2Fin%3Fpage%3D2%26password%3DCANARY-nested-02%26x%3D1" width="300" height="40"></iframe>
<iframe src="/inside?deep=https%253A%252F%252Fp.example%252F%253Ftoken%253DCANARY-deep-03" width="300" height="40"></iframe>
<iframe src="/inside;jsessionid=CANARY-path-04?x=1" width="300" height="40"></iframe>
<iframe name="in" width="300" height="40"></iframe>
<form id="f" action="/signed-in" target="in"><input name="user" value="rowan"><input type="password" name="password" value="CANARY-form-05"></form>
<input type="password" value="CANARY-field-06">
<img src="http://rowan:CANARY-userinfo-07@HOST/dot.svg" width="9" height="9">
<script>
document.cookie = 'theme=CANARY-script-cookie-08; path=/';
document.getElementById('f').submit();
fetch('/data.json', { headers: { authorization: 'Bearer CANARY-bearer-09', 'x-api-key': 'CANARY-api-10', 'x-csrf-token': 'CANARY-csrf-11' } });
fetch('/data.json?1', { headers: { authorization: 'Basic ' + btoa('rowan:CANARY-basic-12') } });
fetch('/posted', { method: 'POST', body: 'password=CANARY-post-13' });
fetch('/redirect'); fetch('/by/${WEB_TOKEN}/in-path'); fetch('/echo/CANARY-cookie-14/of-the-cookie');
fetch('/data.json?2', { headers: { 'x-made-up': 'again CANARY-bearer-09', 'x-encoded': encodeURIComponent('CANARY+bearer/15==') } });
fetch('/data.json?3', { headers: { authorization: 'Bearer CANARY+bearer/15==' } });
navigator.sendBeacon('/beacon?auth=CANARY-beacon-16', 'token=CANARY-beacon-17');
new EventSource('/events?token=CANARY-stream-18');
new Worker('/worker.js?secret=CANARY-worker-19');
const socket = new WebSocket('ws://' + location.host + '/socket?ticket=CANARY-socket-20', ['pond', 'CANARY-subprotocol-21']);
socket.onopen = () => socket.send('{"token":"CANARY-message-22"}');
</script>`;

/** A site that uses credentials in every way we know, to be served with `CountedSockets`. */
export const secretRoutes: SiteRoutes = {
  '/secrets': (request, response) => {
    html(response, PAGE.replaceAll('HOST', request.headers.host ?? ''), 200, {
      'set-cookie': [
        'sid=CANARY-cookie-14; Path=/; HttpOnly',
        '__Host-token="CANARY-quoted-23"; Path=/',
      ],
      'x-echo': 'sid is CANARY-cookie-14',
      etag: '"CANARY-quoted-23"',
      link: '</style.css?token=CANARY-link-24>; rel=preload; as=style',
    });
  },
  '/redirect': (_request, response) => {
    response.writeHead(302, { location: '/data.json?session=CANARY-location-25' }).end();
  },
  '/inside*': page('<!doctype html><p>Inside the pond club</p>'),
  '/signed-in': page('<!doctype html><p>Welcome back</p>'),
  '/style.css': bytes('text/css', ''),
  '/worker.js': bytes('text/javascript', 'fetch("/data.json?api_key=CANARY-inner-26")'),
  '/events': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"token":"CANARY-event-27"}\n\n');
  },
  '/dot.svg': bytes('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
  '/data.json': bytes('application/json', '{"token":"CANARY-body-28"}'),
  '/by/*': bytes('application/json', '{}'),
  '/echo/*': bytes('application/json', '{}'),
  '/posted': bytes('text/plain', 'ok'),
  '/beacon': bytes('text/plain', 'ok'),
  '/shows-its-cookie': (_request, response) => {
    html(
      response,
      '<!doctype html><title>Shown</title><p>Your number is CANARY-shown-29, keep it well hidden.</p>',
      200,
      { 'set-cookie': 'sid=CANARY-shown-29; Path=/', 'x-echo': 'CANARY-shown-29' },
    );
  },
};
