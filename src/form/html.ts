/** Text made safe for HTML by {@link html}; nothing else is inserted unescaped. */
export interface SafeHtml {
  readonly safe: string;
}

type Insert = SafeHtml | string | number | readonly SafeHtml[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  // Control characters but line feed and tab have no form in HTML.
  const printable = text.replaceAll(/\p{Cc}/gu, (one) =>
    one === '\n' || one === '\t' ? one : '\ufffd',
  );
  return printable.replaceAll(/[&<>"']/g, (one) => ESCAPES[one] ?? '');
}

function insert(value: Insert): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeText(value);
  if ('safe' in value) return value.safe;
  return value.map(({ safe }) => safe).join('');
}

/** Template tag: literal parts are markup, every inserted text is escaped. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): SafeHtml {
  const safe = parts.reduce((text, part, i) => {
    const value = inserts[i - 1];
    return text + (value === undefined ? '' : insert(value)) + part;
  });
  return { safe };
}

/** Markup of ours as it stands, e.g. a style sheet. Never for text from outside. */
export function trusted(markup: string): SafeHtml {
  return { safe: markup };
}
