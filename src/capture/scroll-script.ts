import { source } from './page-source.ts';

// Text that comes and goes while one scrolls: only nodes that were added or changed since the watch began are
// looked at, so a page that stands still costs nothing however large it is. `gather()` notes those in view.
const GATHER = `
const MAX_PIECES = 50000;
const watch = globalThis.countersignText;
const gather = () => {
  if (watch === undefined) return;
  watch.take(watch.observer.takeRecords());
  for (const node of watch.pending) {
    const parent = parentOf(node);
    if (parent === null || !node.isConnected) { watch.pending.delete(node); continue; }
    const rect = rectOf(parent);
    if (rect.bottom <= 0 || rect.top >= innerHeight || rect.right <= 0 || rect.left >= innerWidth) continue;
    watch.pending.delete(node);
    const text = (textContent.call(node) ?? '').replace(/\\s+/g, ' ').trim();
    if (text === '' || !shown(parent) || /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/u.test(parent.tagName)) continue;
    let [x, y] = [rect.left + scrollX, rect.top + scrollY];
    for (let up = parentOf(parent); up !== null && up !== root; up = parentOf(up)) {
      if (up.scrollTop !== 0 || up.scrollLeft !== 0) { x += up.scrollLeft; y += up.scrollTop; }
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = Range.prototype.getBoundingClientRect.call(range);
    const piece = { text: text.slice(0, 4000), x: Math.round(x + box.left - rect.left), y: Math.round(y + box.top - rect.top), width: Math.round(box.width), height: Math.round(box.height) };
    const key = piece.y + ' ' + piece.x + ' ' + piece.text;
    if (watch.seen.has(key)) continue;
    if (watch.seen.size >= MAX_PIECES) { watch.cut = true; return; }
    watch.seen.add(key);
    watch.fresh.push(piece);
  }
};
const handOver = () => {
  const pieces = watch?.fresh ?? [];
  if (watch !== undefined) watch.fresh = [];
  return { pieces, cut: watch?.cut === true };
};`;

/** Begin to watch for text that comes and goes; once for each document. */
export const WATCH_TEXT = source(`
const pending = new Set();
const known = new WeakSet();
const watch = { pending, seen: new Set(), fresh: [], cut: false };
const each = (node, act) => {
  if (node.nodeType === 3) { act(node); return; }
  if (node.nodeType !== 1) return;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) act(text);
};
const add = (node) => { known.add(node); pending.add(node); };
// What was there from the beginning and was taken away is noted without its place, which has gone.
const gone = (value, parent) => {
  const text = (value ?? '').replace(/\\s+/g, ' ').trim().slice(0, 4000);
  if (text === '' || (parent !== null && /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/u.test(parent.tagName))) return;
  const key = 'gone ' + text;
  if (watch.seen.has(key) || watch.seen.size >= 50000) return;
  watch.seen.add(key);
  watch.fresh.push({ text, x: 0, y: Math.round(scrollY), width: 0, height: 0 });
};
watch.take = (records) => {
  for (const record of records) {
    if (record.type === 'characterData') {
      if (!known.has(record.target)) gone(record.oldValue, parentOf(record.target));
      add(record.target);
    } else {
      record.addedNodes.forEach((node) => each(node, add));
      record.removedNodes.forEach((node) => each(node, (text) => {
        if (!known.has(text)) gone(textContent.call(text), parentOf(text));
      }));
    }
    if (pending.size > 200000) { watch.cut = true; pending.clear(); }
  }
};
watch.observer = new MutationObserver((records) => watch.take(records));
if (root !== null) watch.observer.observe(root, { childList: true, characterData: true, characterDataOldValue: true, subtree: true });
globalThis.countersignText = watch;
return {};`);

/** Hand over the text that came into view since the last time. Gives `{pieces, cut}`. */
export const TAKE_TEXT = source(`${GATHER}
gather();
return handOver();`);

/** Scroll to `input.x`, `input.y` at once and wait for two frames. Gives the new place and size, and new text. */
export const SCROLL = source(`${GATHER}
gather();
scrollTo({ left: input.x, top: input.y, behavior: 'instant' });
await frames();
gather();
return { x: scrollX, y: scrollY, width: root?.scrollWidth ?? 0, height: root?.scrollHeight ?? 0, viewHeight: innerHeight, ...handOver() };`);

/**
 * What need not look the same in the view and in a tile: fixed and sticky boxes, moving pictures, running
 * animations. Gives `{masks}`, each `{x, y, width, height}` in the page's css px, and how many of each kind.
 */
export const MASKS = source(`
const masks = [];
const mask = (element) => {
  const rect = rectOf(element);
  if (rect.width < 1 || rect.height < 1) return;
  masks.push({ x: rect.left + scrollX, y: rect.top + scrollY, width: rect.width, height: rect.height });
};
for (const element of all('*', 20000)) {
  const { position } = getComputedStyle(element);
  if (position === 'fixed' || position === 'sticky') mask(element);
}
all('video,canvas', 200).forEach(mask);
for (const animation of Document.prototype.getAnimations.call(document).slice(0, 200)) {
  const target = animation.effect?.target;
  if (animation.playState === 'running' && target instanceof Element) mask(target);
}
return { masks: masks.slice(0, 500) };`);

/**
 * Parts that scroll inside themselves, open shadow trees included, and the document's own root where
 * `input.root` is set. Kept in this world for {@link PART_PLACE}. Gives `{parts}`, in the order of the page.
 */
export const FIND_PARTS = source(`
const found = [];
const body = getter(Document.prototype, 'body').call(document);
const scrolls = (flow) => flow === 'auto' || flow === 'scroll' || flow === 'overlay';
const label = (element) => {
  const name = element.getAttribute('aria-label') ?? '';
  const id = typeof element.id === 'string' && element.id !== '' ? '#' + element.id : '';
  return (element.tagName.toLowerCase() + id + ' ' + name).trim().slice(0, 120);
};
const visit = (tree) => {
  for (const element of Array.prototype.slice.call(tree.querySelectorAll('*'), 0, 20000)) {
    if (element.shadowRoot !== null) visit(element.shadowRoot);
    if (element === root || element === body) continue;
    const down = element.scrollHeight - element.clientHeight;
    const across = element.scrollWidth - element.clientWidth;
    if ((down < 24 && across < 24) || element.clientHeight < 40 || element.clientWidth < 40) continue;
    const style = getComputedStyle(element);
    const goesDown = down >= 24 && scrolls(style.overflowY) && element.clientHeight >= 80;
    const goesAcross = across >= 24 && scrolls(style.overflowX) && element.clientWidth >= 80;
    if ((goesDown || goesAcross) && shown(element) && !/^(?:TEXTAREA|SELECT)$/u.test(element.tagName)) found.push(element);
  }
};
const flow = root === null ? 'visible' : getComputedStyle(root).overflowY;
if (input.root && root !== null && innerWidth >= 80 && innerHeight >= 80 && flow !== 'hidden' && flow !== 'clip' &&
  (root.scrollHeight - innerHeight >= 24 || root.scrollWidth - innerWidth >= 24)) found.push(root);
const scrollBox = (tree) => Document.prototype.querySelectorAll.call(tree, '*');
visit({ querySelectorAll: () => scrollBox(document) });
globalThis.countersignParts = found.map((element) => {
  const before = [];
  for (let up = element; up !== null; up = parentOf(up) ?? up.getRootNode().host ?? null) before.push([up, up.scrollLeft, up.scrollTop]);
  return { element, before };
});
return { parts: found.map((element) => ({
  label: label(element),
  sticky: Array.prototype.slice.call(element.querySelectorAll('*'), 0, 5000).some((one) => /sticky|fixed/u.test(getComputedStyle(one).position)),
})) };`);

/**
 * Bring part `input.part` into view and scroll it to `input.x`, `input.y`. Gives `{gone}`, or its place in its
 * document's view, what of it can be seen, how far it was scrolled and how large its content is, and new text.
 */
export const PART_PLACE = source(`${GATHER}
gather();
const part = globalThis.countersignParts?.[input.part];
if (part === undefined || !part.element.isConnected) return { gone: true };
const { element } = part;
const isRoot = element === root;
if (!isRoot && input.reveal) Element.prototype.scrollIntoView.call(element, { block: 'center', inline: 'nearest', behavior: 'instant' });
element.scrollTo({ left: input.x, top: input.y, behavior: 'instant' });
await frames();
gather();
const rect = isRoot ? { left: 0, top: 0 } : rectOf(element);
let box = {
  left: rect.left + element.clientLeft * (isRoot ? 0 : 1),
  top: rect.top + element.clientTop * (isRoot ? 0 : 1),
};
box.right = box.left + (isRoot ? innerWidth : element.clientWidth);
box.bottom = box.top + (isRoot ? innerHeight : element.clientHeight);
const whole = { ...box };
for (let up = parentOf(element); up !== null && up !== root && !isRoot; up = parentOf(up) ?? up.getRootNode().host ?? null) {
  if (!/hidden|clip|auto|scroll/u.test(getComputedStyle(up).overflow)) continue;
  const outer = rectOf(up);
  box = { left: Math.max(box.left, outer.left), top: Math.max(box.top, outer.top), right: Math.min(box.right, outer.right), bottom: Math.min(box.bottom, outer.bottom) };
}
return {
  left: box.left, top: box.top, right: box.right, bottom: box.bottom,
  cut: box.right - box.left < whole.right - whole.left - 1 || box.bottom - box.top < whole.bottom - whole.top - 1,
  x: element.scrollLeft, y: element.scrollTop,
  width: element.scrollWidth, height: element.scrollHeight,
  pageX: scrollX, pageY: scrollY, viewWidth: root?.clientWidth || innerWidth, viewHeight: innerHeight,
  ...handOver(),
};`);

/** Put every part of this world, and what it lies in, back where it was. Gives `{}`. */
export const RESTORE_PARTS = source(`
for (const { before } of [...(globalThis.countersignParts ?? [])].reverse()) {
  for (const [element, left, top] of before) {
    if (element.scrollLeft !== left || element.scrollTop !== top) element.scrollTo({ left, top, behavior: 'instant' });
  }
}
globalThis.countersignParts = [];
await frames();
return {};`);
