import { fromBase64, fromUtf8 } from '#src/core/bytes.ts';
import { CREDENTIAL_WORDS, isSecretHeader, REMOVED, secretParametersOf } from '../redact.ts';

/** Shorter values are ordinary words far more often than credentials. */
const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 4_096;

// So that a page that sets cookies without end can't make the search endless.
const MAX_VALUES = 500;

const NAME = `(?<![\\w.-])(?:[\\w.-]{0,64}[_.-])?${CREDENTIAL_WORDS}`;
const VALUE = `([^\\s"'<>&;#\\\\]{${MIN_CHARACTERS},512})`;
const QUOTED = new RegExp(`${NAME}["']?\\s{0,8}[:=]\\s{0,8}["']${VALUE}["']`, 'giu');
const JOINED = new RegExp(`(?<=["'?&;#])${NAME}=${VALUE}`, 'giu');
const FIELD = /<(?:input|meta)\b[^<>]{0,4000}>/giu;
const FIELD_NAME = new RegExp(
  `\\s(?:name|id)\\s{0,8}=\\s{0,8}["']?${NAME}(?=["'\\s>])|\\stype\\s{0,8}=\\s{0,8}["']?password`,
  'iu',
);
const FIELD_VALUE = /\s(?:value|content)\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/iu;

/** Bytes without credentials, and how many were taken out. */
export interface Scrubbed {
  readonly bytes: Uint8Array;
  readonly removed: number;
}

/**
 * The credentials that are known in one view, so that they can be taken out of whatever is kept of it.
 * They are in memory only, and only while an archive is made.
 * @see docs/spec/archive.md, section 4
 */
export class KnownSecrets {
  readonly #values = new Set<string>();
  #variants: readonly string[] | null = null;

  /** How many values are known. */
  get size(): number {
    return this.#values.size;
  }

  /** The forms in which the values are looked for, longest first. */
  variants(): readonly string[] {
    this.#variants ??= [...new Set([...this.#values].flatMap(variantsOf))]
      .filter((one) => one.length >= MIN_CHARACTERS)
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    return this.#variants;
  }

  /** Learn from headers as the browser reports them: values of one name joined by line feeds. */
  addHeaders(headers: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(headers)) {
      if (typeof value !== 'string') continue;
      if (isSecretHeader(name)) {
        for (const secret of value.split('\n').flatMap((line) => valuesOf(name, line)))
          this.#add(secret);
      } else for (const secret of secretParametersOf(value)) this.#add(secret);
    }
  }

  /** Learn from an address: user information and parameters. */
  addAddress(address: string): void {
    for (const secret of secretParametersOf(address)) this.#add(secret);
    const url = URL.parse(address);
    if (url === null) return;
    this.#add(url.username);
    this.#add(url.password);
  }

  /** Learn from the source of a page, a script or data: values under the name of a credential. */
  addSource(text: string): void {
    for (const pattern of [QUOTED, JOINED]) {
      for (const match of text.matchAll(pattern)) {
        const value = match[1] ?? '';
        // Words under such a name are labels: "password: 'Forgotten?'".
        if (/\d/u.test(value)) this.#add(value);
      }
    }
    for (const [field] of text.matchAll(FIELD)) {
      if (!FIELD_NAME.test(field)) continue;
      const value = FIELD_VALUE.exec(field);
      const found = value?.[1] ?? value?.[2] ?? value?.[3] ?? '';
      if (!/\s/u.test(found)) this.#add(found);
    }
  }

  /** Take every known value out of bytes; the same bytes where there is none. */
  scrub(bytes: Uint8Array): Scrubbed {
    let buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let removed = 0;
    for (const variant of this.variants()) {
      const parts = split(buffer, Buffer.from(variant, 'utf8'));
      if (parts.length === 1) continue;
      removed += parts.length - 1;
      buffer = Buffer.concat(parts.flatMap((part, no) => (no === 0 ? [part] : [MARK, part])));
    }
    return { bytes: removed === 0 ? bytes : buffer, removed };
  }

  /** Take every known value out of a text. */
  scrubText(text: string): string {
    return this.variants().reduce((clean, variant) => clean.replaceAll(variant, REMOVED), text);
  }

  /** Whether any known value stands in a text. */
  isIn(text: string): boolean {
    return this.variants().some((variant) => text.includes(variant));
  }

  #add(value: string): void {
    if (value.length < MIN_CHARACTERS || value.length > MAX_CHARACTERS) return;
    if (this.#values.size >= MAX_VALUES || this.#values.has(value) || value.includes(REMOVED))
      return;
    this.#values.add(value);
    this.#variants = null;
  }
}

const MARK = Buffer.from(REMOVED);

function split(buffer: Buffer, needle: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = buffer.indexOf(needle); at !== -1; at = buffer.indexOf(needle, from)) {
    parts.push(buffer.subarray(from, at));
    from = at + needle.length;
  }
  return [...parts, buffer.subarray(from)];
}

function valuesOf(header: string, line: string): string[] {
  switch (header.toLowerCase()) {
    case 'cookie':
    case 'cookie2':
      return line.split(';').map((pair) => afterEquals(pair));
    case 'set-cookie':
    case 'set-cookie2':
      return [afterEquals(line.split(';', 1)[0] ?? '')];
    case 'authorization':
    case 'proxy-authorization': {
      const [scheme = '', ...rest] = line.trim().split(/\s+/u);
      const value = rest.join(' ');
      return scheme.toLowerCase() === 'basic' ? [value, ...basicOf(value)] : [value];
    }
    default:
      return [line.trim()];
  }
}

function afterEquals(pair: string): string {
  return pair
    .slice(pair.indexOf('=') + 1)
    .trim()
    .replace(/^"(.*)"$/u, '$1');
}

function basicOf(value: string): string[] {
  try {
    const text = fromUtf8(fromBase64(value));
    return [text, text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  } catch {
    // Not the form that the scheme prescribes: the value itself is known all the same.
    return [];
  }
}

function variantsOf(value: string): string[] {
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return [value, decoded(value), encodeURIComponent(value.toWellFormed()), html];
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not percent-encoded.
    return value;
  }
}

/** Longest body that is searched for names of credentials, bytes. */
export const MAX_SOURCE_BYTES = 8 * 1024 * 1024;

/** A body as text for {@link KnownSecrets.addSource}, one character for each byte beyond ASCII kept apart; empty where it is no text. */
export function sourceOf(bytes: Uint8Array, mediaType: string): string {
  if (bytes.length > MAX_SOURCE_BYTES) return '';
  if (!/^text\/|json|javascript|ecmascript|xml|x-www-form-urlencoded/iu.test(mediaType)) return '';
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
