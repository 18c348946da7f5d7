import type { ContinuityLine, ExhibitLabel } from '#src/exhibit/label.ts';
import { html, type SafeHtml } from './html.ts';
import type { ScreenshotSheetInput, SheetExhibit } from './input.ts';
import { markLines, topLine } from './page.ts';
import { partRows } from './part-fields.ts';
import { dateTimeWords, digestGroups } from './words.ts';

/** Rows left free below the continuity, for hands that take the printed exhibit on. */
const FREE_LINES = 4;

/** Style rules of a label. */
export const LABEL_STYLE = `
.label { break-after: page; }
.label:last-child { break-after: auto; }
.label .field th { width: 38mm; }
.label .hand { height: 15mm; }
.continuity { font-size: 8.5pt; }
.continuity th, .continuity td { padding: 1mm 1.5mm; }
.continuity th:nth-child(1), .continuity th:nth-child(2) { width: 30mm; }
.continuity th:nth-child(3) { width: 32mm; }
.continuity th:nth-child(5) { width: 17mm; }
.continuity th:nth-child(6) { width: 27mm; }
.continuity .free td { height: 9mm; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
.after { margin-top: 2mm; }
`;

function row(name: string, value: SafeHtml): SafeHtml {
  return html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
}

function hand(name: string, { name: who, position }: ExhibitLabel['producedBy']): SafeHtml {
  return row(
    name,
    html`<div class="hand"><span dir="auto">${who}, ${position}</span><br><span class="small">signature and date</span></div>`,
  );
}

function continuityRow({ from, to, at, purpose, sealNo }: ContinuityLine): SafeHtml {
  return html`<tr><td dir="auto">${from}</td><td dir="auto">${to}</td><td>${dateTimeWords(at)}</td><td dir="auto">${purpose}</td><td>${sealNo}</td><td></td></tr>`;
}

function gapLines(gaps: readonly string[]): SafeHtml[] {
  return gaps.length === 0
    ? []
    : [html`<p class="marks">Not accounted for: <span dir="auto">${gaps.join(' ')}</span></p>`];
}

/**
 * The label of an exhibit with its continuity (procedure.md §5.3): the maker of the statement and the
 * witness sign it by hand, and whoever takes it on adds a line.
 */
export function labelSheet(input: ScreenshotSheetInput, exhibit: SheetExhibit): SafeHtml {
  const { label, gaps } = exhibit;
  const { exhibitRef, fileName, description, producedAt, place, parent } = label;
  const free = Array.from(
    { length: FREE_LINES },
    () => html`<tr class="free"><td></td><td></td><td></td><td></td><td></td><td></td></tr>`,
  );
  return html`<section class="label">${topLine(input)}${markLines(input)}
<h1>Exhibit ${exhibitRef}</h1>
<table class="field">
${row('Description', html`<span class="address">${description}</span>`)}
${parent === null ? [] : [row('Part of', html`${parent}`)]}
${partRows(exhibit)}
${row('Investigation', html`${label.investigationRef}`)}
${row('Produced', html`${dateTimeWords(producedAt)} (${producedAt})`)}
${row('Place', html`<span dir="auto">${place}</span>`)}
${row('SHA-256', html`<span class="address">${digestGroups(label.digest)}</span>`)}
${row('Folder in the pack', html`<span class="address">data/exhibits/${fileName}</span>`)}
${hand('Produced by', label.producedBy)}
${hand('Witnessed by', label.witnessedBy)}
</table>
<h2>Continuity</h2>
${gapLines(gaps)}
<table class="continuity">
<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Date and time</th><th scope="col">Purpose</th><th scope="col">Seal no.</th><th scope="col">Signature</th></tr></thead>
<tbody>${label.continuity.map(continuityRow)}${free}</tbody>
</table>
<p class="small after">Printed lines follow from the signed ledger and need no signature. Empty lines are for hands that take the printed exhibit on.</p>
</section>`;
}
