import { BAND_CSS, bandCss, bandsHtml } from '#scripts/demo-site/bands.ts';
import { codedPicture } from '#scripts/demo-site/pictures.ts';
import { html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START = '<!doctype html><html lang="en"><meta charset="utf-8">';
const WORDS = '<p>A made-up page about a made-up pond, long enough to be read as a page.</p>';

/** Lazy pictures on the page at `/lazy`. */
export const LAZY_PICTURES = 50;

/** Columns of 100 px on the page at `/very-wide`, each with the colour of the band of its number. */
export const WIDE_COLUMNS = 500;

function lazy(): string {
  const pictures = Array.from(
    { length: LAZY_PICTURES },
    (_, index) =>
      `<p>Picture ${index + 1}</p><img loading="lazy" width="640" height="400" src="/picture/${index}.png">`,
  );
  return `${START}<title>Lazy pictures</title>${pictures.join('')}`;
}

const FEED = `${START}<title>A feed without end</title><main id="feed"></main><script>
let n = 0;
const more = () => { for (let i = 0; i < 10; i++) {
  const p = document.createElement('p'); p.style.height = '90px'; p.textContent = 'Entry ' + ++n; feed.append(p); } };
more(); more();
addEventListener('scroll', () => { if (scrollY + innerHeight > document.documentElement.scrollHeight - 500) more(); });
</script>`;

const STICKY = `${START}<title>Things that stick</title><body style="margin:0">
<div style="position:fixed;top:0;left:0;width:300px;height:40px;background:rgb(1,2,3);color:white">Fixed bar</div>
<div style="position:sticky;top:0;width:200px;margin:0 0 -40px 400px;height:40px;background:rgb(4,5,6);color:white">Sticky bar</div>
<div style="position:fixed;bottom:0;left:0;width:300px;height:30px;background:rgb(190,20,90)"></div>
${bandsHtml(60)}`;

const INNER = `${START}<title>Scrolls inside</title><style>html,body{margin:0;height:100%;overflow:hidden}</style>
<div style="height:100vh;overflow-y:auto">${Array.from({ length: 200 }, (_, i) => `<p>Row ${i}</p>`).join('')}</div>`;

const SHADOW = `${START}<title>Shadow text</title>${WORDS}<div id="host-a"></div><div id="host-b"></div>
<p style="display:none">hidden-by-display</p><p style="visibility:hidden">hidden-by-visibility</p><p style="opacity:0">hidden-by-opacity</p>
<style>.made::before{content:'made-by-style '}</style><p class="made">after it</p><script>
document.getElementById('host-a').attachShadow({mode:'open'}).innerHTML='<p>text-in-open-shadow</p>';
document.getElementById('host-b').attachShadow({mode:'closed'}).innerHTML='<p>text-in-closed-shadow</p>';
</script>`;

const CLOBBER = `${START}<title>Clobbered</title>${WORDS}<img name="title" alt=""><img name="querySelectorAll" alt="">
<form name="documentElement"><input name="id"></form><form name="body"></form><img name="readyState" alt="">`;

/** Pages with layouts that other tools miss parts of. */
export const layoutRoutes: SiteRoutes = {
  '/lazy': page(lazy()),
  '/picture/*': async (request, response) => {
    const number = Number(/(\d+)\.png/u.exec(request.url ?? '')?.[1] ?? '0');
    const picture = await codedPicture(number);
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
  },
  '/feed': page(FEED),
  '/sticky': page(STICKY),
  '/inner': page(INNER),
  '/shadow': page(SHADOW),
  '/clobber': page(CLOBBER),
  '/wide': page(
    `${START}<title>Wide</title><body style="margin:0"><div style="display:flex;width:9000px">${Array.from(
      { length: 90 },
      (_, index) =>
        `<div style="flex:none;width:100px;height:${BAND_CSS * 6}px;background:rgb(${index * 2},${255 - index},7)"></div>`,
    ).join('')}</div>`,
  ),
  '/very-wide': page(
    `${START}<title>Very wide</title><body style="margin:0"><div style="display:flex;width:${WIDE_COLUMNS * 100}px">${Array.from(
      { length: WIDE_COLUMNS },
      (_, index) =>
        `<div style="flex:none;width:100px;height:700px;background:${bandCss(index)}"></div>`,
    ).join('')}</div>`,
  ),
  '/plain': (_request, response) => {
    html(response, `${START}<title>A plain page</title><h1>The pond</h1>${WORDS.repeat(8)}`);
  },
};
