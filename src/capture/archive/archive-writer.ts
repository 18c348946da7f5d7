import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { ExchangeFacts, HopFacts } from '../network-schema.ts';
import { requestBlock, responseBlock, responseHead } from './http-block.ts';
import { sourceOf, type KnownSecrets } from './known-secrets.ts';
import {
  encodeWarcRecord,
  headerValue,
  recordIdOf,
  safeAddress,
  type WarcRecord,
} from './warc-record.ts';
import type { IndexedRecord, WarcFiles } from './warc-files.ts';

/** A body as the browser gave it, or why there is none. */
export type ArchiveBody =
  { readonly bytes: Uint8Array } | { readonly reason: string; readonly overLimit: boolean };

/** One exchange to be archived. */
export interface ArchiveExchange {
  readonly facts: ExchangeFacts;
  /** The status line's words, one for each hop. */
  readonly statusTexts: readonly string[];
  /** Asked once, and only where a body can be expected. */
  readonly body: () => Promise<ArchiveBody>;
}

/** What is in an archive and what is not. */
export interface ArchiveCounts {
  responses: number;
  revisits: number;
  bodyBytes: number;
  removedValues: number;
  readonly notKept: { readonly no: number; readonly reason: string }[];
  /** Numbers of the exchanges that were looked at. */
  readonly seen: number[];
}

interface Written {
  readonly recordId: string;
  readonly date: string;
}

const NO_BODY = new Set([204, 205, 304]);
const REQUEST_BODY = new Set(['POST', 'PUT', 'PATCH']);
const REVISIT = 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest';
const HTTP = 'application/http; msgtype=';

/** Writes exchanges as WARC records. @see docs/spec/archive.md, section 3 */
export class ArchiveWriter {
  readonly counts: ArchiveCounts = {
    responses: 0,
    revisits: 0,
    bodyBytes: 0,
    removedValues: 0,
    notKept: [],
    seen: [],
  };
  readonly #captureId: string;
  readonly #files: WarcFiles;
  readonly #secrets: KnownSecrets;
  readonly #before = new Map<string, Written>();
  #records = 0;

  /** @param files - takes the records */
  constructor(captureId: string, files: WarcFiles, secrets: KnownSecrets) {
    this.#captureId = captureId;
    this.#files = files;
    this.#secrets = secrets;
  }

  /** The identifier of the next record. */
  nextId(): string {
    this.#records += 1;
    return recordIdOf(this.#captureId, this.#records);
  }

  /** Write one exchange: all its hops, and what is to be said about it. */
  async write(exchange: ArchiveExchange): Promise<void> {
    const { facts } = exchange;
    this.counts.seen.push(facts.no);
    if (facts.hops.every(({ address }) => /^(?:data|blob|about):/iu.test(address))) return;
    const unkept = whyNotAtAll(facts);
    if (unkept !== null) {
      this.counts.notKept.push({ no: facts.no, reason: unkept });
      this.#metadata(facts, null, { bodyNotKept: unkept });
      return;
    }
    let last: string | null = null;
    let notes: Readonly<Record<string, string>> = {};
    for (const [index, hop] of facts.hops.entries()) {
      if (hop.status === null) continue;
      const isLast = index === facts.hops.length - 1;
      const body = isLast ? await this.#bodyOf(exchange, hop.status) : EMPTY;
      notes = body.notes;
      last = this.#hop(facts, hop, exchange.statusTexts[index] ?? '', body);
    }
    this.#metadata(facts, last, notes);
  }

  /** The last record: what is here and what is not. */
  finish(date: string): void {
    const target = `urn:countersign:capture:${this.#captureId}`;
    const { seen: _seen, ...counts } = this.counts;
    this.#put({
      ...{ type: 'metadata', date, contentType: 'application/json' },
      fields: [['WARC-Target-URI', target]],
      block: utf8(`${JSON.stringify({ captureId: this.#captureId, ...counts })}\n`),
    });
  }

  async #bodyOf(exchange: ArchiveExchange, status: number): Promise<Body> {
    const { facts } = exchange;
    if (NO_BODY.has(status) || status < 200 || facts.method === 'HEAD') return EMPTY;
    const found = await exchange.body();
    if ('reason' in found) {
      this.counts.notKept.push({ no: facts.no, reason: found.reason });
      return {
        bytes: new Uint8Array(),
        truncated: found.overLimit ? 'length' : 'unspecified',
        notes: { bodyNotKept: found.reason },
      };
    }
    this.#secrets.addSource(sourceOf(found.bytes, facts.mediaType ?? ''));
    const { bytes, removed } = this.#secrets.scrub(found.bytes);
    this.counts.bodyBytes += bytes.length;
    this.counts.removedValues += removed;
    const notes =
      removed === 0
        ? {}
        : { removedValues: String(removed), bodyReceivedDigest: digestOf(found.bytes) };
    return { bytes, truncated: null, notes };
  }

  #hop(facts: ExchangeFacts, hop: HopFacts, statusText: string, body: Body): string {
    const clean = (text: string): string => this.#secrets.scrubText(text);
    const address = safeAddress(clean(hop.address));
    const date = facts.startedAt;
    // Answered from the browser's cache, the wire said "not modified" of bytes that are here.
    const status = hop.status === 304 && body.bytes.length > 0 ? 200 : (hop.status ?? 0);
    const head = responseHead(hop, status, statusText, body.bytes.length, clean);
    const digest = digestOf(body.bytes);
    const before = body.bytes.length > 0 ? this.#before.get(`${address} ${digest}`) : undefined;
    const type = before === undefined ? 'response' : 'revisit';
    const fields: (readonly [string, string])[] = [['WARC-Target-URI', address]];
    const server = ipOf(hop.serverAddress);
    if (server !== null) fields.push(['WARC-IP-Address', server]);
    fields.push(['WARC-Payload-Digest', digest]);
    if (before !== undefined) {
      fields.push(['WARC-Profile', REVISIT], ['WARC-Refers-To', before.recordId]);
      fields.push(['WARC-Refers-To-Target-URI', address], ['WARC-Refers-To-Date', before.date]);
    }
    if (body.truncated !== null) fields.push(['WARC-Truncated', body.truncated]);
    const block = before === undefined ? responseBlock(head, body.bytes) : head;
    const indexed: IndexedRecord | null =
      body.truncated === null
        ? { url: address, mime: mimeOf(hop, type), status, digest, method: facts.method }
        : null;
    const recordId = this.#put(
      { type, date, contentType: `${HTTP}response`, fields, block },
      indexed,
    );
    this.counts[before === undefined ? 'responses' : 'revisits'] += 1;
    if (before === undefined && body.truncated === null)
      this.#before.set(`${address} ${digest}`, { recordId, date });
    this.#request(facts, hop, address, recordId, clean);
    return recordId;
  }

  #request(
    facts: ExchangeFacts,
    hop: HopFacts,
    address: string,
    response: string,
    clean: (text: string) => string,
  ): void {
    const truncated = REQUEST_BODY.has(facts.method.toUpperCase());
    this.#put({
      ...{ type: 'request', date: facts.startedAt, contentType: `${HTTP}request` },
      fields: [
        ['WARC-Target-URI', address],
        ['WARC-Concurrent-To', response],
        ...(truncated ? ([['WARC-Truncated', 'unspecified']] as const) : []),
      ],
      block: requestBlock(hop, facts.method, clean),
    });
  }

  #metadata(
    facts: ExchangeFacts,
    concurrent: string | null,
    notes: Readonly<Record<string, string>>,
  ): void {
    const last = facts.hops.at(-1);
    const removed = [...new Set(facts.hops.flatMap((hop) => hop.removed))].sort();
    const said: Readonly<Record<string, string>> = {
      exchange: String(facts.no),
      target: facts.target,
      resourceKind: facts.kind,
      state: facts.state,
      from: last?.from ?? '',
      protocol: last?.protocol ?? '',
      removedHeaders: removed.join(' '),
      ...notes,
    };
    const lines = Object.entries(said)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}: ${headerValue(value)}\r\n`);
    this.#put({
      ...{ type: 'metadata', date: facts.startedAt, contentType: 'application/warc-fields' },
      fields: [
        ['WARC-Target-URI', safeAddress(this.#secrets.scrubText(last?.address ?? ''))],
        ...(concurrent === null ? [] : ([['WARC-Concurrent-To', concurrent]] as const)),
      ],
      block: utf8(lines.join('')),
    });
  }

  #put(record: Omit<WarcRecord, 'recordId'>, indexed: IndexedRecord | null = null): string {
    const recordId = this.nextId();
    const fields = [...record.fields, ...this.#files.belongsTo()];
    this.#files.add(encodeWarcRecord({ ...record, fields, recordId }), record.date, indexed);
    return recordId;
  }
}

interface Body {
  readonly bytes: Uint8Array;
  readonly truncated: 'length' | 'unspecified' | null;
  readonly notes: Readonly<Record<string, string>>;
}

const EMPTY: Body = { bytes: concatBytes(), truncated: null, notes: {} };

/** Why nothing of an exchange can be written as HTTP; null where something can. */
function whyNotAtAll(facts: ExchangeFacts): string | null {
  const addresses = facts.hops.map((hop) => hop.address);
  if (addresses.some((address) => /^wss?:/iu.test(address))) return 'a stream of messages';
  if (addresses.some((address) => !/^https?:/iu.test(address))) return 'not of the web';
  if (addresses.some((address) => address.endsWith(' characters]')))
    return 'its address is longer than is kept';
  if (facts.hops.every((hop) => hop.status === null)) return facts.reason ?? 'no response came';
  return null;
}

function mimeOf(hop: HopFacts, type: 'response' | 'revisit'): string {
  if (type === 'revisit') return 'warc/revisit';
  const found = hop.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type');
  const mime = /^[\w.+-]+\/[\w.+-]+/u.exec(found?.[1] ?? '')?.[0];
  return mime?.toLowerCase() ?? 'unk';
}

function ipOf(server: string | null): string | null {
  const match = /^\[?([0-9a-f.:]+)\]?:\d+$/iu.exec(server ?? '');
  return match?.[1] ?? null;
}
