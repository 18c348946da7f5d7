import { html, type SafeHtml } from './html.ts';
import type { FormJudgement, FormPerson, FormVisit, RecordOfReviewInput } from './input.ts';
import { markLines, page, topLine } from './page.ts';
import { dateTimeWords, dateWords, digestGroups } from './words.ts';

const STYLE = `
.field th { width: 46mm; }
.sites th:nth-child(1), .sites td:nth-child(1) { width: 50%; }
`;

/**
 * What the form still lacks, in its own order, in the words of the screen; empty when every field is filled (R14, R19).
 */
export function missingInRecord(input: RecordOfReviewInput): readonly string[] {
  const { reason, first, second, visits, conclusions } = input;
  const unless = (filled: boolean, what: string): readonly string[] => (filled ? [] : [what]);
  const says = (text: string | null): boolean => (text ?? '').trim() !== '';
  return [
    ...unless(says(reason), 'The reason for the investigation'),
    ...unless(says(first.position), 'The position of the first reviewing person'),
    ...unless(says(second.position), 'The position of the second reviewing person'),
    ...unless(visits.length > 0, 'The first address that is visited'),
    ...visits.flatMap(missingInVisit),
    ...unless(conclusions.length > 0, 'The conclusion, and the action proposed'),
  ];
}

function missingInVisit({ number, judgement, reason }: FormVisit): readonly string[] {
  if (judgement === 'open') return [`Whether visit ${number} concerns you`];
  return judgement === 'concern' && (reason ?? '').trim() === ''
    ? [`Why visit ${number} concerns you`]
    : [];
}

const SIGNED =
  'Signed digitally in this file. The space is for ink, if a paper copy is signed too.';

function row(label: string, value: SafeHtml): SafeHtml {
  return html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`;
}

function prose(text: string): SafeHtml {
  return html`<p class="prose" dir="auto">${text}</p>`;
}

function person(heading: string, { name, position }: FormPerson): SafeHtml {
  return html`<h2>${heading}</h2>
<table class="field">
${row('Name', html`<span dir="auto">${name}</span>`)}
${row('Position', html`<span dir="auto">${position}</span>`)}
${row('Signature', html`<div class="signature small">${SIGNED}</div>`)}
</table>`;
}

function siteCell(visit: FormVisit): SafeHtml {
  const { number, address, finalAddress, openedAt, exhibitRefs } = visit;
  const lines = [
    html`<p class="address">${address}</p>`,
    ...(finalAddress === null || finalAddress === address
      ? []
      : [html`<p class="small">reached: <span class="address">${finalAddress}</span></p>`]),
    html`<p class="small">visit ${number}, ${dateTimeWords(openedAt)}</p>`,
    ...(exhibitRefs.length === 0
      ? []
      : [html`<p class="small">kept as ${exhibitRefs.join(', ')}</p>`]),
  ];
  return html`${lines}`;
}

function concernCell({ reason, judgement, failure }: FormVisit): SafeHtml {
  const said = reason === null ? [] : [prose(reason)];
  const judged =
    judgement === 'no-concern'
      ? [html`<p>No concern</p>`]
      : judgement === 'open' && failure === null
        ? [html`<p>Not yet said</p>`]
        : [];
  return html`${failure === null ? [] : [html`<p>${failure}</p>`]}${judged}${said}`;
}

function judgementRows(judgement: FormJudgement): SafeHtml[] {
  const { substance, reasons, outcome, actions, by, at } = judgement;
  const names = by.map(({ name, position }) => `${name}, ${position}`).join('; ');
  const says = substance ? 'the concern has substance' : 'the concern has no substance';
  return [
    html`<tr><td><p><b>Judgement: ${says}.</b></p>${prose(reasons)}<p class="small">${names}, ${dateTimeWords(at)}</p></td></tr>`,
    html`<tr><td><p><b>Outcome:</b> ${outcome}</p></td></tr>`,
    ...actions.map((action) => html`<tr><td><p><b>Action taken:</b></p>${prose(action)}</td></tr>`),
  ];
}

function versionLine({ version, supersedes }: RecordOfReviewInput): string {
  return supersedes === null
    ? `Version ${version}`
    : `Version ${version}, supersedes version ${supersedes}`;
}

function head(input: RecordOfReviewInput): SafeHtml {
  const { computer } = input;
  return html`${topLine(input)}${markLines(input)}
<h1>Record of reviewing devices / Internet sites</h1>
<p class="small">Responding to incidents of misuse. ${versionLine(input)}. The visits listed here were carried out for safeguarding purposes.</p>
<table class="field">
${row(input.investigatorsLabel, html`<span dir="auto">${input.first.name}, ${input.second.name}</span>`)}
${row('Date', html`${dateWords(input.date)}`)}
${row('Reason for investigation', prose(input.reason))}
</table>
${person('Details of first reviewing person', input.first)}
${person('Details of second reviewing person', input.second)}
<h2>Name and location of computer used for review (for web sites)</h2>
<table><tr><td dir="auto">${computer.name}, ${computer.location} (asset ${computer.assetNo})</td></tr></table>`;
}

function foot({ authority, scope, caFingerprint }: RecordOfReviewInput): SafeHtml {
  const { givenBy, givenAt, document } = authority;
  return html`<h2>Authority</h2>
<p class="small">Given in writing by <span dir="auto">${givenBy.name}, ${givenBy.position}</span>, ${dateTimeWords(givenAt)}: <span dir="auto">${document}</span></p>
<p class="small">Scope: <span dir="auto">${scope}</span></p>
<p class="small">School’s certificate (SHA-256): ${digestGroups(caFingerprint)}</p>`;
}

/**
 * "Record of reviewing devices / Internet sites (responding to incidents of misuse)", exactly the
 * fields of the school's form in its order, as one HTML document for printing.
 * @param input - filled from the ledger; what is missing prints as missing
 * @see procedure.md §1.2, §9a (App. 5)
 */
export function recordOfReviewHtml(input: RecordOfReviewInput): string {
  const { judgement } = input;
  const sites = input.visits.map(
    (visit) => html`<tr><td>${siteCell(visit)}</td><td>${concernCell(visit)}</td></tr>`,
  );
  const conclusions = [
    ...input.conclusions.map((text) => html`<tr><td>${prose(text)}</td></tr>`),
    ...(judgement === null ? [] : judgementRows(judgement)),
  ];
  const body = html`${head(input)}
<h2>Sites and devices</h2>
<table class="sites">
<thead><tr><th scope="col">Web site(s) address / device</th><th scope="col">Reason for concern</th></tr></thead>
<tbody>${sites}</tbody>
</table>
<h2>Conclusion and Action proposed or taken</h2>
<table><tbody>${conclusions}</tbody></table>
${foot(input)}`;
  return page(`Record of review, ${input.reference}`, STYLE, body);
}
