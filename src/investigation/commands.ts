import type { Digest } from '#src/core/digest.ts';
import type { PauseReason } from './events-people.ts';
import type { Outcome } from './events-record.ts';
import type {
  CaptureFile,
  ExceptionKind,
  PageRefusal,
  PartMark,
  VisitCause,
} from './events-review.ts';
import type { ReleaseReason } from './events-stop.ts';
import type { EventOf, InvestigationEvent } from './events.ts';
import type { Facts } from './state.ts';

/** What a browser reports about the visit under way. */
export type Observation = Extract<
  InvestigationEvent,
  {
    kind:
      | 'visit-redirected'
      | 'visit-committed'
      | 'visit-moved'
      | 'visit-finished'
      | 'visit-titled'
      | 'visit-stayed'
      | 'visit-failed'
      | 'visit-refused'
      | 'proxy-log-in';
  }
>;

/** Every command, with what it carries. Ids and times come from the caller: the rules are pure. */
export interface Commands {
  create: Omit<Facts, 'createdAt'> & {
    readonly authority: {
      readonly givenById: string;
      readonly givenAt: string;
      readonly document: string;
    };
    readonly lado: { readonly at: string; readonly name: string; readonly advice: string } | null;
  };
  'name-reporter': { readonly name: string; readonly how: string };
  'start-sitting': {
    readonly screenPrivate: boolean;
    readonly neitherConcerned: boolean;
    readonly stopKeyKnown: boolean;
  };
  'note-clock': Omit<EventOf<'clock-checked'>, 'kind'>;
  'note-egress': Omit<EventOf<'egress-learnt'>, 'kind'>;
  'pause-sitting': { readonly reason: PauseReason };
  'end-sitting': object;
  'open-address': {
    readonly visitId: string;
    readonly address: string;
    readonly cause: VisitCause;
  };
  'load-again': { readonly cause: EventOf<'visit-reloaded'>['cause'] };
  observe: { readonly observation: Observation };
  'observe-refusal': {
    readonly what: PageRefusal;
    readonly address: string | null;
    readonly count: number;
  };
  flag: { readonly visitId: string; readonly reason: string };
  'no-concern': { readonly visitId: string };
  propose: {
    readonly agreementId: string;
    readonly what: 'veiled' | 'pictures' | 'capture';
    /** Of a capture: whether the site is asked for the page a second time. */
    readonly secondLook?: boolean;
  };
  /** Capture again, with what lies over the page hidden for a second picture. */
  'propose-again': { readonly agreementId: string; readonly captureId: string };
  'propose-archive': { readonly agreementId: string; readonly categories: readonly string[] };
  /** What was cut out of the picture comes from the caller; the rules look at where and what is said. */
  'propose-part': {
    readonly agreementId: string;
    readonly parentId: string;
    readonly mark: PartMark;
    readonly digest: Digest;
    readonly picture: { readonly width: number; readonly height: number };
  };
  'keep-part': {
    readonly exhibitId: string;
    readonly markedAt: string;
    readonly file: CaptureFile;
  };
  'propose-exception': {
    readonly agreementId: string;
    readonly exception: ExceptionKind;
    /** Its name, for a log-in; else null. */
    readonly account: string | null;
  };
  'begin-exception': object;
  'end-phase': Omit<EventOf<'exception-phase-ended'>, 'kind'>;
  'end-exception': { readonly agreementId: string };
  /** A page led to another site by itself. */
  'leave-site': { readonly address: string };
  agree: { readonly personId: string };
  'give-wrong-code': { readonly personId: string };
  'take-back': { readonly personId: string };
  'drop-agreement': object;
  'start-capture': { readonly captureId: string };
  'finish-capture': Omit<EventOf<'capture-made'>, 'kind' | 'captureId'>;
  'keep-capture': {
    readonly captureId: string;
    readonly exhibitId: string;
    readonly producerId: string;
    readonly capturedAt: string;
    readonly answers: readonly {
      readonly doubtId: string;
      readonly keep: boolean;
      readonly reason: string;
    }[];
    readonly files: readonly CaptureFile[];
  };
  'discard-capture': { readonly captureId: string; readonly reason: string };
  'fail-capture': { readonly code: string; readonly detail: string };
  'stop-capture': { readonly by: 'cancel' | 'pause' };
  'look-at-exhibit': { readonly exhibitId: string };
  /** Any two captures; which one is the earlier, they say themselves. */
  'compare-exhibits': { readonly exhibitIds: readonly [string, string] };
  'complete-review': object;
  conclude: { readonly rows: readonly string[] };
  'view-document': { readonly what: string };
  'give-signature': { readonly personId: string; readonly formDigest: Digest };
  'sign-record': Omit<
    EventOf<'record-signed'>,
    'kind' | 'version' | 'supersedes' | 'personIds' | 'withJudgement'
  >;
  judge: {
    readonly substance: boolean;
    readonly reasons: string;
    readonly outcome: Outcome;
    readonly actions: readonly string[];
  };
  'start-export': Omit<EventOf<'export-started'>, 'kind' | 'signedByIds'>;
  'finish-export': Omit<EventOf<'export-made'>, 'kind'>;
  'save-export': { readonly exportId: string; readonly saved: boolean };
  'fail-export': { readonly exportId: string; readonly code: string };
  stop: {
    readonly stoppedAt: string;
    readonly from: 'sitting' | 'sign-in' | 'passphrase';
    readonly underWay: string | null;
  };
  'call-police': { readonly calledBy: string; readonly at: string };
  'write-police-words': Omit<EventOf<'police-said'>, 'kind' | 'signedByIds'>;
  'answer-stop': {
    readonly pressedBy: string | null;
    readonly what: 'under-18' | 'something-else' | 'mistake';
  };
  'tell-people': { readonly told: readonly string[]; readonly at: string };
  'leave-stopped': { readonly policeAllow: string };
  /** What the vault finds while it opens the sheets; the rules only look at reason and document. */
  release: Pick<EventOf<'released'>, 'custodianIds' | 'exhibits' | 'statement'> & {
    readonly reason: ReleaseReason;
    readonly document: string;
  };
  'release-authority': { readonly document: string; readonly reference: string };
  'note-welfare': { readonly personId: string; readonly wantsToTalk: boolean };
  'replace-computer': { readonly toId: string; readonly document: string };
  close: { readonly reason: string };
  'note-refused-attempt': {
    readonly command: string;
    readonly rule: string;
    readonly code: string;
    readonly personIds: readonly string[];
  };
  'note-refused-call': { readonly what: string; readonly detail: string };
}

export type CommandKind = keyof Commands;
/** One command of one kind. */
export type CommandOf<K extends CommandKind> = K extends CommandKind
  ? { readonly kind: K } & Commands[K]
  : never;
export type Command = CommandOf<CommandKind>;
