// Sources that run in an isolated world of the page: its scripts can neither see nor change them. A page
// can still name its elements after members of `document` (`<img name=title>`), in every world, so nothing
// is read through `document` itself but through the prototypes.
const LIBRARY = `
const getter = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get;
const root = getter(Document.prototype, 'documentElement').call(document);
const all = (selector, limit) =>
  Array.prototype.slice.call(Document.prototype.querySelectorAll.call(document, selector), 0, limit);
const rectOf = (element) => Element.prototype.getBoundingClientRect.call(element);
const parentOf = (node) => getter(Node.prototype, 'parentElement').call(node);
const innerText = getter(HTMLElement.prototype, 'innerText');
const textContent = getter(Node.prototype, 'textContent');
const textIn = (node) => (node instanceof HTMLElement ? innerText : textContent).call(node) ?? '';
const shown = (element) => {
  const rect = rectOf(element);
  if (rect.width < 1 || rect.height < 1) return false;
  const style = getComputedStyle(element);
  return style.visibility !== 'hidden' && style.display !== 'none' && style.opacity !== '0';
};
const words = (element) => textIn(element).replace(/\\s+/g, ' ').trim().slice(0, 200);
`;

/** One of our sources: an async function expression of one argument, with the library in front. */
export function source(body: string): string {
  return `(async (input) => {${LIBRARY}${body}})`;
}

/** Size and place of the page, css px. Gives `{width, height, viewWidth, viewHeight, x, y, dpr}`. */
export const MEASURE = source(`
const body = getter(Document.prototype, 'body').call(document);
return {
  width: Math.max(root?.scrollWidth ?? 0, body?.scrollWidth ?? 0),
  height: Math.max(root?.scrollHeight ?? 0, body?.scrollHeight ?? 0),
  viewWidth: root?.clientWidth || innerWidth,
  viewHeight: innerHeight,
  x: scrollX,
  y: scrollY,
  dpr: devicePixelRatio,
  userAgent: navigator.userAgent,
  language: navigator.language,
};`);

/** Scroll to `input.x`, `input.y` at once and wait for two frames. Gives the new place and height. */
export const SCROLL = source(`
scrollTo({ left: input.x, top: input.y, behavior: 'instant' });
await new Promise((resolve) => {
  setTimeout(resolve, 250);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
});
return { x: scrollX, y: scrollY, height: root?.scrollHeight ?? 0, viewHeight: innerHeight };`);

/** The page's HTML as it stands, open shadow roots included. Gives `{html}`. */
export const SERIALISE = source(`
const hosts = all('*', 200000).filter((element) => element.shadowRoot !== null);
const html = root === null ? '' : getter(Element.prototype, 'outerHTML').call(root);
const shadows = hosts.map((element) => getter(ShadowRoot.prototype, 'innerHTML').call(element.shadowRoot));
return { html: [html, ...shadows].join('\\n').slice(0, 32 * 1024 * 1024) };`);

/** Whether the page is complete and its pictures have arrived. Gives `{ready, waiting}`. */
export const SETTLED = source(`
const pictures = all('img', 5000).filter((image) => !image.complete && shown(image));
return { ready: getter(Document.prototype, 'readyState').call(document), waiting: pictures.length };`);

/** What the quality checks need to know. @see src/capture/quality.ts */
export const FACTS = source(`
const view = { width: innerWidth, height: innerHeight };
const fixedAncestor = (element) => {
  for (let node = element; node && node !== root; node = parentOf(node) ?? node.getRootNode().host) {
    const style = getComputedStyle(node);
    if (style.position === 'fixed' || node.matches('dialog[open],:popover-open,:modal')) return node;
    if (style.position === 'absolute' && Number(style.zIndex) >= 10) {
      const rect = rectOf(node);
      if (rect.width * rect.height >= 0.5 * view.width * view.height) return node;
    }
  }
  return null;
};
const covers = new Map();
let points = 0;
for (let row = 0; row < 12; row++) {
  for (let column = 0; column < 12; column++) {
    points++;
    const x = ((column + 0.5) / 12) * view.width;
    const y = ((row + 0.5) / 12) * view.height;
    const hit = Document.prototype.elementFromPoint.call(document, x, y);
    const over = hit === null ? null : fixedAncestor(hit);
    if (over !== null) covers.set(over, (covers.get(over) ?? 0) + 1);
  }
}
const body = getter(Document.prototype, 'body').call(document);
const pageWords = body === null ? 0 : textIn(body).replace(/\\s+/g, '').length;
const overlays = [...covers].map(([element, hits]) => ({
  share: hits / points,
  textShare: pageWords === 0 ? 0 : textIn(element).replace(/\\s+/g, '').length / pageWords,
  words: words(element).toLowerCase(),
}));
const pictures = all('img,input[type=image]', 5000).filter(
  (image) => (image.getAttribute('src') ?? image.getAttribute('srcset') ?? '') !== '' || image.currentSrc,
);
const shownPictures = pictures.filter((image) => {
  const style = getComputedStyle(image);
  return style.display !== 'none' && style.visibility !== 'hidden';
});
const broken = shownPictures.filter((image) => image.tagName === 'IMG' && image.naturalWidth === 0);
const backgrounds = all('*', 20000).filter((element) =>
  getComputedStyle(element).backgroundImage.includes('url('),
).length;
const scrollers = all('*', 20000).filter((element) => {
  if (element === root || element === body) return false;
  const over = element.scrollHeight - element.clientHeight;
  if (over < 24 || element.clientHeight < 80 || element.clientWidth < 80) return false;
  const flow = getComputedStyle(element).overflowY;
  return (flow === 'auto' || flow === 'scroll' || flow === 'overlay') && shown(element);
});
const clipped =
  root !== null && body !== null &&
  [root, body].some((element) => {
    const flow = getComputedStyle(element).overflowY;
    return (flow === 'hidden' || flow === 'clip') && element.scrollHeight - innerHeight > 24;
  });
const sticky = all('*', 20000).filter((element) => getComputedStyle(element).position === 'sticky');
const fixed = all('*', 20000).filter((element) => getComputedStyle(element).position === 'fixed' && shown(element));
return {
  title: words(Document.prototype.querySelector.call(document, 'title') ?? document.createElement('i')),
  headings: all('h1,h2,[role=heading]', 50).filter(shown).slice(0, 5).map(words),
  language: root?.getAttribute('lang') ?? null,
  characterSet: getter(Document.prototype, 'characterSet').call(document),
  mediaType: getter(Document.prototype, 'contentType').call(document),
  ready: getter(Document.prototype, 'readyState').call(document),
  overlays,
  pictures: shownPictures.length,
  broken: broken.length,
  backgrounds,
  passwords: all('input[type=password]', 100).filter(shown).length,
  scrollers: scrollers.length,
  clipped,
  sticky: sticky.length,
  fixed: fixed.length,
  video: all('video,audio', 1000).length,
  canvas: all('canvas', 1000).length,
  characters: pageWords,
};`);
