import { bytes, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

/** The colour that stands for what must not be seen: no text, border or background of the page has it. */
export const MARKER = [255, 0, 254] as const;

const COLOUR = `rgb(${MARKER.join(',')})`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="80" fill="${COLOUR}"/></svg>`;
const DATA = `data:image/svg+xml,${encodeURIComponent(SVG)}`;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Marker</title>
<style>
.b { display: inline-block; width: 80px; height: 80px; }
#css-file { background: url(/marker.svg); } #css-data { background: url("${DATA}"); }
#gradient { background: linear-gradient(${COLOUR}, ${COLOUR}); }
#before::before { content: url("${DATA}"); }
#list-image { list-style-image: url("${DATA}"); }
#border-image { border: 40px solid transparent; border-image: url("${DATA}") 40; width: 0; height: 0; }
#cursor-content { content: url("${DATA}"); }
dialog, [popover] { padding: 0; border: 0; width: 80px; height: 80px; }
</style>
<h1>Nothing on this page may be seen</h1><p>Only its text.</p>
<img id="img-file" src="/marker.svg"><img id="img-data" src="${DATA}"><img id="img-blob">
<canvas id="canvas" width="80" height="80"></canvas><span id="svg">${SVG}</span>
<object id="object" data="/marker.svg" type="image/svg+xml"></object><embed id="embed" src="/marker.svg" type="image/svg+xml">
<i class="b" id="css-file"></i><i class="b" id="css-data"></i><i class="b" id="gradient"></i><i class="b" id="before"></i>
<video id="poster" poster="/marker.svg" width="80" height="80"></video><ul><li id="list-image">item</li></ul><i class="b" id="border-image"></i>
<input id="input-image" type="image" src="/marker.svg" width="80" height="80"><i class="b" id="cursor-content"></i>
<dialog id="dialog"><img src="${DATA}"></dialog><div id="popover" popover><canvas id="popped" width="80" height="80"></canvas></div>
<script>
for (const id of ['canvas', 'popped']) { const c = document.getElementById(id).getContext('2d'); c.fillStyle = '${COLOUR}'; c.fillRect(0, 0, 80, 80); }
document.getElementById('img-blob').src = URL.createObjectURL(new Blob([${JSON.stringify(SVG)}], { type: 'image/svg+xml' }));
document.getElementById('dialog').showModal(); document.getElementById('popover').showPopover();
</script>`;

/** A page that paints one marker colour in every way a page can paint. */
export const markerRoutes: SiteRoutes = {
  '/marker': page(PAGE),
  '/marker.svg': bytes('image/svg+xml', SVG),
};

/** How many points of a decoded picture have the marker's colour. */
export function countMarker(data: Uint8Array): number {
  let count = 0;
  for (let i = 0; i + 2 < data.length; i += 3) {
    if (MARKER.every((value, channel) => data[i + channel] === value)) count += 1;
  }
  return count;
}
