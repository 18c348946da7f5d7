import type { CaptureContext } from '#src/capture/context.ts';
import type { DoubtCode } from '#src/capture/doubt.ts';
import { codedPicture } from '#scripts/demo-site/pictures.ts';
import { bytes, html, type SiteHandler, type SiteRoutes } from '#scripts/demo-site/server.ts';

/** One way for a page to go wrong, and what a capture must say about it. */
export interface WrongPage {
  readonly name: string;
  readonly path: string;
  readonly handler: SiteHandler;
  readonly codes: readonly DoubtCode[];
  /** Longest wait for the load event, for pages that never finish. */
  readonly loadMs?: number;
  /** In the full table only. */
  readonly slow?: true;
  readonly context?: Partial<CaptureContext>;
}

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';
const TEXT =
  '<p>The pond at Nowhere-on-Sea is quiet today, and the ducks have opinions.</p>'.repeat(6);
const PAGE = `${START}<title>The pond</title><h1>The pond</h1>${TEXT}`;

let number = 0;

function wrong(
  name: string,
  codes: readonly DoubtCode[],
  handler: SiteHandler | string,
  more: Partial<WrongPage> = {},
): WrongPage {
  number += 1;
  const path = `/wrong/${number}`;
  const give: SiteHandler =
    typeof handler === 'string'
      ? (_request, response) => {
          html(response, handler);
        }
      : handler;
  return { name, path, handler: give, codes, ...more };
}

function withStatus(status: number): SiteHandler {
  return (_request, response) => {
    html(response, PAGE, status);
  };
}

function titled(title: string, heading = title): string {
  return `${START}<title>${title}</title><h1>${heading}</h1>${TEXT}`;
}

const COVER = 'position:fixed;inset:0;background:#fff8;z-index:9';
const LATER = 'position:fixed;left:0;right:0;bottom:0;height:220px;background:#fff;z-index:9';

/** Ways to go wrong; a capture that calls one of them complete is a liar. */
export const WRONG_PAGES: readonly WrongPage[] = [
  wrong('answers 404', ['STATUS_NOT_OK'], withStatus(404)),
  wrong('answers 500', ['STATUS_NOT_OK'], withStatus(500)),
  wrong('answers 410', ['STATUS_NOT_OK'], withStatus(410), { slow: true }),
  wrong('answers 403', ['STATUS_NOT_OK'], withStatus(403), { slow: true }),
  wrong('answers 429', ['STATUS_NOT_OK'], withStatus(429), { slow: true }),
  wrong('answers 503', ['STATUS_NOT_OK'], withStatus(503), { slow: true }),
  wrong('answers 203', ['STATUS_NOT_OK'], withStatus(203), { slow: true }),
  wrong('says in its title that it is not there', ['SOFT_ERROR'], titled('Page not found')),
  wrong(
    'says in its heading that it was removed',
    ['SOFT_ERROR'],
    titled('Chatterly', 'This post has been removed'),
  ),
  wrong('says that something went wrong', ['SOFT_ERROR'], titled('Oh', 'Something went wrong'), {
    slow: true,
  }),
  wrong('says that the account is suspended', ['SOFT_ERROR'], titled('Account suspended'), {
    slow: true,
  }),
  wrong('says that access is denied', ['SOFT_ERROR'], titled('Access denied'), { slow: true }),
  wrong('is blank', ['BLANK'], `${START}<title>Blank</title>`),
  wrong('is black', ['BLANK'], `${START}<title>B</title><body style="background:#000">`, {
    slow: true,
  }),
  wrong('is nearly blank', ['NEARLY_BLANK'], `${START}<title>Spinner</title><p>…</p>`),
  wrong(
    'has white text on white',
    ['BLANK'],
    `${START}<body style="color:#fff;background:#fff">${TEXT}`,
    { slow: true },
  ),
  wrong(
    'lacks a picture',
    ['PICTURES_MISSING'],
    `${PAGE}<img src="/nowhere.png" width="50" height="50">`,
  ),
  wrong('has half a picture', ['PICTURES_MISSING'], `${PAGE}<img src="/parts/half.png">`),
  wrong('has a broken picture', ['PICTURES_MISSING'], `${PAGE}<img src="/parts/broken.png">`, {
    slow: true,
  }),
  wrong(
    'has a picture that never comes',
    ['PICTURES_MISSING'],
    `${PAGE}<img loading="lazy" src="/parts/never">`,
    { slow: true },
  ),
  wrong(
    'has a picture whose server hangs up',
    ['PICTURES_MISSING'],
    `${PAGE}<img src="/parts/reset">`,
    { slow: true },
  ),
  wrong(
    'was opened without pictures',
    ['PICTURES_NOT_LOADED'],
    `${PAGE}<img src="/parts/whole.png">`,
    {
      context: { pictures: 'not-loaded' },
    },
  ),
  wrong(
    'has a drawn picture and was opened without pictures',
    ['PICTURES_NOT_LOADED'],
    `${PAGE}<canvas></canvas>`,
    {
      context: { pictures: 'not-loaded' },
      slow: true,
    },
  ),
  wrong(
    'lacks its style sheet',
    ['PART_MISSING'],
    `${PAGE}<link rel="stylesheet" href="/parts/none.css">`,
  ),
  wrong('lacks a script', ['PART_MISSING'], `${PAGE}<script src="/parts/none.js"></script>`, {
    slow: true,
  }),
  wrong('gets no data', ['PART_MISSING'], `${PAGE}<script>fetch('/parts/error')</script>`),
  wrong(
    'gets data cut short',
    ['PART_MISSING'],
    `${PAGE}<script>fetch('/parts/cut').then((r) => r.text())</script>`,
    { slow: true },
  ),
  wrong(
    'has a frame that is not there',
    ['PART_MISSING'],
    `${PAGE}<iframe src="/parts/none"></iframe>`,
    { slow: true },
  ),
  wrong(
    'has a frame whose server hangs up',
    ['PART_MISSING'],
    `${PAGE}<iframe src="/parts/reset"></iframe>`,
  ),
  wrong(
    'is cut in its chunks',
    ['PART_MISSING'],
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(PAGE);
      setTimeout(() => response.destroy(), 100);
    },
    { loadMs: 1_000 },
  ),
  wrong(
    'is shorter than it said',
    ['PART_MISSING'],
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '99999' });
      response.write(PAGE);
      setTimeout(() => response.destroy(), 100);
    },
    { loadMs: 1_000 },
  ),
  wrong(
    'never finishes',
    ['STILL_LOADING'],
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(PAGE);
    },
    { loadMs: 1_500, slow: true },
  ),
  wrong('waits for data', ['STILL_LOADING'], `${PAGE}<script>fetch('/parts/never')</script>`, {
    slow: true,
  }),
  wrong(
    'has a clock',
    ['CHANGED'],
    `${PAGE}<h2 id="n">0</h2><script>setInterval(() => { n.textContent++ }, 30)</script>`,
  ),
  wrong(
    'changes when scrolled',
    ['CHANGED'],
    `${PAGE}<div style="height:3000px"></div><script>addEventListener('scroll', () => { document.querySelector('h1').textContent = 'Nothing here' }, { once: true })</script>`,
  ),
  wrong(
    'changes when resized',
    ['CHANGED'],
    `${PAGE}<div style="height:3000px"></div><script>addEventListener('resize', () => { document.querySelector('h1').textContent = 'Another page' })</script>`,
  ),
  wrong(
    'moves',
    ['CHANGED'],
    `${PAGE}<style>@keyframes m{to{margin-left:400px}} h1{animation:m 1s infinite alternate linear}</style>`,
    { slow: true },
  ),
  wrong(
    'grows without end',
    ['CAP_REACHED'],
    `${PAGE}<script>addEventListener('scroll', () => { for (let i = 0; i < 20; i++) document.body.append(document.createElement('hr'), 'more text') })</script><div style="height:1500px"></div>`,
  ),
  wrong(
    'scrolls inside itself without end',
    ['INNER_SCROLL'],
    `${PAGE}<div id="inner" style="height:200px;overflow:auto">${TEXT.repeat(9)}</div><script>inner.addEventListener('scroll', () => inner.append(...Array.from({ length: 9 }, () => document.createElement('hr'))))</script>`,
  ),
  wrong(
    'hides what is below the view',
    ['INNER_SCROLL'],
    `${START}<style>html,body{height:100%;overflow:hidden}</style>${TEXT.repeat(20)}`,
    { slow: true },
  ),
  wrong('is covered', ['OVERLAY'], `${PAGE}<div style="${COVER}"><h2>Subscribe</h2></div>`),
  wrong(
    'is covered by a dialogue',
    ['OVERLAY'],
    `${PAGE}<dialog id="d" style="width:900px;height:600px">Subscribe</dialog><script>d.showModal()</script>`,
    { slow: true },
  ),
  wrong(
    'asks for consent',
    ['CONSENT'],
    `${PAGE}<div style="${LATER}">We use cookies. <button>Accept</button></div>`,
  ),
  wrong(
    'asks for consent in a small box',
    ['CONSENT'],
    `${PAGE}<div style="${LATER};height:70px">Privacy choices</div>`,
    { slow: true },
  ),
  wrong(
    'asks for a log-in',
    ['LOGIN_WALL'],
    `${titled('Chatterly')}<form><input name="u"><input type="password"></form>`,
  ),
  wrong('says that one must log in', ['LOGIN_WALL'], titled('Log in to Chatterly'), { slow: true }),
  wrong(
    'covers itself with a sign-up',
    ['LOGIN_WALL'],
    `${PAGE}<div style="${LATER};height:400px">Sign up or log in to see more</div>`,
    { slow: true },
  ),
];

const RESET: SiteHandler = (_request, response) => {
  response.destroy();
};

/** Everything that the wrong pages ask for. */
export const wrongRoutes: SiteRoutes = {
  ...Object.fromEntries(WRONG_PAGES.map((one) => [one.path, one.handler])),
  '/parts/whole.png': async (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(await codedPicture(1));
  },
  '/parts/half.png': async (_request, response) => {
    const picture = await codedPicture(2);
    response.writeHead(200, {
      'content-type': 'image/png',
      'content-length': String(picture.length),
    });
    response.write(picture.subarray(0, picture.length / 2));
    setTimeout(() => response.destroy(), 50);
  },
  '/parts/broken.png': bytes('image/png', 'this is no picture'),
  '/parts/never': () => undefined,
  '/parts/reset': RESET,
  '/parts/error': (_request, response) => {
    response.writeHead(500).end('no');
  },
  '/parts/cut': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('half of');
    setTimeout(() => response.destroy(), 50);
  },
};
