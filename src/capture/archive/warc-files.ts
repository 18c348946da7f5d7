import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { cdxLine, sortedIndex, type CdxFields } from './cdx.ts';
import { encodeWarcRecord, headerValue } from './warc-record.ts';

/** What the index says of a record, beside where it stands. */
export interface IndexedRecord {
  readonly url: string;
  readonly mime: string;
  readonly status: number;
  readonly digest: CdxFields['digest'];
  readonly method: string;
}

/** Size from which the next record begins a new file, bytes. */
export const WARC_FILE_BYTES = 16 * 1024 * 1024;

/** One finished WARC file. */
export interface WarcFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Collects records into files of bounded size, each beginning with a `warcinfo`, and the index of them all. */
export class WarcFiles {
  readonly #info: readonly (readonly [string, string])[];
  readonly #newId: () => string;
  readonly #date: string;
  readonly #lines: string[] = [];
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #no = 0;
  #infoId = '';

  /**
   * @param info - fields of every `warcinfo`
   * @param date - when the archive was made
   * @param newId - an identifier for each of them
   */
  constructor(info: readonly (readonly [string, string])[], date: string, newId: () => string) {
    this.#info = info;
    this.#date = date;
    this.#newId = newId;
  }

  /** The field that ties a record to its file. Call it just before {@link add}. */
  belongsTo(): readonly (readonly [string, string])[] {
    if (this.#bytes === 0) this.#begin();
    return [['WARC-Warcinfo-ID', this.#infoId]];
  }

  /** Add one encoded record. */
  add(record: Uint8Array, date: string, indexed: IndexedRecord | null): void {
    if (indexed !== null) {
      const { method, ...fields } = indexed;
      const place = { length: record.length, offset: this.#bytes, filename: this.#name() };
      this.#lines.push(cdxLine(date, method, { ...fields, ...place }));
    }
    this.#push(record);
  }

  /** The file that is full, or any that has begun; null where there is none. */
  take(which: 'full' | 'any'): WarcFile | null {
    if (this.#bytes === 0 || (which === 'full' && this.#bytes < WARC_FILE_BYTES)) return null;
    const file = { name: this.#name(), bytes: concatBytes(...this.#parts) };
    this.#parts = [];
    this.#bytes = 0;
    return file;
  }

  /** The index of everything that was added. */
  index(): string {
    return sortedIndex(this.#lines);
  }

  #begin(): void {
    this.#no += 1;
    this.#infoId = this.#newId();
    const text = this.#info.map(([name, value]) => `${name}: ${headerValue(value)}\r\n`).join('');
    const record = {
      ...({ type: 'warcinfo', recordId: this.#infoId, date: this.#date } as const),
      contentType: 'application/warc-fields',
      fields: [['WARC-Filename', this.#name()]] as const,
      block: utf8(text),
    };
    this.#push(encodeWarcRecord(record));
  }

  #name(): string {
    return `data-${String(this.#no).padStart(4, '0')}.warc.gz`;
  }

  #push(record: Uint8Array): void {
    this.#parts.push(record);
    this.#bytes += record.length;
  }
}
