import { source } from './page-source.ts';

/**
 * Where the pictures that the page's own document shows come from. Gives `{addresses, canvas, video}`; of a
 * `data:` address only its beginning.
 */
export const SOURCES = source(`
const addresses = [];
const add = (address) => {
  if (typeof address === 'string' && address !== '' && addresses.length < 3000) {
    addresses.push(address.slice(0, address.startsWith('data:') ? 300 : 4000));
  }
};
for (const image of all('img,input[type=image]', 5000)) if (shown(image)) add(image.currentSrc || image.src);
for (const image of all('image', 2000)) if (shown(image)) add(image.href?.baseVal && new URL(image.href.baseVal, location.href).href);
for (const element of all('*', 20000)) {
  const found = getComputedStyle(element).backgroundImage;
  if (!found.includes('url(') || !shown(element)) continue;
  for (const [, address] of found.matchAll(/url\\("((?:[^"\\\\]|\\\\.)*)"\\)/g)) add(address);
}
const videos = all('video', 1000).filter(shown);
for (const video of videos) {
  add(video.poster);
  if (/^https?:/.test(video.currentSrc)) add(video.currentSrc);
}
return {
  addresses,
  canvas: all('canvas', 1000).filter(shown).length,
  video: videos.filter((video) => video.srcObject !== null || video.currentSrc.startsWith('blob:')).length,
};`);

const WATCHED = `
const body = getter(Document.prototype, 'body').call(document);
const linesNow = () =>
  (body === null ? '' : innerText.call(body)).slice(0, 2000000).split('\\n')
    .map((line) => line.replace(/\\s+/g, ' ').trim()).filter((line) => /\\S+\\s+\\S+/.test(line));
const cut = (lines) => lines.slice(0, 20).map((line) => line.slice(0, 200));
const store = globalThis.countersignWatch ??= {};
`;

/** Remember the text that stands in the page. Gives `{lines}`. */
export const WATCH_FIRST = source(`${WATCHED}
store.first = linesNow();
return { lines: store.first.length };`);

/**
 * Compare with the text that stood there first, and watch from here on whether the page shows another one
 * while it is told of another size. Gives `{gone, samples}`, `gone` null where there was no first.
 */
export const WATCH_TILES = source(`${WATCHED}
const before = linesNow();
const known = new Set(before);
const gone = store.first === undefined ? null : store.first.filter((line) => !known.has(line));
const told = { resizes: 0, differently: 0, samples: [], checks: 0 };
const size = innerWidth + ' ' + innerHeight;
// For a moment the page is told of a size in which nothing is pictured: what it shows then is nobody's picture.
const check = () => {
  if (innerWidth + ' ' + innerHeight !== size || told.checks++ > 60) return;
  const lines = linesNow();
  const now = new Set(lines);
  const others = [...lines.filter((line) => !known.has(line)), ...before.filter((line) => !now.has(line))];
  if (others.length === 0) return;
  told.differently++;
  for (const line of others) if (told.samples.length < 20 && !told.samples.includes(line)) told.samples.push(line);
};
store.onResize = () => {
  told.resizes++;
  check();
  requestAnimationFrame(check);
};
let waiting = false;
store.observer = new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  check();
  requestAnimationFrame(() => { waiting = false; });
});
store.observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
store.told = told;
addEventListener('resize', store.onResize);
return { gone: gone === null ? null : gone.length, samples: cut(gone ?? []) };`);

/** End watching. Gives `{resizes, differently, samples}`, or `{}` where nothing was watched. */
export const WATCH_END = source(`${WATCHED}
if (store.told === undefined) return {};
removeEventListener('resize', store.onResize);
store.observer.disconnect();
return { resizes: store.told.resizes, differently: store.told.differently, samples: cut(store.told.samples) };`);
