import type { IncomingMessage } from 'node:http';
import { bytes, html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';

/** Every secret of this site has this in it; none may be in any entry, record or file. */
export const SECRET = 'Zq9xSecret';
export const ACCOUNT = 'northfield-viewer';
export const PASSWORD = `${SECRET}-password-31`;
const SESSION = `${SECRET}-session-32`;
const TOKEN = `${SECRET}-token-33`;
const TICKET = `${SECRET}-ticket-34`;

const WALL = `${START}<title>Members only</title><h1>Members only</h1><p>Log in to read this thread.</p>
<a id="in" href="/log-in?next=${TICKET}#${TICKET}">Log in</a>`;

/** As many log-ins: a script asks for a token by POST, then a form posts it with the password. */
const LOG_IN = `${START}<title>Log in</title><h1>Log in</h1>
<form id="form" method="post" action="/session?from=${TICKET}">
<label>Name <input name="user" id="user"></label><label>Password <input type="password" name="password" id="password"></label>
<input type="hidden" name="token" id="token"><button>Log in</button></form><p id="ready">Wait</p>
<script>
fetch('/api/token?ask=${TICKET}', { method: 'POST', body: '{}' }).then((answer) => answer.json()).then(({ token }) => {
  document.querySelector('#token').value = token; document.querySelector('#ready').textContent = 'Ready';
}).catch(() => { document.querySelector('#ready').textContent = 'No token'; });
</script>`;

/** What members see; asked for by its board it tries to post in every way. */
const MEMBERS = `${START}<title>Thread of members</title><h1>Thread</h1><p>Words for members only, to ${ACCOUNT}.</p>
<p>Enough words for a page that is not nearly blank at all, said by nobody who exists.</p>
<iframe name="inside" srcdoc="<p>inside</p>"></iframe>
<form id="comment" method="post" action="/api/comment" target="inside"><input name="said" value="Hello"></form>
<form id="top" method="post" action="/api/comment-top"><input name="said" value="Hello"></form>
<script>
localStorage.setItem('device', '${TOKEN}');
if (location.search.includes('board')) {
  fetch('/api/like', { method: 'POST', body: '{}' }).catch(() => undefined);
  navigator.sendBeacon('/api/seen', 'a=1');
  setTimeout(() => document.querySelector('#comment').submit(), 200);
  setTimeout(() => document.querySelector('#top').submit(), 600);
}
</script>`;

function isIn({ headers }: IncomingMessage): boolean {
  return headers.cookie?.includes(SESSION) === true;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

/** A site that can only be read logged in. */
export const logInRoutes: SiteRoutes = {
  '/thread': (request, response) => {
    html(response, isIn(request) ? MEMBERS : WALL);
  },
  '/log-in': page(LOG_IN),
  '/log-in-elsewhere': (_request, response, site) => {
    html(
      response,
      `${START}<title>Log in elsewhere</title><a id="away" href="${site.otherOrigin}/session-elsewhere?${TICKET}">Log in with Pond</a>`,
    );
  },
  '/session': async (request, response) => {
    const body = new URLSearchParams(await bodyOf(request));
    const isRight =
      request.method === 'POST' &&
      body.get('user') === ACCOUNT &&
      body.get('password') === PASSWORD &&
      body.get('token') === TOKEN;
    if (!isRight) {
      html(response, `${START}<title>Wrong</title><h1>Wrong name or password</h1>`, 403);
      return;
    }
    response
      .writeHead(303, {
        location: `/thread?ticket=${TICKET}`,
        'set-cookie': `sid=${SESSION}; Path=/; HttpOnly`,
      })
      .end();
  },
  '/api/token': bytes('application/json', JSON.stringify({ token: TOKEN })),
  '/api/*': bytes('text/plain', 'received'),
  '/elsewhere': page(`${START}<title>Elsewhere</title><h1>Another site</h1>`),
};
