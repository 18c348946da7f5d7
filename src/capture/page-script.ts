import { FIXED_ANCESTOR } from './overlay-script.ts';
import { source } from './page-source.ts';

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
${FIXED_ANCESTOR}
const overlays = coversOf().map(({ share, textShare, words: said }) => ({ share, textShare, words: said }));
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
  const over = Math.max(element.scrollHeight - element.clientHeight, 0);
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
  allPictures: pictures.length,
  broken: broken.length,
  backgrounds,
  frames: all('iframe, frame, fencedframe, object, embed', 20000).length,
  passwords: all('input[type=password]', 100).filter(shown).length,
  scrollers: scrollers.length,
  clipped,
  sticky: sticky.length,
  fixed: fixed.length,
  video: all('video,audio', 1000).length,
  canvas: all('canvas', 1000).length,
  characters: pageWords,
};`);
