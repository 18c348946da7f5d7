import type { Digest } from '#src/core/digest.ts';
import type { SubjectKind } from '#src/core/roles.ts';
import type { ExhibitRef } from '#src/exhibit/exhibit-ref.ts';
import type { AgreedWhat } from './agreements.ts';
import type { EventOf } from './events.ts';
import type {
  ConsentButton,
  ExceptionKind,
  PageRefusal,
  PhaseEnd,
  Pictures,
  VisitCause,
} from './events-review.ts';
import type { ReleaseReason } from './events-stop.ts';

/** What was fixed when the investigation was created. */
export interface Facts {
  readonly reference: string;
  readonly title: string;
  readonly reason: string;
  readonly scope: string;
  readonly subjectKind: SubjectKind;
  readonly reviewerIds: readonly [string, string];
  readonly authorisedIds: readonly string[];
  readonly excludedIds: readonly string[];
  readonly demonstration: boolean;
  readonly createdAt: string;
}

/** One address opened in the review browser. */
export interface Visit {
  readonly visitId: string;
  readonly number: number;
  /** As typed, or as the page asked. */
  readonly address: string;
  /** As committed last; null before that. */
  readonly finalAddress: string | null;
  readonly cause: VisitCause;
  readonly openedAt: string;
  readonly pictures: Pictures;
  readonly redirects: readonly {
    readonly from: string;
    readonly to: string;
    readonly status: number;
  }[];
  readonly status: number | null;
  readonly serverAddress: string | null;
  readonly title: string | null;
  /** `left`: another page was opened, or all were closed, before it had finished loading. */
  readonly outcome: 'loading' | 'shown' | 'left' | 'failed' | 'refused';
  readonly failureCode: string | null;
  readonly judgement: 'open' | 'concern' | 'no-concern';
  readonly reason: string | null;
  readonly exhibitRefs: readonly string[];
}

/** An agreement of two under way. */
export interface Agreement {
  readonly agreementId: string;
  readonly what: AgreedWhat;
  readonly visitId: string;
  readonly statement: string;
  /** The site is asked for the page a second time. */
  readonly secondLook: boolean;
  /** Person id → when. */
  readonly given: Readonly<Record<string, string>>;
}

/** What one site is allowed beside reading, agreed by both; it ends with the sitting at the latest. */
export interface SiteException {
  readonly agreementId: string;
  readonly exception: ExceptionKind;
  /** As `siteOf` gives it. */
  readonly site: string;
  readonly personIds: readonly [string, string];
  readonly begunAt: string;
  /** Null while it is in force. */
  readonly endedAt: string | null;
  /** Name of the account that is logged in with; null for every other kind. */
  readonly account: string | null;
  /** The time in which it lets something be sent; null where it has no such time of its own. */
  readonly phase: ExceptionPhase | null;
}

/** A bounded time in which a site may be sent to, so that it can be read afterwards. */
export interface ExceptionPhase {
  /** Of the page that it began on, with its query. */
  readonly address: string | null;
  /** Null while it is under way. */
  readonly ended: {
    readonly at: string;
    readonly how: PhaseEnd;
    readonly pressed: ConsentButton | null;
    /** Let through. */
    readonly requests: number;
  } | null;
}

/** The one capture that may be under way. */
export interface CaptureUnderWay {
  readonly captureId: string;
  readonly visitId: string;
  readonly address: string;
  readonly startedAt: string;
  /** The separate agreement to a full archive of it; null without one. */
  readonly archive: Agreement | null;
  /** Both agreed to a second picture without what lies over the page. */
  readonly overlays: boolean;
  /** Both agreed to a second request. */
  readonly secondLook: boolean;
  /** Null while it is being made; then what came of it, until it is kept or discarded. */
  readonly made: EventOf<'capture-made'> | null;
}

/** A capture that both kept. */
export interface Exhibit {
  readonly exhibitId: string;
  readonly captureId: string;
  readonly exhibitRef: ExhibitRef;
  readonly producerId: string;
  readonly visitId: string;
  readonly address: string;
  readonly capturedAt: string;
  readonly state: 'complete' | 'partial' | 'failed';
  readonly missing: readonly string[];
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly files: EventOf<'capture-kept'>['files'];
  /** What both said to each doubtful point. */
  readonly answers: EventOf<'capture-kept'>['answers'];
  /** Index of the entry that accepted it. */
  readonly entryIndex: number;
}

/** A part of an exhibit's picture that both kept. */
export type Part = Omit<EventOf<'part-kept'>, 'kind'> & { readonly entryIndex: number };

/** `L1` stop and preserve, `L2` withheld (procedure.md §2.4). */
export type LockLevel = 'L1' | 'L2';

/** A stop and what came of it. */
export interface Lock {
  readonly stoppedAt: string;
  readonly from: 'sitting' | 'sign-in' | 'passphrase' | 'start';
  readonly personIds: readonly string[];
  readonly visitId: string | null;
  readonly underWay: string | null;
  readonly level: LockLevel;
  readonly called: boolean;
  readonly policeSaid: boolean;
  readonly answer: EventOf<'stop-answered'> | null;
  readonly told: boolean;
  /** Two people recorded that the police allow other work on this computer. */
  readonly left: boolean;
  readonly release: ReleaseReason | null;
}

/** One signed version of the record of review. */
export type SignedRecord = EventOf<'record-signed'> & {
  readonly signedAt: string;
  readonly entryIndex: number;
};

/** What senior staff judged. */
export type Judgement = EventOf<'judgement-made'> & { readonly at: string };

/** One export. */
export interface Export {
  readonly exportId: string;
  readonly recipient: string;
  readonly startedAt: string;
  readonly made: EventOf<'export-made'> | null;
  readonly saved: boolean;
  readonly failedCode: string | null;
}

/** Everything the rules need to know, folded from the entries of one ledger. */
export interface InvestigationState {
  readonly facts: Facts | null;
  /** The one computer it is bound to (R10). */
  readonly computerId: string | null;
  readonly authority: (EventOf<'review-authorised'> & { readonly recordedAt: string }) | null;
  readonly lado: EventOf<'lado-contacted'> | null;
  readonly reporterNamed: boolean;
  readonly sitting: {
    readonly personIds: readonly [string, string];
    readonly startedAt: string;
  } | null;
  readonly everOpened: boolean;
  readonly visits: readonly Visit[];
  readonly currentVisitId: string | null;
  /** Both agreed to load the pictures of the current visit's site, veiled; gone with the next site. */
  readonly picturesAgreedAt: string | null;
  /** Both agreed to see them plain; gone once they are veiled again. */
  readonly plainAgreedAt: string | null;
  readonly agreement: Agreement | null;
  /** An agreement both gave that has not been used yet. */
  readonly agreed: Agreement | null;
  /** What the exception is that both are being asked for, or have just agreed to. */
  readonly exceptionAsked: EventOf<'exception-asked'> | null;
  /** Of this sitting, ended ones included. */
  readonly exceptions: readonly SiteException[];
  /** Both asked for a full archive of this visit's next capture. */
  readonly archive: Agreement | null;
  readonly capture: CaptureUnderWay | null;
  readonly exhibits: readonly Exhibit[];
  /** Parts of the exhibits' pictures, in the order in which they were kept. */
  readonly parts: readonly Part[];
  /** What the agreement of kind `part` is about; null without one. */
  readonly marked: EventOf<'part-marked'> | null;
  /** Captures that ended otherwise than kept. */
  readonly notKept: Readonly<Record<'discarded' | 'failed' | 'stopped', number>>;
  readonly pageRefusals: Readonly<Partial<Record<PageRefusal, number>>>;
  readonly completedAt: string | null;
  readonly conclusions: readonly string[];
  readonly signatureGiven: (EventOf<'signature-given'> & { readonly at: string }) | null;
  readonly records: readonly SignedRecord[];
  readonly judgements: readonly Judgement[];
  readonly exports: readonly Export[];
  /** The lock in force; null where there is none. */
  readonly lock: Lock | null;
  /** Stops that were released as mistaken or not illegal: they stay in every pack (R3). */
  readonly pastLocks: readonly Lock[];
  /** Police were told, and have not let the school act again (R21). */
  readonly policeInvolved: boolean;
  readonly welfareDueIds: readonly string[];
  readonly attemptsRefused: number;
  readonly closedAt: string | null;
  /** Entries whose payload could not be read here. */
  readonly withheld: number;
}

/** An investigation of which nothing is recorded yet. */
export const initialState: InvestigationState = {
  facts: null,
  computerId: null,
  authority: null,
  lado: null,
  reporterNamed: false,
  sitting: null,
  everOpened: false,
  visits: [],
  currentVisitId: null,
  picturesAgreedAt: null,
  plainAgreedAt: null,
  agreement: null,
  agreed: null,
  exceptionAsked: null,
  exceptions: [],
  archive: null,
  capture: null,
  exhibits: [],
  parts: [],
  marked: null,
  notKept: { discarded: 0, failed: 0, stopped: 0 },
  pageRefusals: {},
  completedAt: null,
  conclusions: [],
  signatureGiven: null,
  records: [],
  judgements: [],
  exports: [],
  lock: null,
  pastLocks: [],
  policeInvolved: false,
  welfareDueIds: [],
  attemptsRefused: 0,
  closedAt: null,
  withheld: 0,
};

/** The visit whose page is open; null when none is. */
export function currentVisit(state: InvestigationState): Visit | null {
  return state.visits.find((visit) => visit.visitId === state.currentVisitId) ?? null;
}

/** No page is open any more, or another one: a visit that was loading was left. */
export function withVisitsLeft(state: InvestigationState): InvestigationState {
  const visits = state.visits.map((visit) =>
    visit.outcome === 'loading' ? { ...visit, outcome: 'left' as const } : visit,
  );
  return { ...state, visits };
}

/** The judgement in force; null before the first. */
export function lastJudgement(state: InvestigationState): Judgement | null {
  return state.judgements.at(-1) ?? null;
}

/** Version the next signed record gets; null while the last one says all there is to say (R18). */
export function versionToSign(state: InvestigationState): number | null {
  const last = state.records.at(-1);
  if (last === undefined) return 1;
  return last.withJudgement || state.judgements.length === 0 ? null : last.version + 1;
}
