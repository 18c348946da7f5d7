import { source } from './page-source.ts';

/**
 * What lies over the view: fixed boxes, dialogues, and large boxes lifted out of the page, found at 12 × 12 points.
 * `coversOf()` gives `{element, share, textShare, words}` of each; `body` and `pageWords` come with it.
 */
export const FIXED_ANCESTOR = `
const view = { width: innerWidth, height: innerHeight };
const body = getter(Document.prototype, 'body').call(document);
const pageWords = body === null ? 0 : textIn(body).replace(/\\s+/g, '').length;
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
const coversOf = () => {
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
  return [...covers].map(([element, hits]) => ({
    element,
    share: hits / points,
    textShare: pageWords === 0 ? 0 : textIn(element).replace(/\\s+/g, '').length / pageWords,
    words: words(element).toLowerCase(),
  }));
};`;

// The same bounds as in the quality checks: a bar at the top is none, nor is a page built in one fixed box.
const IN_THE_WAY = `
const consent = /cookie|consent|gdpr|privacy (?:choices|settings|preferences)|personali[sz]ed ads/iu;
const inTheWay = ({ share, textShare, words: said }) =>
  !(textShare > 0.6 && share > 0.6) && (share >= 0.2 || (share >= 0.03 && consent.test(said)));`;

/** Name of the shim that {@link HIDE_OVERLAYS} is, as the record has it. */
export const HIDE_OVERLAYS_NAME = 'hide-overlays';

/**
 * Hide what lies over the page, by a style of its own on each such box, and undo a scroll lock on the page.
 * Runs in the isolated world; keeps what it changed for {@link SHOW_OVERLAYS}. Gives `{hidden, remaining}`.
 */
export const HIDE_OVERLAYS = source(`${FIXED_ANCESTOR}${IN_THE_WAY}
const changed = (globalThis.countersignHidden ??= []);
const set = (element, name, value) => {
  changed.push([element, element.getAttribute('style')]);
  element.style.setProperty(name, value, 'important');
};
const hidden = [];
for (let round = 0; round < 5; round++) {
  const found = coversOf().filter(inTheWay);
  if (found.length === 0) break;
  for (const { element, share, words: said } of found) {
    set(element, 'display', 'none');
    hidden.push({ share, words: said });
  }
}
if (hidden.length > 0) {
  for (const element of [root, body]) {
    if (element === null) continue;
    const style = getComputedStyle(element);
    if (/hidden|clip/u.test(style.overflowX + style.overflowY)) set(element, 'overflow', 'visible');
    if (style.position === 'fixed') set(element, 'position', 'static');
  }
}
await frames();
return { hidden: hidden.slice(0, 50), remaining: coversOf().filter(inTheWay).length };`);

/** Put back what {@link HIDE_OVERLAYS} changed. Gives `{restored}`: whether every box has its style again. */
export const SHOW_OVERLAYS = source(`
const changed = globalThis.countersignHidden ?? [];
for (const [element, style] of [...changed].reverse()) {
  // Reading it first makes the browser write it out; else removing leaves an empty one behind.
  element.getAttribute('style');
  if (style === null) element.removeAttribute('style');
  else element.setAttribute('style', style);
}
const first = new Map();
for (const [element, style] of changed) if (!first.has(element)) first.set(element, style);
const restored = [...first].every(([element, style]) => element.isConnected && element.getAttribute('style') === style);
globalThis.countersignHidden = [];
await frames();
return { restored };`);
