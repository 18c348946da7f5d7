const rows = Array.from(
  { length: 60 },
  (_, index) =>
    `<tr><td>https://pinwall.example/u/yr8-chat/board/${index + 1}</td><td>Reason ${index + 1}: messages telling Pupil A to stay away.</td></tr>`,
).join('');

/** A record of three pages, to be made into a PDF by the browser as the app makes its documents. */
export const recordHtml = `<!doctype html><html lang="en-GB"><head><title>Record</title><style>
body{font:14px/1.5 sans-serif}table{width:100%;border-collapse:collapse;margin-bottom:14px}
td,th{border:1px solid #999;padding:6px 9px;text-align:left;font-weight:400}</style></head><body>
<h1>Record of reviewing devices / Internet sites</h1><p>Example High School, version 1</p>
<table><tr><th>Investigators</th><td>Senior leadership team</td></tr>
<tr><th>Date</th><td>Friday 13 November 2026</td></tr></table>
<table><tr><th>Web site(s) address / device</th><th>Reason for concern</th></tr>${rows}</table>
</body></html>`;
