import { count, digest, flag, id, list, nullable, oneOf, text, twoPeople, words } from './shape.ts';

/** Outcomes the senior staff can judge (S002 §9.2). */
export const OUTCOMES = [
  'no-substance',
  'internal-action',
  'external-organisation',
  'police',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Payloads of the record, the judgement and what leaves. */
export const recordShapes = {
  'conclusion-written': { rows: list(words(4000), 50) },
  /** One of the two has signed; the version counts only once both have. */
  'signature-given': { version: count, personId: id, formDigest: digest },
  'record-signed': {
    version: count,
    supersedes: nullable(count),
    personIds: twoPeople,
    formDigest: digest,
    manifestDigest: digest,
    signatureDigest: digest,
    formObjectId: id,
    manifestObjectId: id,
    signatureObjectId: id,
    withJudgement: flag,
  },
  'judgement-made': {
    substance: flag,
    reasons: words(4000),
    outcome: oneOf(OUTCOMES),
    actions: list(words(4000), 50),
    signedByIds: twoPeople,
  },
  'export-started': {
    exportId: id,
    recipient: words(200),
    organisation: words(200),
    purpose: words(4000),
    lawfulBasis: words(4000),
    signedByIds: twoPeople,
  },
  'export-made': {
    exportId: id,
    fileName: words(200),
    sizeBytes: count,
    packDigest: digest,
    sealDigest: digest,
    exhibitRefs: list(words(20)),
    verified: flag,
    findings: list(text(1000)),
  },
  'export-saved': { exportId: id, saved: flag },
  'export-failed': { exportId: id, code: words(64) },
} as const;
