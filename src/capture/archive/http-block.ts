import { concatBytes, utf8 } from '#src/core/bytes.ts';
import type { HopFacts } from '../network-schema.ts';
import { headerName, headerValue, safeAddress } from './warc-record.ts';

const CRLF = '\r\n';

// They describe bytes of the wire, which are not the bytes that are kept.
const OF_THE_WIRE = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

/** Takes credentials out of a text. */
export type Clean = (text: string) => string;

/** The request of a hop as HTTP/1.1, without a body: none is ever read. */
export function requestBlock(hop: HopFacts, method: string, clean: Clean): Uint8Array {
  const url = URL.parse(hop.address);
  const path = url === null ? '/' : `${url.pathname}${url.search}`;
  const headers = hop.requestHeaders.filter(([name]) => name.toLowerCase() !== 'host');
  return utf8(
    `${headerName(method)} ${safeAddress(clean(path))} HTTP/1.1${CRLF}` +
      line('Host', url?.host ?? '') +
      headerLines(headers, clean) +
      CRLF,
  );
}

/** The head of a response as HTTP/1.1. @param bodyBytes - length of the payload that follows it */
export function responseHead(
  hop: HopFacts,
  status: number,
  statusText: string,
  bodyBytes: number,
  clean: Clean,
): Uint8Array {
  return utf8(
    `HTTP/1.1 ${status} ${headerValue(statusText).slice(0, 200)}${CRLF}` +
      headerLines(hop.responseHeaders, clean) +
      line('Content-Length', String(bodyBytes)) +
      CRLF,
  );
}

/** Head and payload together. */
export function responseBlock(head: Uint8Array, body: Uint8Array): Uint8Array {
  return concatBytes(head, body);
}

function headerLines(headers: HopFacts['responseHeaders'], clean: Clean): string {
  return headers
    .filter(([name]) => !name.startsWith(':'))
    .flatMap(([name, value]) => {
      const kept = OF_THE_WIRE.has(name.toLowerCase()) ? `X-Orig-${name}` : name;
      // Values of one name come joined by line feeds.
      return value.split('\n').map((one) => line(kept, clean(one)));
    })
    .join('');
}

function line(name: string, value: string): string {
  return `${headerName(name)}: ${headerValue(value)}${CRLF}`;
}
