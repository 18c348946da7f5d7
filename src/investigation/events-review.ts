import { isExhibitRef, type ExhibitRef } from '#src/exhibit/exhibit-ref.ts';
import { AGREEMENTS } from './agreements.ts';
import {
  count,
  digest,
  flag,
  id,
  instant,
  list,
  malformed,
  nullable,
  oneOf,
  shaped,
  text,
  twoPeople,
  words,
  type Check,
} from './shape.ts';

/** How a visit came about. */
export const VISIT_CAUSES = ['typed', 'page', 'back'] as const;
export type VisitCause = (typeof VISIT_CAUSES)[number];

/** How the pictures of a page's site stand: not asked for, seen only as the veiled picture, or shown (docs/spec/veil.md). */
export const PICTURES = ['not-loaded', 'veiled', 'plain'] as const;
export type Pictures = (typeof PICTURES)[number];

/** What a page tried and was refused (R23, R24). */
export const PAGE_REFUSALS = [
  'pop-up',
  'download',
  'permission',
  'dialogue',
  'post',
  'private-address',
  'scheme',
  'log-in',
  'client-certificate',
  'print',
  'media',
  'file-chooser',
  'other-site',
] as const;
export type PageRefusal = (typeof PAGE_REFUSALS)[number];

const address = words(16_384);
const agreed = oneOf(AGREEMENTS);
/** What a site may be allowed beside reading, each agreed by both (R23). */
export const EXCEPTION_KINDS = ['script-posts', 'viewing-account', 'consent-banner'] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];
const exception = oneOf(EXCEPTION_KINDS);
/** How a phase in which a site may be sent to came to its end; only after `done` its session continues. */
export const PHASE_ENDS = ['done', 'given-up', 'time'] as const;
export type PhaseEnd = (typeof PHASE_ENDS)[number];
/** What the two say that they pressed in a notice about consent. */
export const CONSENT_BUTTONS = ['refused-all', 'accepted-all', 'chose-some', 'closed'] as const;
export type ConsentButton = (typeof CONSENT_BUTTONS)[number];
/** Of the account that is logged in with; never its password. */
const account = nullable(words(200));
const file = shaped({
  name: words(200),
  mediaType: words(100),
  objectId: id,
  digest,
  sizeBytes: count,
});

/** The first entries said it with true and false: nothing was veiled then. */
const pictures: Check<Pictures> = (value, field) => {
  if (typeof value === 'boolean') return value ? 'plain' : 'not-loaded';
  return oneOf(PICTURES)(value, field);
};

function exhibitRef(value: unknown, field: string): ExhibitRef {
  if (isExhibitRef(value)) return value;
  throw malformed(field, 'a reference of an exhibit');
}

const box = shaped({ x: count, y: count, width: count, height: count });

/** What was marked in a recorded picture (docs/spec/pack.md, section 7a). */
const mark = shaped({
  css: box,
  px: box,
  parents: list(shaped({ name: words(200), digest }), 1000),
  username: text(200),
  displayName: text(200),
  shownAt: text(200),
  said: text(4000),
  why: words(4000),
});

/** A part of a recorded picture: where, cut from what, and what stands there. */
export type PartMark = ReturnType<typeof mark>;

/** One certificate of a server whose connection was refused (docs/spec/capture.md, section 6.4). */
const certificate = shaped({
  digest,
  der: text(100_000),
  facts: nullable(
    shaped({
      subject: text(1000),
      issuer: text(1000),
      serial: text(100),
      names: list(text(300), 100),
      validFrom: instant,
      validTo: instant,
    }),
  ),
});

/** One file of a capture, encrypted in the object store. */
export type CaptureFile = ReturnType<typeof file>;

/** Payloads of the review: visits, judgement of them, agreements, captures. */
export const reviewShapes = {
  'visit-started': {
    visitId: id,
    number: count,
    address,
    pictures,
    cause: oneOf(VISIT_CAUSES),
  },
  'visit-reloaded': {
    visitId: id,
    address,
    pictures,
    /** `pictures-on` shows them plain, `plain-off` veils them again. */
    cause: oneOf(['veiled-on', 'pictures-on', 'plain-off', 'pictures-off', 'again']),
  },
  'visit-redirected': { visitId: id, from: address, to: address, status: count },
  'visit-committed': {
    visitId: id,
    address,
    status: nullable(count),
    serverAddress: nullable(text(100)),
  },
  /** The page changed its address without a request. */
  'visit-moved': { visitId: id, address },
  'visit-finished': { visitId: id, title: nullable(text(4000)) },
  /** The page changed its title after it had finished. */
  'visit-titled': { visitId: id, title: text(4000) },
  'visit-failed': {
    visitId: id,
    code: words(64),
    detail: text(200),
    certificates: list(certificate, 10),
  },
  /** The school's proxy wanted a name and password, and what came of it; neither is ever in an entry. */
  'proxy-log-in': {
    visitId: id,
    proxy: words(300),
    scheme: text(40),
    what: oneOf(['asked', 'answered', 'answered-as-before', 'wrong', 'given-up']),
  },
  /** A later navigation came to nothing: the page of this visit is the one that is open. */
  'visit-stayed': { visitId: id },
  'visit-refused': { visitId: id, code: words(64) },
  'page-refused': {
    visitId: nullable(id),
    what: oneOf(PAGE_REFUSALS),
    address: nullable(text(16_384)),
    count,
  },
  'concern-flagged': { visitId: id, reason: words(4000) },
  'no-concern': { visitId: id },
  'agreement-proposed': { agreementId: id, what: agreed, visitId: id, statement: words(1000) },
  'agreement-given': { agreementId: id, personId: id },
  'agreement-taken-back': { agreementId: id, personId: id },
  'agreement-dropped': { agreementId: id },
  /** Beside its proposal: what they suspect, which decides whether there may be one (R2). */
  'archive-asked': { agreementId: id, visitId: id, categories: list(words(4), 30) },
  /** Beside its proposal: the site is to be asked for the page a second time. */
  'second-look-asked': { agreementId: id, visitId: id },
  /** Beside its proposal: what for, on which site. */
  'exception-asked': { agreementId: id, visitId: id, exception, site: words(2000), account },
  'exception-begun': {
    agreementId: id,
    exception,
    site: words(2000),
    personIds: twoPeople,
    account,
  },
  /** What was let through in it, by address without query; `more` counts what is not listed. */
  'exception-phase-ended': {
    agreementId: id,
    how: oneOf(PHASE_ENDS),
    pressed: nullable(oneOf(CONSENT_BUTTONS)),
    requests: list(shaped({ method: words(20), address, count }), 50),
    more: count,
  },
  /** By either of them, with its phase, or by opening another site; without an entry it ends with the sitting. */
  'exception-ended': { agreementId: id, how: oneOf(['asked', 'phase', 'site']) },
  /** Beside the capture that it belongs to. */
  'archive-begun': { agreementId: id, captureId: id, personIds: twoPeople },
  'capture-started': { captureId: id, visitId: id, agreementId: id, address, pictures: flag },
  'capture-made': {
    captureId: id,
    state: oneOf(['complete', 'partial', 'failed']),
    missing: list(text(500)),
    doubts: list(shaped({ doubtId: words(64), code: words(64), fact: text(1000) }), 100),
    digest,
    sizeBytes: count,
  },
  'capture-kept': {
    captureId: id,
    exhibitId: id,
    exhibitRef,
    producerId: id,
    visitId: id,
    address,
    capturedAt: instant,
    state: oneOf(['complete', 'partial', 'failed']),
    missing: list(text(500)),
    answers: list(shaped({ doubtId: words(64), reason: words(4000) }), 100),
    digest,
    sizeBytes: count,
    files: list(file, 5000),
  },
  'capture-discarded': { captureId: id, reason: words(4000) },
  'capture-failed': { captureId: id, code: words(64), detail: text(500) },
  'capture-stopped': { captureId: id, by: oneOf(['cancel', 'pause', 'stop']) },
  /** Beside its proposal: what both are asked to keep. */
  'part-marked': { agreementId: id, parentId: id, mark, digest },
  'part-kept': {
    exhibitId: id,
    exhibitRef,
    captureId: id,
    parentId: id,
    parentRef: exhibitRef,
    producerId: id,
    markedAt: instant,
    agreementId: id,
    personIds: twoPeople,
    mark,
    digest,
    sizeBytes: count,
    files: list(file, 1),
  },
  /** Followed by an `exhibit-viewed` of each, which is what custody says. */
  'exhibits-compared': {
    earlierId: id,
    earlierRef: exhibitRef,
    laterId: id,
    laterRef: exhibitRef,
    personIds: twoPeople,
  },
  'exhibit-viewed': { exhibitId: id, exhibitRef, personIds: list(id, 8) },
  'review-completed': {},
} as const;
