import { z } from 'zod';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';

const instant = z.string().refine(isInstant, 'an RFC 3339 UTC instant');
const digest = z.custom<Digest>((value) => isDigest(value), 'a digest');
const count = z.number().int().nonnegative();
const headers = z.array(z.tuple([z.string(), z.string()]));

const timing = z.strictObject({
  dnsMs: z.number().nullable(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  waitMs: z.number().nullable(),
});

const hop = z.strictObject({
  address: z.string(),
  status: count.nullable(),
  serverAddress: z.string().nullable(),
  protocol: z.string().nullable(),
  from: z.enum(['network', 'cache', 'service-worker', 'prefetch', 'local']),
  security: count.nullable(),
  headersFrom: z.enum(['wire', 'browser']),
  requestHeaders: headers,
  responseHeaders: headers,
  removed: z.array(z.string()),
  timing: timing.nullable(),
  sentAt: instant,
  answeredAt: instant.nullable(),
});

/** One exchange of it. */
export const exchangeFacts = z.strictObject({
  no: count,
  target: z.string(),
  kind: z.string(),
  method: z.string(),
  exception: z.string().nullable(),
  hops: z.array(hop),
  state: z.enum(['finished', 'failed', 'unfinished']),
  reason: z.string().nullable(),
  mediaType: z.string().nullable(),
  receivedBytes: count,
  body: z.strictObject({ digest, sizeBytes: count }).nullable(),
  bodyReason: z.string().nullable(),
  messages: z
    .strictObject({ sent: count, received: count, sentBytes: count, receivedBytes: count })
    .nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
});

/** One request without a record. */
export const missedFacts = z.strictObject({
  address: z.string(),
  method: z.string(),
  kind: z.string(),
  reason: z.enum(['not-in-devtools', 'target-lost', 'payload-not-recorded', 'over-limit']),
  seenAt: instant,
});

const security = z.strictObject({
  protocol: z.string(),
  keyExchange: z.string(),
  cipher: z.string(),
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  validFrom: z.number(),
  validTo: z.number(),
  transparency: z.literal('not checked'),
});

const certificate = z.strictObject({
  digest,
  der: z.string(),
  facts: z
    .strictObject({
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      names: z.array(z.string()),
      validFrom: instant,
      validTo: instant,
    })
    .nullable(),
});

const chain = z.strictObject({
  host: z.string(),
  origin: z.string().nullable(),
  from: z.enum(['devtools', 'verifier']),
  verdict: z.enum(['accepted', 'refused']).nullable(),
  error: z.string().nullable(),
  knownRoot: z.boolean().nullable(),
  seenAt: instant.nullable(),
  chain: z.array(certificate),
  reason: z.string().nullable(),
});

const lookups = z.strictObject({
  from: z.enum(['session-resolver']).nullable(),
  reason: z.string().nullable(),
  answers: z.array(
    z.strictObject({
      host: z.string(),
      askedAt: instant,
      tookMs: count,
      addresses: z.array(z.string()),
      error: z.string().nullable(),
    }),
  ),
  without: z.array(z.string()),
});

const ways = z.strictObject({
  from: z.enum(['session-resolver']).nullable(),
  reason: z.string().nullable(),
  answers: z.array(
    z.strictObject({
      origin: z.string(),
      askedAt: instant,
      way: z.enum(['direct', 'proxy', 'unknown']),
      proxies: z.array(z.string()),
      orDirect: z.boolean(),
      addresses: z.array(z.string()),
      error: z.string().nullable(),
    }),
  ),
  without: z.array(z.string()),
});

/** The network record of a capture. @see docs/spec/capture.md, section 6 */
export const networkFacts = z.strictObject({
  from: instant,
  earlierExchanges: count,
  exchanges: z.array(exchangeFacts),
  missed: z.array(missedFacts),
  witness: z
    .strictObject({ name: z.string(), seen: count, matched: count, onlyInDevTools: count })
    .nullable(),
  security: z.array(security),
  certificates: z.array(chain),
  lookups,
  ways,
  removed: z.strictObject({ headers: count, parameters: count, values: count }),
});

export type NetworkFacts = z.infer<typeof networkFacts>;
export type ExchangeFacts = z.infer<typeof exchangeFacts>;
export type HopFacts = z.infer<typeof hop>;
export type MissedFacts = z.infer<typeof missedFacts>;
export type SecurityFacts = z.infer<typeof security>;
export type CertificateChain = z.infer<typeof chain>;
export type LookupFacts = z.infer<typeof lookups>;
export type WayFacts = z.infer<typeof ways>;
