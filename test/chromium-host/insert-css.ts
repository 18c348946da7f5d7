import { randomUUID } from 'node:crypto';
import { number } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/**
 * Put a style sheet into the current document and every frame of it.
 * @param asUser - emulate the user origin: `!important` declarations also beat inline ones, because
 * a watcher in a world of its own puts them on every element that a rule matches
 * @returns a key, as Electron gives
 */
export async function insertUserSheet(
  contents: HostWebContents,
  css: string,
  asUser: boolean,
): Promise<string> {
  const key = randomUUID();
  const source = `(${String(adopt)})(${JSON.stringify(css)}, ${String(asUser)})`;
  for (const frame of contents.mainFrame.framesInSubtree) {
    const world = await contents
      .command(
        'Page.createIsolatedWorld',
        { frameId: frame.frameToken, worldName: 'countersign-styles' },
        2000,
      )
      .catch(() => null);
    // A frame of another process is reached through its own session, which styles don't need.
    if (world !== null)
      contents.post('Runtime.evaluate', {
        expression: source,
        contextId: number(world, 'executionContextId'),
      });
  }
  return key;
}

function adopt(css: string, asUser: boolean): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSStyleRule);
  const applyTo = (element: Element): void => {
    if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
    for (const rule of rules) {
      if (!element.matches(rule.selectorText)) continue;
      for (const name of rule.style) {
        if (rule.style.getPropertyPriority(name) !== 'important') continue;
        const value = rule.style.getPropertyValue(name);
        if (
          element.style.getPropertyValue(name) === value &&
          element.style.getPropertyPriority(name) === 'important'
        )
          continue;
        element.style.setProperty(name, value, 'important');
      }
    }
  };
  const seen = new WeakSet<Node>();
  const watch = (root: Document | ShadowRoot): void => {
    if (seen.has(root)) return;
    seen.add(root);
    root.adoptedStyleSheets.push(sheet);
    if (!asUser) return;
    const visit = (node: ParentNode & Node): void => {
      if (node instanceof Element) applyTo(node);
      for (const element of node.querySelectorAll('*')) {
        applyTo(element);
        if (element.shadowRoot !== null) watch(element.shadowRoot);
      }
    };
    visit(root);
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === 'attributes' && record.target instanceof Element)
          applyTo(record.target);
        for (const node of record.addedNodes) {
          if (!(node instanceof Element)) continue;
          if (node.shadowRoot !== null) watch(node.shadowRoot);
          visit(node);
        }
      }
    }).observe(root, { subtree: true, childList: true, attributes: true });
  };
  watch(document);
}
