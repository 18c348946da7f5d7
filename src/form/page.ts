import { html, trusted, type SafeHtml } from './html.ts';

/** What stands on every page of a document. */
export interface PageMarks {
  readonly schoolName: string;
  readonly reference: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
}

const STYLE = `
@page { size: A4; margin: 14mm 15mm 16mm; }
* { box-sizing: border-box; }
html { font: 10.5pt/1.45 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; color: #111; }
body { margin: 0; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 11.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 2mm; }
table { width: calc(100% - 0.4mm); margin: 0 0.2mm; border-collapse: collapse; table-layout: fixed; }
th, td { border: 0.3mm solid #444; padding: 1.6mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; background: #f1f1ee; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.prose { white-space: pre-wrap; }
.address { font-family: Consolas, Menlo, "Liberation Mono", monospace; font-size: 9.5pt; }
.small { font-size: 9pt; color: #333; }
.signature { height: 17mm; }
.marks { border: 0.5mm solid #111; padding: 1mm 2mm; font-weight: 700; margin: 0 0.2mm 3mm; }
.top { display: flex; justify-content: space-between; gap: 6mm; font-size: 9pt; color: #333; border-bottom: 0.3mm solid #444; padding-bottom: 1.5mm; margin-bottom: 4mm; }
`;

/** "Demonstration" and "Preview" marks, if any: nothing made so may pass as evidence. */
export function markLines({ demonstration, preview }: PageMarks): SafeHtml {
  const lines = [
    ...(demonstration
      ? [html`<p class="marks">Demonstration: fictional material, not evidence</p>`]
      : []),
    ...(preview
      ? [html`<p class="marks">Preview: made without Electron, not for live evidence</p>`]
      : []),
  ];
  return html`${lines}`;
}

/** Line with school and reference above a document or sheet. */
export function topLine({ schoolName, reference }: PageMarks): SafeHtml {
  return html`<div class="top"><span dir="auto">${schoolName}</span><span>${reference}</span></div>`;
}

/**
 * One self-contained HTML document for printing: no script, no address that could be fetched.
 * @param title - shown by PDF readers; never a name
 * @param style - further style rules
 */
export function page(title: string, style: string, body: SafeHtml): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>${trusted(STYLE + style)}</style>
</head>
<body>
${body}
</body>
</html>
`.safe;
}
