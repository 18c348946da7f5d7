import { bandsHtml, BAND_CSS } from './bands.ts';
import { codedPicture } from './pictures.ts';
import { html, startSite, type Site, type SiteHandler, type SiteRoutes } from './server.ts';

/** Posts on the feed, each with one text block and one lazy picture. */
export const FEED_POSTS = 20;

/** Height of the feed page, css px: a whole number of bands. */
export const FEED_HEIGHT_CSS = 13_000;

/** Height of the very tall page, css px. */
export const TALL_HEIGHT_CSS = 33_000;

const PEOPLE = ['moth-lantern', 'pebble-orchard', 'quiet-kettle', 'tin-heron', 'velvet-anchor'];
const SAYINGS = [
  'Who is coming to the Larkhill lantern evening? Bring a torch and a story.',
  'The bus was late again, so the whole row sang until it came.',
  'Found a glove by the pond gate. Grey wool, left hand, slightly heroic.',
  'Nobody wants you in the relay team. Stay at home on Friday.',
  'Practice is moved to the small hall. The big one smells of paint.',
  'We all voted. You are out of the group. Do not ask again.',
  'Does anyone have the page with the tide tables? Mine went for a swim.',
];

const STYLE = `
body { margin: 0; font: 16px/1.5 sans-serif; color: #20262e; background: #f3f5f7; }
.ruler { position: absolute; left: 0; top: 0; width: 16px; overflow: hidden; }
main { margin: 0 auto; width: 680px; padding: 0 20px; }
header { height: 120px; } h1 { margin: 0; padding-top: 24px; font-size: 28px; }
article { height: 620px; box-sizing: border-box; padding: 16px 20px; background: #fff; border-bottom: 1px solid #d5dae0; overflow: hidden; }
article p { margin: 8px 0; } img { display: block; width: 640px; height: 400px; background: #e3e7ec; }
.by { color: #55606c; font-size: 14px; }`;

function frame(title: string, heightCss: number, body: string): string {
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title>
<style>${STYLE} .ruler, .whole { height: ${heightCss}px; } .whole { position: relative; overflow: hidden; }</style></head>
<body><div class="whole"><div class="ruler">${bandsHtml(heightCss / BAND_CSS)}</div><main>${body}</main></div></body></html>`;
}

function feed(): string {
  const posts = Array.from({ length: FEED_POSTS }, (_, index) => {
    const who = PEOPLE[index % PEOPLE.length] ?? '';
    const what = SAYINGS[index % SAYINGS.length] ?? '';
    return `<article><p class="by">@${who} · Tuesday 17 November, ${9 + (index % 9)}:0${index % 10} · post ${4471 + index}</p>
<p>${what} ${'It goes on in the comments, as these things do. '.repeat(2)}</p>
<img loading="lazy" width="640" height="400" alt="Picture ${index + 1}" src="/pictures/${index}.png"></article>`;
  }).join('');
  const body = `<header><h1>Chatterly</h1><p class="by">The feed of Nowhere-on-Sea. Every person and place here is made up.</p></header>${posts}
<p>You have reached the end. <a href="/forum/thread-12">Talk of the pond gate</a> · <a href="/tall">The long list</a></p>`;
  return frame('Chatterly: the feed', FEED_HEIGHT_CSS, body);
}

function thread(): string {
  const replies = Array.from({ length: 12 }, (_, index) => {
    const who = PEOPLE[(index * 2 + 1) % PEOPLE.length] ?? '';
    return `<p><b>${who}</b> wrote at 1${index % 10}:2${index % 6}:<br>${SAYINGS[(index * 3) % SAYINGS.length] ?? ''}</p>`;
  }).join('');
  return frame(
    'Pond gate – Chatterly forum',
    1_400,
    `<header><h1>The pond gate, who saw it?</h1><p class="by">12 replies</p></header>${replies}`,
  );
}

function tall(): string {
  const rows = Array.from(
    { length: 300 },
    (_, index) => `<p>Entry ${index + 1} of the long list of lost property.</p>`,
  ).join('');
  return frame(
    'The long list – Chatterly',
    TALL_HEIGHT_CSS,
    `<header><h1>The long list</h1></header>${rows}`,
  );
}

function redirect(to: string, status = 302): SiteHandler {
  return (_request, response) => {
    response.writeHead(status, { location: to }).end();
  };
}

/** The pages of Chatterly, an obviously fictional social site. */
export function chatterlyRoutes(): SiteRoutes {
  const pictures = new Map<number, Promise<Buffer>>();
  const give =
    (body: string): SiteHandler =>
    (_request, response) => {
      html(response, body, 200, {
        'set-cookie': 'chatterly_visitor=pigeon-7f3a91; Path=/; HttpOnly',
      });
    };
  return {
    '/': give(feed()),
    '/forum/thread-12': give(thread()),
    '/tall': give(tall()),
    '/old-feed': redirect('/feed-moved', 301),
    '/feed-moved': redirect('/'),
    '/gone': (_request, response) => {
      html(
        response,
        frame('404 – Chatterly', 1_000, '<header><h1>This page is not here</h1></header>'),
        404,
      );
    },
    '/pictures/*': async (request, response) => {
      const number = Number(/\/(\d+)\.png$/u.exec(request.url ?? '')?.[1] ?? '-1');
      if (number < 0 || number >= FEED_POSTS) {
        response.writeHead(404).end();
        return;
      }
      const picture = pictures.get(number) ?? codedPicture(number);
      pictures.set(number, picture);
      response
        .writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' })
        .end(await picture);
    },
  };
}

/** Start Chatterly on loopback. */
export async function startChatterly(): Promise<Site> {
  return await startSite(chatterlyRoutes());
}
