import { gzipSync } from 'node:zlib';
import { concatBytes, toHex, utf8 } from '#src/core/bytes.ts';
import { digestOf, sha256 } from '#src/crypto/hash.ts';

/** The kinds of record that an archive holds. */
export type WarcType = 'warcinfo' | 'request' | 'response' | 'revisit' | 'metadata';

/** One record before it is written. */
export interface WarcRecord {
  readonly type: WarcType;
  /** `<urn:uuid:…>`. */
  readonly recordId: string;
  /** RFC 3339 UTC. */
  readonly date: string;
  readonly contentType: string;
  /** Further fields in order; values are made safe here. */
  readonly fields: readonly (readonly [string, string])[];
  readonly block: Uint8Array;
}

const CRLF = '\r\n';

/**
 * The gzip member of one record.
 * @see docs/spec/archive.md, section 3
 */
export function encodeWarcRecord(record: WarcRecord): Uint8Array {
  const fields: readonly (readonly [string, string])[] = [
    ['WARC-Type', record.type],
    ['WARC-Record-ID', record.recordId],
    ['WARC-Date', record.date],
    ...record.fields,
    ['WARC-Block-Digest', digestOf(record.block)],
    ['Content-Type', record.contentType],
    ['Content-Length', String(record.block.length)],
  ];
  const head = fields.map(([name, value]) => `${name}: ${headerValue(value)}${CRLF}`).join('');
  const bytes = concatBytes(utf8(`WARC/1.1${CRLF}${head}${CRLF}`), record.block, utf8(CRLF + CRLF));
  return gzipSync(bytes);
}

/**
 * The identifier of a record: a version 8 UUID of capture and running number, so that an archive needs no
 * randomness and no two of its records share one.
 */
export function recordIdOf(captureId: string, no: number): string {
  const bytes = sha256(utf8(`countersign/warc-record/v1\n${captureId}\n${no}`)).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  return `<urn:uuid:${parts.map(([from, to]) => hex.slice(from, to)).join('-')}>`;
}

/** A header's value on one line of ASCII: everything else is percent-encoded, byte by byte. */
export function headerValue(value: string): string {
  return percentEncoded(value, /[^\t\x20-\x7e]/gu).trim();
}

/** A header's name: what is no token character becomes `_`. */
export function headerName(name: string): string {
  return name.replace(/[^!#$%&'*+.^`|~\w-]/gu, '_') || '_';
}

/** An address fit for a record: percent-encoded where a URI may not hold the character. */
export function safeAddress(address: string): string {
  return percentEncoded(address, /[^\x21-\x7e]|[<>"\\^`{|}]/gu);
}

// The browser gives headers one character for each byte; what can't be a byte is written as UTF-8.
function percentEncoded(text: string, unsafe: RegExp): string {
  return text.toWellFormed().replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) return encodeURIComponent(character);
    return `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
