import { bytes, page, type SiteRoutes } from '#scripts/demo-site/server.ts';
import { MARKER } from '#test/support/site/marker.ts';

const COLOUR = `rgb(${MARKER.join(',')})`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="${COLOUR}"/></svg>`;
const START = '<!doctype html><html lang="en"><meta charset="utf-8">';

/** Pages whose pixels must not reach the screen while they are veiled. */
export const veiledRoutes: SiteRoutes = {
  /** A picture in one colour that nothing of ours has, a link under the middle, and a long way to scroll. */
  '/pictures': page(`${START}<title>Pictures</title><body style="margin:0;background:${COLOUR}">
<img src="/picture.svg" width="600" height="300"><a href="/clicked" style="position:fixed;inset:0;display:block"> </a>
<div style="height:4000px"></div>
<script>globalThis.heard = []; for (const kind of ['keydown', 'mousedown', 'click', 'wheel', 'mousemove', 'focus'])
addEventListener(kind, () => globalThis.heard.push(kind), true);</script>`),
  '/picture.svg': bytes('image/svg+xml', SVG),
  '/clicked': page(`${START}<title>Clicked</title><p>No one may come here by a click.`),
  /** Small squares of black and white, everywhere. */
  '/chequered': page(
    `${START}<title>Chequered</title><body style="margin:0;height:3000px;background:repeating-conic-gradient(#000 0 25%, #fff 0 50%) 0 0/32px 32px">`,
  ),
  /** Lines of text as large as a headline. */
  '/text': page(
    `${START}<title>Text</title><body style="margin:0;background:#fff;color:#000;font:700 24px/1 monospace;overflow-wrap:anywhere">${'HMNEWKX8'.repeat(600)}`,
  ),
  /** Black above, white below. */
  '/halves': page(
    `${START}<title>Halves</title><body style="margin:0"><div style="height:50vh;background:#000"></div><div style="height:50vh;background:#fff"></div><div style="height:3000px;background:#000">`,
  ),
};
