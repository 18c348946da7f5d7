/** What an index line says beside address and time. */
export interface CdxFields {
  readonly url: string;
  readonly mime: string;
  readonly status: number;
  readonly digest: string;
  readonly length: number;
  readonly offset: number;
  readonly filename: string;
}

/**
 * One line of a CDXJ index, without its line feed.
 * @param date - RFC 3339 UTC
 * @param method - of the request: anything but GET is told apart in the key, as replayers expect
 */
export function cdxLine(date: string, method: string, fields: CdxFields): string {
  const time = date.replace(/\D/gu, '').slice(0, 14);
  const json = {
    ...fields,
    status: String(fields.status),
    length: String(fields.length),
    offset: String(fields.offset),
  };
  return `${surtOf(keyAddress(fields.url, method))} ${time} ${JSON.stringify(json)}`;
}

/** The lines in the order that readers search in: by bytes. */
export function sortedIndex(lines: readonly string[]): string {
  return [...lines]
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((line) => `${line}\n`)
    .join('');
}

/** An address as a sortable key: `https://www.a.example/b` becomes `example,a)/b`. */
export function surtOf(address: string): string {
  const url = URL.parse(address.replace(/^(https?:\/\/)www\d*\./iu, '$1').toLowerCase());
  if (url === null) return address.replaceAll(/\s/gu, '%20');
  const host = url.hostname.split('.').toReversed().join(',');
  const port = url.port === '' ? '' : `:${url.port}`;
  const query = url.search === '' ? '' : `?${url.search.slice(1).split('&').sort().join('&')}`;
  return `${host}${port})${url.pathname}${query}`;
}

function keyAddress(address: string, method: string): string {
  if (method === 'GET') return address;
  return `${address}${address.includes('?') ? '&' : '?'}__wb_method=${encodeURIComponent(method)}`;
}
