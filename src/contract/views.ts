import { z } from 'zod';
import {
  CONSENT_BUTTONS,
  digest,
  EXCEPTIONS,
  half,
  id,
  instant,
  releaseReason,
  role,
  schoolNetwork,
  subjectKind,
} from './values.ts';

/** A person with an account, as shown on tiles and lists. Names of staff are plain on disk. */
export const personView = z.object({
  personId: id,
  name: z.string(),
  position: z.string(),
  initials: z.string(),
  roles: z.array(role),
  deputyFor: z.array(role),
});

/** The eight steps of the procedure rail, in order. */
export const railStep = z.enum([
  'report',
  'triage',
  'authority',
  'review',
  'sign',
  'judge',
  'act',
  'debrief',
]);

/** Neutral facts of an investigation for bars, lists and the sign-in screen. */
export const investigationSummary = z.object({
  investigationId: id,
  reference: z.string(),
  /** Neutral title; null while nobody who may list investigations is signed in. */
  title: z.string().nullable(),
  state: z.enum(['open', 'paused', 'stopped', 'signed', 'judged', 'exported']),
  step: railStep,
  nextAct: z.string().nullable(),
  openedAt: instant.nullable(),
  lastSittingEndedAt: instant.nullable(),
  visits: z.number().int().nullable(),
  exhibits: z.number().int().nullable(),
});

/** Why a button can't be used, in words, shown beside it; null when it can. */
const refusal = z.string().nullable();

/** One custodian and how far their recovery sheet is. */
export const custodianView = z.object({
  personId: id,
  sheetShown: z.boolean(),
  sheetProved: z.boolean(),
});

export const setupView = z.object({
  kind: z.literal('setup'),
  step: z.enum(['school', 'computer', 'stop-key', 'people', 'ca', 'custodians', 'finish']),
  /** Folder for the vault, shown so that it can be judged; refused ones carry a code. */
  vaultFolder: z.string(),
  vaultFolderRefusal: z.object({ code: z.string(), message: z.string() }).nullable(),
  school: z
    .object({ name: z.string(), referencePrefix: z.string(), demonstration: z.boolean() })
    .nullable(),
  computer: z.object({ name: z.string(), location: z.string(), assetNo: z.string() }).nullable(),
  network: schoolNetwork,
  stopKey: z.string(),
  stopKeyTried: z.boolean(),
  people: z.array(personView),
  /** Which roles still lack a person, in words. */
  peopleMissing: z.array(z.string()),
  caFingerprint: digest.nullable(),
  custodians: z.array(custodianView),
  /** Number of pairs of sheets proved to rebuild the release key, and of all pairs. */
  pairsProved: z.number().int(),
  pairsTotal: z.number().int(),
  finishRefusal: refusal,
});

export const signInHalfView = z.object({
  person: personView.nullable(),
  signedInAt: instant.nullable(),
  /** True while the passphrase is being checked in the worker. */
  checking: z.boolean(),
});

export const signInView = z.object({
  kind: z.literal('sign-in'),
  /** Why nobody is signed in, e.g. a pause; null at a plain start. */
  pausedReason: z.string().nullable(),
  pausedAt: instant.nullable(),
  investigation: investigationSummary.nullable(),
  /** Investigations that can be chosen before signing in: references only. */
  choices: z.array(investigationSummary),
  /** People who may sit on either side for what is chosen. */
  eligible: z.array(personView),
  first: signInHalfView,
  second: signInHalfView,
  startRefusal: refusal,
  /** What was under way when the app last ended without being closed; null when nothing was. */
  underWay: z.string().nullable(),
  /** A release used the recovery sheets: new ones have to be made. */
  renewalDue: z.boolean(),
});

export const boardView = z.object({
  kind: z.literal('board'),
  investigations: z.array(investigationSummary),
  newRefusal: refusal,
  /** A release used the recovery sheets: new ones have to be made. */
  renewalDue: z.boolean(),
});

export const newInvestigationView = z.object({
  kind: z.literal('new-investigation'),
  /** The reference the investigation will get. */
  reference: z.string(),
  reviewers: z.array(personView),
  authorisers: z.array(personView),
  authorised: z.array(personView),
});

export const visitView = z.object({
  visitId: id,
  number: z.number().int(),
  /** Address as typed or reached; inert text everywhere (R38). */
  address: z.string(),
  finalAddress: z.string().nullable(),
  openedAt: instant,
  status: z.number().int().nullable(),
  redirects: z.number().int(),
  title: z.string().nullable(),
  outcome: z.enum(['loading', 'shown', 'left', 'failed', 'refused']),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** `not-needed`: it was refused before anything was asked for. */
  judgement: z.enum(['open', 'concern', 'no-concern', 'not-needed']),
  reason: z.string().nullable(),
  exhibits: z.array(z.string()),
});

export const exhibitView = z.object({
  exhibitId: id,
  exhibitRef: z.string(),
  visitId: id,
  address: z.string(),
  capturedAt: instant,
  state: z.enum(['complete', 'partial', 'failed', 'stopped']),
  missing: z.array(z.string()),
  /** SHA-256 of the evidential copy, or of the capture record where there are several tiles. */
  digest,
  sizeBytes: z.number().int(),
  locked: z.boolean(),
  /** Parts of its picture that both marked. */
  parts: z.array(
    z.object({
      exhibitId: id,
      exhibitRef: z.string(),
      markedAt: instant,
      ...{ username: z.string(), displayName: z.string(), shownAt: z.string() },
      ...{ said: z.string(), why: z.string() },
      digest,
    }),
  ),
});

/** One agreement of two under way: each half gives that person's sitting code. */
export const agreementView = z.object({
  what: z.enum(['veiled', 'pictures', 'capture', 'archive', 'overlays', 'part', 'exception']),
  visitId: id,
  statement: z.string(),
  firstAgreedAt: instant.nullable(),
  secondAgreedAt: instant.nullable(),
  lastWrongHalf: half.nullable(),
});

export const progressView = z.object({
  name: z.string(),
  step: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  /** Within the step, such as pictures taken of pictures to take. */
  part: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  cancellable: z.boolean(),
  startedAt: instant,
  /** The capture whose picture grows meanwhile; null for any other act. */
  captureId: id.nullable(),
});

export const doubtView = z.object({
  doubtId: z.string(),
  number: z.number().int(),
  code: z.string(),
  question: z.string(),
  fact: z.string(),
});

/** One of the pictures of a capture; its sheets are fetched one at a time. */
export const pictureView = z.object({
  key: z.string(),
  name: z.string(),
  caption: z.string(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  tiles: z.number().int(),
  sheets: z.number().int(),
});

export const captureCheckView = z.object({
  captureId: id,
  state: z.enum(['complete', 'partial', 'failed']),
  missing: z.array(z.string()),
  doubts: z.array(doubtView),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  tiles: z.number().int(),
  digest,
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The page's own first; none where nothing was pictured. */
  pictures: z.array(pictureView),
  /** Something lies over the page: both may agree to capture it again with that hidden as well. */
  mayHideOverlays: z.boolean(),
});

export const reviewView = z.object({
  kind: z.literal('review'),
  visits: z.array(visitView),
  current: visitView.nullable(),
  /** Text for the inert address field: the committed address only. */
  address: z.string(),
  canGoBack: z.boolean(),
  pictures: z.enum(['not-loaded', 'veiled', 'plain']),
  /** When both agreed to what is shown now. */
  picturesAgreedAt: instant.nullable(),
  agreement: agreementView.nullable(),
  /** The full archive of the next capture: off unless both asked for it. */
  archive: z.object({
    agreed: z.boolean(),
    /** What may be suspected, and whether an archive may then be made. */
    categories: z.array(z.object({ id: z.string(), name: z.string(), allowed: z.boolean() })),
  }),
  /** What sites may do beside reading in this sitting, those that were ended included. */
  exceptions: z.object({
    /** Of the page that is open; null where none is. */
    site: z.string().nullable(),
    askRefusals: z.object({
      'script-posts': refusal,
      'viewing-account': refusal,
      'consent-banner': refusal,
    }),
    /** What both are being asked for; null where it is something else, or nothing. */
    asked: z.enum(EXCEPTIONS).nullable(),
    list: z.array(
      z.object({
        agreementId: id,
        exception: z.enum(EXCEPTIONS),
        site: z.string(),
        /** Of a log-in. */
        account: z.string().nullable(),
        /** What was pressed in a notice; null where that is not it, or not known yet. */
        pressed: z.enum(CONSENT_BUTTONS).nullable(),
        agreedBy: z.array(z.string()),
        begunAt: instant,
        endedAt: instant.nullable(),
      }),
    ),
  }),
  /** The school's proxy waits for a name and password; null while it doesn't. */
  proxyQuestion: z
    .object({
      questionId: id,
      /** Host and port. */
      proxy: z.string(),
      /** What was typed last was not accepted. */
      wrong: z.boolean(),
      triesLeft: z.number().int(),
    })
    .nullable(),
  captureRefusal: refusal,
  completeRefusal: refusal,
  progress: progressView.nullable(),
  check: captureCheckView.nullable(),
  exhibits: z.array(exhibitView),
  /** Counted refusals of the page: pop-ups, downloads, permissions and so on. */
  refused: z.array(z.object({ what: z.string(), count: z.number().int() })),
});

export const investigationView = z.object({
  kind: z.literal('investigation'),
  reason: z.string(),
  scope: z.string(),
  subjectKind,
  reviewers: z.array(personView),
  authority: z
    .object({
      givenBy: z.string(),
      givenAt: instant,
      document: z.string(),
    })
    .nullable(),
  exhibits: z.array(exhibitView),
  /** Of a part that was marked and waits for both; null without one. */
  partAgreement: agreementView.nullable(),
  markRefusal: refusal,
  timeline: z.array(
    z.object({ index: z.number().int(), at: instant, what: z.string(), who: z.string() }),
  ),
  reviewRefusal: refusal,
  recordRefusal: refusal,
  judgeRefusal: refusal,
  exportRefusal: refusal,
  /** What senior staff judged last; null before. */
  outcome: z
    .enum(['no-substance', 'internal-action', 'external-organisation', 'police'])
    .nullable(),
});

export const recordView = z.object({
  kind: z.literal('record'),
  version: z.number().int(),
  /** The label of the form's first field: `Investigators` unless the school changed it. */
  investigatorsLabel: z.string(),
  fields: z.array(z.object({ label: z.string(), value: z.string(), missing: z.boolean() })),
  rows: z.array(z.object({ address: z.string(), concern: z.string() })),
  conclusions: z.array(z.string()),
  missing: z.array(z.string()),
  first: z.object({ person: personView, signedAt: instant.nullable() }),
  second: z.object({ person: personView, signedAt: instant.nullable() }),
  signRefusal: refusal,
  /** Changes whenever the document would print differently; the preview is fetched for it. */
  previewKey: z.string(),
});

export const judgeView = z.object({
  kind: z.literal('judge'),
  eligible: z.array(personView),
  judged: z
    .object({
      substance: z.boolean(),
      reasons: z.string(),
      outcome: z.string(),
      actions: z.array(z.string()),
      by: z.array(z.string()),
      at: instant,
    })
    .nullable(),
});

export const exportView = z.object({
  kind: z.literal('export'),
  /** `sizeBytes` is null where it is known only once the pack is written. */
  leaves: z.array(
    z.object({ path: z.string(), what: z.string(), sizeBytes: z.number().int().nullable() }),
  ),
  stays: z.array(z.object({ what: z.string(), why: z.string(), count: z.number().int() })),
  signers: z.object({ dsl: z.array(personView), headteacher: z.array(personView) }),
  exportRefusal: refusal,
  progress: progressView.nullable(),
  done: z
    .object({
      fileName: z.string(),
      sizeBytes: z.number().int(),
      packDigest: digest,
      sealDigest: digest,
      verified: z.boolean(),
      findings: z.array(z.string()),
    })
    .nullable(),
});

export const stoppedView = z.object({
  kind: z.literal('stopped'),
  stoppedAt: instant,
  /** False when the entry could not be written: the time goes on paper. */
  recorded: z.boolean(),
  fromSignIn: z.boolean(),
  reference: z.string(),
  step: z.enum(['call', 'police-said', 'questions', 'tell', 'done']),
  schoolName: z.string(),
  callers: z.array(z.object({ role: z.string(), name: z.string(), contact: z.string() })),
  /** Null with nobody signed in: contacts and reference only. */
  facts: z
    .object({
      address: z.string(),
      seenFrom: instant,
      seenTo: instant,
      seenBy: z.array(z.string()),
      how: z.string(),
      computer: z.string(),
      keptBefore: z.number().int(),
    })
    .nullable(),
  lockedExhibits: z.array(
    z.object({ exhibitRef: z.string(), capturedAt: instant, digest, sizeBytes: z.number().int() }),
  ),
  did: z.array(z.string()),
  underWay: z.string().nullable(),
  level: z.enum(['L1', 'L2']),
  durationMs: z.number().nullable(),
  people: z.array(personView),
  released: z.boolean(),
  mayReleaseRefusal: refusal,
  /** Each reason for a release, and why it is not open; the same order always. */
  releaseReasons: z.array(z.object({ reason: releaseReason, refusal })),
  /** Whoever has to be one of the two who approve a release: headteacher, or chair in their place. */
  approvers: z.array(personView),
});

/** New recovery sheets, made after a release used the old ones. */
export const renewalView = z.object({
  kind: z.literal('renewal'),
  /** `begin` asks for two of the present sheets; `done` says what becomes of the old ones. */
  step: z.enum(['begin', 'sheets', 'finish', 'done']),
  /** Everybody who may keep a sheet. */
  people: z.array(personView),
  custodians: z.array(custodianView),
  pairsProved: z.number().int(),
  pairsTotal: z.number().int(),
  /** Two of these put the new sheets in force. */
  holders: z.array(personView),
});

export const closedView = z.object({
  kind: z.literal('cannot-open'),
  code: z.string(),
  message: z.string(),
});

export const screenView = z.discriminatedUnion('kind', [
  setupView,
  signInView,
  boardView,
  newInvestigationView,
  investigationView,
  reviewView,
  recordView,
  judgeView,
  exportView,
  stoppedView,
  renewalView,
  closedView,
]);

/** Everything the interface shows, pushed whole whenever it changes. */
export const appView = z.object({
  revision: z.number().int(),
  version: z.string(),
  /** A vault made as a demonstration: everything that comes out of it is marked. */
  demonstration: z.boolean(),
  /** Running on the Chromium host instead of Electron: "Preview: not for live evidence". */
  preview: z.boolean(),
  schoolName: z.string().nullable(),
  computer: z.string().nullable(),
  stopKey: z.string(),
  stopped: z.boolean(),
  /** The pair at the screen; null halves are dashed tiles. */
  first: personView.nullable(),
  second: personView.nullable(),
  signedIn: z.boolean(),
  /** Seconds until an idle pause, once under 60; null otherwise. */
  idleSecondsLeft: z.number().int().nullable(),
  /** The bounded time in which a site may be sent to; null while there is none. */
  phase: z
    .object({
      exception: z.enum(['viewing-account', 'consent-banner']),
      site: z.string(),
      account: z.string().nullable(),
      secondsLeft: z.number().int(),
    })
    .nullable(),
  /** The investigation the bar names. */
  investigation: investigationSummary.nullable(),
  /** Rail step that is current; null outside investigations. */
  step: railStep.nullable(),
  recording: z.object({
    recorded: z.string(),
    counts: z.array(z.string()),
    notRecorded: z.string(),
  }),
  notice: z
    .object({ code: z.string(), message: z.string(), at: instant, safe: z.string().nullable() })
    .nullable(),
  screen: screenView,
});

export type PersonView = z.infer<typeof personView>;
export type RailStep = z.infer<typeof railStep>;
export type InvestigationSummary = z.infer<typeof investigationSummary>;
export type SetupView = z.infer<typeof setupView>;
export type SignInView = z.infer<typeof signInView>;
export type SignInHalfView = z.infer<typeof signInHalfView>;
export type BoardView = z.infer<typeof boardView>;
export type NewInvestigationView = z.infer<typeof newInvestigationView>;
export type InvestigationView = z.infer<typeof investigationView>;
export type VisitView = z.infer<typeof visitView>;
export type ExhibitView = z.infer<typeof exhibitView>;
export type AgreementView = z.infer<typeof agreementView>;
export type ProgressView = z.infer<typeof progressView>;
export type DoubtView = z.infer<typeof doubtView>;
export type CaptureCheckView = z.infer<typeof captureCheckView>;
export type PictureView = z.infer<typeof pictureView>;
export type ReviewView = z.infer<typeof reviewView>;
export type RecordView = z.infer<typeof recordView>;
export type JudgeView = z.infer<typeof judgeView>;
export type ExportView = z.infer<typeof exportView>;
export type StoppedView = z.infer<typeof stoppedView>;
export type CustodianView = z.infer<typeof custodianView>;
export type RenewalView = z.infer<typeof renewalView>;
export type ClosedView = z.infer<typeof closedView>;
export type ScreenView = z.infer<typeof screenView>;
export type AppView = z.infer<typeof appView>;
