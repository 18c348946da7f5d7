import type { JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { html, type SafeHtml } from './html.ts';
import { markLines, page, topLine, type PageMarks } from './page.ts';
import { digestGroups } from './words.ts';

/** One capture record as it is printed for experts. */
export interface ReportedCapture {
  readonly exhibitRef: string;
  /** Of the capture record's bytes. */
  readonly digest: Digest;
  /** The capture record, as read. @see docs/spec/capture.md */
  readonly record: { readonly [name: string]: JsonValue };
}

/** What a technical report is filled from. */
export interface TechnicalReportInput extends PageMarks {
  readonly captures: readonly ReportedCapture[];
}

const STYLE = `
.capture { break-before: page; }
.capture h3 { font-size: 9.5pt; margin: 3mm 0 1mm; break-after: avoid; }
table.facts { font-size: 8pt; margin-bottom: 2mm; }
.facts th { width: 42mm; font-weight: 400; }
.facts th, .facts td { padding: 0.6mm 1.5mm; }
.items th { width: 12mm; }
`;

/** Most items of a list, and longest text of a cell, that are printed. */
const MAX_ITEMS = 60;
const MAX_CHARACTERS = 600;

/** In the order in which they are printed, after any that a later version adds. */
const HEADINGS: Readonly<Record<string, string>> = {
  page: 'The page',
  missing: 'Missing',
  doubts: 'Doubtful points',
  objects: 'Objects and their digests',
  picture: 'Pictures',
  text: 'Text',
  dom: 'Digests of the page’s HTML',
  clock: 'Clock',
  provenance: 'People, computer and software',
  steps: 'Steps of the capture',
  network: 'Network record',
};
const ORDER = Object.keys(HEADINGS);

/**
 * The technical report: every fact of each capture record in print, for experts. Long lists and texts are
 * cut, and say so: the record itself, whose digest is printed, has the whole of them.
 * @see docs/spec/capture.md
 */
export function technicalReportHtml(input: TechnicalReportInput): string {
  const refs = input.captures.map(({ exhibitRef }) => exhibitRef).join(', ');
  const body = html`${topLine(input)}${markLines(input)}
<h1>Technical report on captured pages</h1>
<p>Exhibits ${refs}. For readers who know how the web works; “How this was captured” says the same in plain words.</p>
<h2>How to read it</h2>
<p>Each part prints the capture record of one exhibit, <span class="address">capture-record.json</span> beside the exhibit’s files, with the names that it uses. Times are RFC 3339 in UTC and are this computer’s claim; lengths in px are device pixels, in css the page’s own. Digests are SHA-256 of the bytes as they were before encryption. Bodies of answers are hashed as the browser decoded them and are not kept. Where <span class="address">ways</span> says that requests went through a proxy, addresses of servers are the proxy’s, and where a name led for it was not seen. Values of cookies and of other headers or parameters that carry credentials are never recorded. Lists longer than ${MAX_ITEMS} and texts longer than ${MAX_CHARACTERS} characters are cut here, never in the record.</p>
${input.captures.map(captured)}`;
  return page(`Technical report, ${input.reference}`, STYLE, body);
}

function captured({ exhibitRef, digest, record }: ReportedCapture): SafeHtml {
  const plain = Object.entries(record).filter(([, value]) => isScalar(value));
  const parts = Object.entries(record)
    .filter(([, value]) => !isScalar(value))
    .toSorted(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
  return html`<section class="capture">
<h1>${exhibitRef}</h1>
<p>Capture record, SHA-256: <span class="address">${digestGroups(digest)}</span></p>
${factTable(plain)}
${parts.map(([name, value]) => html`<h2>${HEADINGS[name] ?? name}</h2>${valueOf(value)}`)}
</section>`;
}

function valueOf(value: JsonValue | undefined): SafeHtml {
  if (value === undefined || isScalar(value)) return html`<p>${scalar(value)}</p>`;
  if (isList(value)) return itemTable(value);
  const entries = Object.entries(value);
  const inner = entries.filter(([, one]) => isTable(one));
  return html`${factTable(entries.filter(([, one]) => !isTable(one)))}${inner.map(
    ([name, one]) => html`<h3>${name}</h3>${valueOf(one)}`,
  )}`;
}

function factTable(entries: readonly (readonly [string, JsonValue | undefined])[]): SafeHtml {
  if (entries.length === 0) return html``;
  const rows = entries.map(
    ([name, value]) =>
      html`<tr><th scope="row">${name}</th><td dir="auto">${cut(compact(value))}</td></tr>`,
  );
  return html`<table class="facts"><tbody>${rows}</tbody></table>`;
}

function itemTable(items: readonly JsonValue[]): SafeHtml {
  if (items.length === 0) return html`<p>None.</p>`;
  const rows = items
    .slice(0, MAX_ITEMS)
    .map(
      (item, index) =>
        html`<tr><th scope="row">${index + 1}</th><td dir="auto">${cut(compact(item))}</td></tr>`,
    );
  const more =
    items.length <= MAX_ITEMS
      ? ''
      : html`<p class="small">${MAX_ITEMS} of ${items.length} are printed; the record has all.</p>`;
  return html`<table class="facts items"><tbody>${rows}</tbody></table>${more}`;
}

/** A value on one line: names and values, lists in brackets. */
function compact(value: JsonValue | undefined): string {
  if (value === undefined || isScalar(value)) return scalar(value);
  if (isList(value)) return value.length === 0 ? 'none' : `[${value.map(compact).join(', ')}]`;
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${isScalar(one ?? null) ? compact(one) : `(${compact(one)})`}`)
    .join('; ');
}

function cut(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  return `${text.slice(0, MAX_CHARACTERS)}… (${text.length} characters)`;
}

/** A list of objects or of lists, or an object that holds one, gets a table of its own. */
function isTable(value: JsonValue | undefined): boolean {
  if (value === undefined || isScalar(value)) return false;
  if (isList(value)) return value.some((item) => !isScalar(item));
  return Object.values(value).some((one) => one !== undefined && !isScalar(one));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

function scalar(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return value === '' ? 'empty' : String(value);
}
