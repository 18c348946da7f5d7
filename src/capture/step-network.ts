import { fromBase64, utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { describeServerCertificate } from '#src/crypto/server-certificate.ts';
import type { OpenExchange } from './exchange-log.ts';
import type { CertificateChain } from './network-schema.ts';
import { hasCode } from './page-session.ts';
import { flagOf, listOf, textOf } from './read-json.ts';
import { secureOriginsOf } from './server-facts.ts';
import type { Work } from './work.ts';

const MAX_ORIGINS = 50;

// Bodies held in memory at one time.
const AT_ONCE = 4;

/** The certificate chain of every https origin of the shown document, as the browser accepted it. */
export async function certificates(work: Work): Promise<void> {
  const origins = secureOriginsOf(ofDocument(work));
  if (origins.length > MAX_ORIGINS) {
    work.miss(
      'CERTIFICATES',
      'certificates',
      `Only ${MAX_ORIGINS} servers’ certificates were read.`,
    );
  }
  for (const origin of origins.slice(0, MAX_ORIGINS)) {
    try {
      const answer = await work.page.send('Network.getCertificate', { origin });
      const chain = listOf(answer, 'tableNames')
        .filter((der): der is string => typeof der === 'string')
        .map((der) => describeServerCertificate(fromBase64(der)));
      const reason = chain.length === 0 ? 'the browser gave none' : null;
      work.found.certificates.push(ofOrigin(origin, chain, reason));
    } catch (error) {
      if (!hasCode(error, 'CAPTURE_STEP_FAILED', 'BYTES_MALFORMED')) throw error;
      work.found.certificates.push(ofOrigin(origin, [], 'the browser refused'));
    }
  }
}

function ofOrigin(
  origin: string,
  chain: CertificateChain['chain'],
  reason: string | null,
): CertificateChain {
  const host = URL.parse(origin)?.hostname ?? '';
  return {
    ...{ host, origin, from: 'devtools', error: null, knownRoot: null, seenAt: null },
    verdict: chain.length > 0 ? 'accepted' : null,
    chain,
    reason,
  };
}

function ofDocument(work: Work): readonly OpenExchange[] {
  const first = work.network.document()?.no ?? 0;
  return work.network.exchanges.filter((exchange) => exchange.no >= first);
}

/** Digests of the response bodies as the browser decoded them; the bodies are let go at once. */
export async function bodies(work: Work): Promise<void> {
  const all = ofDocument(work).slice(0, work.plan.caps.exchanges);
  await work.trace.begin(work.page, work.network.heard);
  for (const exchange of all) work.found.bodies.set(exchange.no, 'no time left');
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const some = all.slice(start, start + AT_ONCE);
    const facts = await Promise.all(some.map((exchange) => bodyOf(work, exchange)));
    for (const [index, exchange] of some.entries()) {
      work.found.bodies.set(exchange.no, facts[index] ?? 'not read');
    }
    work.progress(start + some.length, all.length);
  }
}

async function bodyOf(
  work: Work,
  exchange: OpenExchange,
): Promise<{ readonly digest: ReturnType<typeof digestOf>; readonly sizeBytes: number } | string> {
  if (exchange.messages !== null) return 'a stream of messages';
  const unread = whyUnread(work, exchange);
  if (unread !== null) {
    work.trace.body(exchange, null, false);
    return unread;
  }
  try {
    const answer = await work.page.send(
      'Network.getResponseBody',
      { requestId: exchange.requestId },
      exchange.sessionId ?? undefined,
    );
    const text = textOf(answer, 'body');
    const isEncoded = flagOf(answer, 'base64Encoded');
    const bytes = isEncoded ? fromBase64(text) : utf8(text);
    work.trace.body(exchange, isEncoded ? textIn(exchange, bytes) : text, true);
    return { digest: digestOf(bytes), sizeBytes: bytes.length };
  } catch (error) {
    if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
    work.trace.body(exchange, null, false);
    return 'the browser no longer had it';
  }
}

function whyUnread(work: Work, exchange: OpenExchange): string | null {
  if (exchange.state !== 'finished') return 'did not arrive whole';
  return exchange.receivedBytes > work.plan.caps.bodyBytes ? 'larger than is read' : null;
}

// What the browser gives as bytes can be text all the same.
function textIn(exchange: OpenExchange, bytes: Uint8Array): string | null {
  const mediaType = textOf(exchange.hops.at(-1)?.response, 'mimeType');
  if (!/^text\/|json|javascript|xml/iu.test(mediaType)) return null;
  return new TextDecoder().decode(bytes);
}
