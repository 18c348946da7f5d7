// The names of HTML's character references that text is written with; others are rare enough to be untraced.
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    hellip: '…',
    mdash: '—',
    ndash: '–',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    bull: '•',
    middot: '·',
    copy: '©',
    reg: '®',
    trade: '™',
    euro: '€',
    pound: '£',
    szlig: 'ß',
    aelig: 'æ',
    oslash: 'ø',
    eth: 'ð',
    thorn: 'þ',
    shy: '',
    zwj: '',
    zwnj: '',
  }),
);

const MARKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    acute: '\u0301',
    grave: '\u0300',
    circ: '\u0302',
    uml: '\u0308',
    tilde: '\u0303',
    ring: '\u030A',
    cedil: '\u0327',
    caron: '\u030C',
  }),
);

const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/giu;
const ACCENTED = /^([a-z])(acute|grave|circ|uml|tilde|ring|cedil|caron)$/iu;
const ESCAPE = /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/giu;
const STYLE_ESCAPE = /\\([0-9a-f]{1,6})\s?/giu;
const PERCENT = /(?:%[0-9a-f]{2})+/giu;
// A tag breaks a word only where it is one of a block or of a line.
const INLINE_TAG =
  /<\/?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,2000})?>/giu;
const TAG = /<[!/a-z][^<>]{0,4000}>/giu;

/**
 * The readings of a response's text that shown text is compared with: as it stands, and with character
 * references, escapes and percent-encoding decoded. A pictured word may stand in any of them.
 * @param text - hostile
 * @param hasStyle - whether styles may stand in it, whose escapes are others
 */
export function readingsOf(text: string, hasStyle: boolean): readonly string[] {
  const escaped = decodeEscapes(text);
  const readings = [text, decodeReferences(withoutTags(text))];
  if (escaped !== text) readings.push(escaped, decodeReferences(withoutTags(escaped)));
  if (hasStyle)
    readings.push(text.replaceAll(STYLE_ESCAPE, (_all, code: string) => pointOf(code, 16)));
  if (text.includes('%')) readings.push(decodePercent(text));
  return [...new Set(readings)];
}

function withoutTags(text: string): string {
  return text.replaceAll(INLINE_TAG, '').replaceAll(TAG, ' ');
}

function decodeReferences(text: string): string {
  return text.replaceAll(
    REFERENCE,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (hex !== undefined) return pointOf(hex, 16);
      if (decimal !== undefined) return pointOf(decimal, 10);
      const [, letter, mark] = ACCENTED.exec(name ?? '') ?? [];
      if (letter !== undefined && mark !== undefined) return letter + (MARKS.get(mark) ?? '');
      return NAMED.get((name ?? '').toLowerCase()) ?? whole;
    },
  );
}

function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replaceAll(ESCAPE, (_all, ...codes: (string | undefined)[]) =>
      // Two halves of one character stand beside each other again once both are decoded.
      String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(codes.find(isText) ?? '', 16))),
    )
    .replaceAll(/\\[nrtbf]/gu, ' ')
    .replaceAll(/\\(["'/`\\])/gu, '$1');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function decodePercent(text: string): string {
  return text.replaceAll(PERCENT, (codes) => {
    const bytes = Uint8Array.from(codes.slice(1).split('%'), (code) => Number.parseInt(code, 16));
    return new TextDecoder().decode(bytes);
  });
}

function pointOf(code: string, base: number): string {
  const point = Number.parseInt(code, base);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}
