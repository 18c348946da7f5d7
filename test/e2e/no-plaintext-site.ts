import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

/** Every canary begins with this: it is what is looked for while the job runs. */
export const CANARY = 'Zq7xKanari';

const of = (name: string): string => `${CANARY}-${name}`;

/** What people type and what pages hold, each findable. */
export const CANARIES = {
  title: of('Title'),
  reason: of('Reason'),
  pupil: of('Pupil Wilhelmina Fictionby'),
  reporter: of('Reporter'),
  scope: of('Scope'),
  document: of('Authority'),
  concern: of('Concern'),
  answer: of('Answer'),
  conclusion: of('Conclusion'),
  judgement: of('Judgement'),
  action: of('Action'),
  recipient: of('Recipient'),
  purpose: of('Purpose'),
  path: of('Path'),
  query: of('Query'),
  fragment: of('Fragment'),
  redirect: of('Redirect'),
  pageTitle: of('PageTitle'),
  pageText: of('PageText'),
  hiddenText: of('ShadowText'),
  header: of('Header'),
  cookie: of('Cookie'),
  stored: of('LocalStorage'),
  indexed: of('IndexedDb'),
  cached: of('CacheStorage'),
  fetched: of('Fetched'),
  script: of('Script'),
  pngText: of('PngText'),
  refused: of('RefusedAddress'),
} as const;

/** Four points, one after the other, over and over in the picture: red, green, blue each. */
const PATTERN = [0xc3, 0x5a, 0x17, 0x09, 0xe4, 0x72, 0x5f, 0x11, 0xd8, 0xa6, 0x3c, 0x81];

/** The picture's points as a decoded copy would hold them: RGB, RGBA, BGRA. */
export function patternForms(): readonly Buffer[] {
  const points = [0, 1, 2, 3].map((point) => PATTERN.slice(point * 3, point * 3 + 3));
  const twice = [...points, ...points];
  const four = (order: readonly number[]): Buffer =>
    Buffer.from(twice.flatMap((point) => [...order.map((channel) => point[channel] ?? 0), 255]));
  return [Buffer.from(twice.flat()), four([0, 1, 2]), four([2, 1, 0])];
}

/** A PNG with a canary in a text chunk, a compressed text chunk, and points that can be found decoded. */
export async function canaryPicture(): Promise<Buffer> {
  const [width, height] = [400, 300];
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = PATTERN[at % PATTERN.length] ?? 0;
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const text = chunk('tEXt', Buffer.from(`Comment\0${CANARIES.pngText}`, 'latin1'));
  const packed = chunk(
    'zTXt',
    Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(CANARIES.pngText)]),
  );
  // After the header, which is 8 bytes of signature and 25 of IHDR.
  return Buffer.concat([png.subarray(0, 33), text, packed, png.subarray(33)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A page that leaves itself everywhere a page can. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${CANARIES.pageTitle}</title>
<h1>A page</h1>${`<p>${CANARIES.pageText} and words around it, as on any page of the web.</p>`.repeat(6)}
<img src="/picture.png" width="400" height="300"><div id="host"></div>
<a href="#${CANARIES.fragment}" id="to">to the end</a>
<script>/* ${CANARIES.script} */
document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<p>${CANARIES.hiddenText}</p>';
try { localStorage.setItem('k', '${CANARIES.stored}'); sessionStorage.setItem('k', '${CANARIES.stored}'); } catch {}
try { const open = indexedDB.open('d'); open.onupgradeneeded = () => { open.result.createObjectStore('s').put('${CANARIES.indexed}', 1); }; } catch {}
try { caches.open('c').then((cache) => cache.put('/x', new Response('${CANARIES.cached}'))).catch(() => {}); } catch {}
fetch('/data.json').then((r) => r.text()).then((text) => { window.got = text; });
history.replaceState(null, '', location.pathname + location.search + '#${CANARIES.fragment}');
</script>`;

export const noPlaintextRoutes: SiteRoutes = {
  [`/${CANARIES.path}`]: (_request, response) => {
    html(response, PAGE, 200, {
      'set-cookie': `c=${CANARIES.cookie}; Path=/; Max-Age=86400`,
      'x-canary': CANARIES.header,
      'cache-control': 'public, max-age=86400',
    });
  },
  '/leads-there': (_request, response) => {
    response.writeHead(302, { location: `/${CANARIES.path}?q=${CANARIES.redirect}` }).end();
  },
  '/picture.png': async (_request, response) => {
    response
      .writeHead(200, { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' })
      .end(await canaryPicture());
  },
  '/data.json': (_request, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=86400' })
      .end(JSON.stringify({ is: CANARIES.fetched }));
  },
  '/plain-page': page('<!doctype html><title>x</title><p>Words.</p>'),
};
