import { bandsHtml } from '#scripts/demo-site/bands.ts';
import { page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';
const WORDS = '<p>A made-up page about a made-up pond, long enough to be read as a page.</p>';

/** Rows of the lists that hold only what is in view. */
export const VIRTUAL_ROWS = 400;

function box(style: string, content: string): string {
  return `<div style="overflow:auto;${style}">${content}</div>`;
}

// Twenty rows at a time, recycled: each row's element gets another text and place.
function virtualList(scroller: string, height: string): string {
  return `<div id="list" style="position:relative;height:${VIRTUAL_ROWS * 40}px"></div><script>
const list = document.getElementById('list'), scroller = ${scroller}, rows = [];
for (let i = 0; i < 40; i++) { const row = document.createElement('div'); row.style.cssText = 'position:absolute;height:40px;left:0;right:0'; list.append(row); rows.push(row); }
const show = () => {
  const top = scroller === document.documentElement ? scrollY : scroller.scrollTop;
  const first = Math.max(0, Math.min(${VIRTUAL_ROWS} - 40, Math.floor(top / 40) - 5));
  for (let i = first; i < first + 40; i++) { const row = rows[i % 40]; row.style.top = i * 40 + 'px'; if (row.textContent !== 'Row number ' + i) row.textContent = 'Row number ' + i; }
};
show(); (scroller === document.documentElement ? window : scroller).addEventListener('scroll', show);
</script>${height}`;
}

/** Pages with parts that scroll inside themselves. */
export const innerRoutes: SiteRoutes = {
  '/inner/box': page(
    `${START}<title>A box</title>${WORDS}${box('width:400px;height:300px', bandsHtml(20))}${WORDS.repeat(30)}`,
  ),
  '/inner/tall-box': page(
    `${START}<title>A tall box</title>${WORDS}${box('width:400px;height:1500px', bandsHtml(40))}`,
  ),
  '/inner/many': page(
    `${START}<title>Many boxes</title>${box('width:300px;height:200px', WORDS.repeat(12)).repeat(5)}`,
  ),
  '/inner/carousel': page(
    `${START}<title>A carousel</title>${WORDS}<div style="overflow-x:auto;width:600px;height:120px;display:flex">${Array.from(
      { length: 20 },
      (_, i) => `<div style="flex:none;width:100px;height:100px">Card ${i}</div>`,
    ).join('')}</div>`,
  ),
  '/inner/nested': page(
    `${START}<title>A box in a box</title>${box(
      'width:500px;height:400px',
      `${WORDS.repeat(20)}${box('width:300px;height:200px', bandsHtml(10))}${WORDS.repeat(20)}`,
    )}`,
  ),
  '/inner/snap-back': page(
    `${START}<title>It goes back</title>${WORDS}${box('width:400px;height:300px" id="back', bandsHtml(20))}
<script>back.addEventListener('scroll', () => { back.scrollTop = 0; })</script>`,
  ),
  '/inner/frames': (_request, response, site) => {
    const frame = (origin: string): string =>
      `<iframe style="border:3px solid;width:420px;height:320px" src="${origin}/inner/frame"></iframe>`;
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(
        `${START}<title>Frames</title>${WORDS}${frame(site.origin)}${WORDS.repeat(25)}${frame(site.otherOrigin)}`,
      );
  },
  '/inner/frame': page(`${START}<body style="margin:0">${bandsHtml(15)}<p>the-end-of-the-frame`),
  '/inner/virtual': page(
    `${START}<title>A long list</title>${virtualList('document.documentElement', '')}`,
  ),
  '/inner/virtual-box': page(
    `${START}<title>A long list in a box</title>${WORDS}<div id="box" style="overflow:auto;height:600px">${virtualList(
      "document.getElementById('box')",
      '</div>',
    )}`,
  ),
  '/cloak/far-below': page(
    `${START}<title>Cloaked far below</title><body style="margin:0">${bandsHtml(60)}<script>
const other = new CSSStyleSheet(); other.replaceSync('div:nth-of-type(n+11) { opacity: 0.2 }');
addEventListener('resize', () => { document.adoptedStyleSheets = [other]; setTimeout(() => { document.adoptedStyleSheets = []; }, 700); });
</script>`,
  ),
  '/overlay/modal': page(
    `${START}<title>Covered</title><style>body{margin:0}.lock{overflow:hidden;height:100vh}</style><body class="lock">${bandsHtml(30)}
<div style="position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:9"></div>
<div style="position:fixed;inset:100px 300px;background:white;z-index:10"><h2>Subscribe to our letters</h2></div>
<div style="position:fixed;bottom:0;left:0;right:0;height:90px;background:white;z-index:11">We use cookies. <button>Accept</button></div>`,
  ),
  '/overlay/none': page(`${START}<title>Not covered</title><h1>The pond</h1>${WORDS.repeat(8)}`),
  '/overlay/insists': page(
    `${START}<title>It insists</title>${WORDS.repeat(8)}<div id="over" style="position:fixed;inset:0;background:white"><h2>Subscribe</h2></div>
<script>new MutationObserver(() => { const next = over.cloneNode(true); next.removeAttribute('style'); next.style.cssText = 'position:fixed;inset:0;background:white'; over.replaceWith(next); }).observe(over, { attributes: true })</script>`,
  ),
};
