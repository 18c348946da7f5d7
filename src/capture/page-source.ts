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
const frames = () => new Promise((resolve) => {
  setTimeout(resolve, 250);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
});
const words = (element) => textIn(element).replace(/\\s+/g, ' ').trim().slice(0, 200);
`;

/** A source for `PageSession.evaluate`. @param body - statements that may use the helpers above and `input`, and return JSON */
export function source(body: string): string {
  return `(async (input) => {${LIBRARY}${body}})`;
}
