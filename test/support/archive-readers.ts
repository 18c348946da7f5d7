import { createRequire } from 'node:module';
import { crc32, gunzipSync } from 'node:zlib';
import WarcStream from 'warc';
import { fromUtf8 } from '#src/core/bytes.ts';

/** A record as a reader found it. */
export interface ReadRecord {
  readonly headers: ReadonlyMap<string, string>;
  readonly block: Uint8Array;
}

interface WarcioRecord {
  readonly warcHeaders: { readonly headers: Iterable<[string, string]> };
  readFully(isContent: boolean): Promise<Uint8Array>;
}
interface Warcio {
  readonly WARCParser: new (
    source: readonly Uint8Array[],
    options: { readonly parseHttp: boolean },
  ) => AsyncIterable<WarcioRecord>;
  getSurt(address: string): string;
}

// Its own types are none that the strict compiler takes.
const require = createRequire(import.meta.url);
const { WARCParser, getSurt } = require('warcio') as Warcio;

/** The key of an address as `warcio` makes it. */
export function surtByWarcio(address: string): string {
  return getSurt(address);
}

/** Every record of a `.warc.gz` as `warcio` (Webrecorder) reads it. */
export async function readByWarcio(gz: Uint8Array): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  for await (const record of new WARCParser([gz], { parseHttp: false })) {
    const block = await record.readFully(false);
    records.push({ headers: lowerCased(record.warcHeaders.headers), block });
  }
  return records;
}

/** Every record of a `.warc.gz` as `warc` (Eugene Ware) reads it: it shares nothing with us or with warcio. */
export async function readByWarc(gz: Uint8Array): Promise<ReadRecord[]> {
  const reader = new WarcStream();
  const records: ReadRecord[] = [];
  reader.on('data', (record: { headers: Record<string, string>; content: Uint8Array }) => {
    records.push({ headers: lowerCased(Object.entries(record.headers)), block: record.content });
  });
  const ended = new Promise<void>((resolve, reject) => {
    reader.on('end', resolve).on('error', reject);
  });
  reader.end(gunzipSync(gz));
  await ended;
  return records;
}

/** The files of a ZIP by path, found through its directory; each checked against its checksum. */
export function filesOfZip(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.length);
  const end = zip.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('no end record');
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 24, true)];
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const name = fromUtf8(zip.subarray(at + 46, at + 46 + nameLength));
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const bytes = zip.subarray(from, from + size);
    if (view.getUint16(at + 10, true) !== 0) throw new Error(`${name} is not stored`);
    if (crc32(bytes) !== crc) throw new Error(`${name} has another checksum`);
    files.set(name, bytes);
    at += 46 + nameLength;
  }
  return files;
}

/** Head and payload of an HTTP block. */
export function httpOf(block: Uint8Array): {
  readonly lines: readonly string[];
  readonly body: Uint8Array;
} {
  const at = Buffer.from(block).indexOf('\r\n\r\n');
  if (at === -1) throw new Error('no end of the HTTP head');
  const lines = Buffer.from(block.subarray(0, at)).toString('latin1').split('\r\n');
  return { lines, body: block.subarray(at + 4) };
}

function lowerCased(headers: Iterable<[string, string]>): ReadonlyMap<string, string> {
  return new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
}
