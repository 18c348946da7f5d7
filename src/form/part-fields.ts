import { html, type SafeHtml } from './html.ts';
import type { SheetExhibit, SheetPart } from './input.ts';
import { digestGroups } from './words.ts';

function box({ x, y, width, height }: SheetPart['css']): string {
  return `${width} × ${height} from ${x}, ${y}`;
}

function row(name: string, text: string): SafeHtml {
  const value = text.trim() === '' ? html`<i>Not shown on the page</i>` : html`${text}`;
  return html`<tr><th scope="row">${name}</th><td><span class="said" dir="auto">${value}</span></td></tr>`;
}

/** Rows of a part's label: what stands in it (S004 §9) and where it was cut. None for a whole exhibit. */
export function partRows({ part }: SheetExhibit): readonly SafeHtml[] {
  if (part === null) return [];
  const parents = part.parents.map(
    ({ name, digest }) => html`<div class="address">${name}: ${digestGroups(digest)}</div>`,
  );
  return [
    row('User name', part.username),
    row('Display name', part.displayName),
    row('Date and time as shown', part.shownAt),
    row('What was said', part.said),
    row('Why this part', part.why),
    row('Where', `CSS px: ${box(part.css)}; px of the picture: ${box(part.px)}`),
    html`<tr><th scope="row">Cut from</th><td>${parents}</td></tr>`,
  ];
}
