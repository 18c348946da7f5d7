import type { Half } from '#src/contract/values.ts';
import type { PauseReason } from '#src/investigation/events-people.ts';
import type { CaptureFile } from '#src/investigation/events-review.ts';
import type { ReleaseReason } from '#src/investigation/events-stop.ts';
import type { LockLevel } from '#src/investigation/state.ts';
import type { ObjectRef } from '#src/ledger/entry.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import type { CaptureKey } from '#src/vault/capture-key.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { ReleaseRenewal } from '#src/vault/release-key.ts';
import type { VaultSetup } from '#src/vault/setup.ts';
import type { Sitting } from '#src/vault/sitting.ts';
import type { Vault } from '#src/vault/vault.ts';
import type { PageRefusals } from './browser-refusals.ts';
import type { CaptureProgress, CaptureResult, NetworkWitness } from './capture-port.ts';
import type { Phase } from './phase.ts';
import { noProxyQuestions, type ProxyQuestions } from './proxy-questions.ts';
import type { Veil } from './veil.ts';
import type { Folded } from './folded.ts';
import type { OpenExhibit } from './open-exhibit.ts';
import type { Surroundings } from './surroundings.ts';

/** Screens that people reach by acting; the others follow from where the vault stands. */
export type ScreenName =
  'board' | 'new-investigation' | 'investigation' | 'review' | 'record' | 'judge' | 'export';

/** Why the vault can't be opened. */
export interface Refused {
  readonly code: string;
  readonly message: string;
}

/** First run under way; the store is made once the folder is found to be good. */
export interface SettingUp {
  readonly kind: 'setup';
  readonly setup: VaultSetup | null;
  readonly store: VaultStore | null;
  readonly folderRefusal: Refused | null;
  stopKeyTried: boolean;
}

/** The vault is open; nobody need be signed in. */
export interface Opened {
  readonly kind: 'open';
  readonly vault: Vault;
  readonly store: VaultStore;
  /** Ready, so that refusals and stops can be written at once. */
  readonly installationWriter: LedgerWriter;
  /** Ready writers of the computer for investigations that STOP may have to lock, by investigation. */
  readonly stopWriters: Map<string, LedgerWriter>;
}

export type Mode =
  { readonly kind: 'starting' } | SettingUp | Opened | ({ readonly kind: 'cannot-open' } & Refused);

/** One half of a sign-in under way. The keys are held until the sitting starts, no longer. */
export interface SigningIn {
  readonly person: OpenPerson | null;
  readonly personId: string | null;
  readonly code: string;
  readonly signedInAt: string | null;
  readonly checking: boolean;
}

/** The investigation that is open in this sitting. */
export interface OpenInvestigation {
  readonly investigationId: string;
  readonly reference: string;
  readonly folded: Folded;
}

/** One capture under way: its key and files live here until it is kept or dropped. */
export interface CaptureJob {
  readonly captureId: string;
  readonly key: CaptureKey;
  readonly abort: AbortController;
  readonly files: CaptureFile[];
  readonly objects: ObjectRef[];
  readonly capturedAt: string;
  progress: CaptureProgress | null;
  result: CaptureResult | null;
}

/** An exhibit opened by both to mark parts of it; its key goes with this. */
export interface Marking {
  readonly parentId: string;
  readonly opened: OpenExhibit;
  readonly record: Uint8Array;
  /** What both are asked to agree to, cut out already; null before. */
  cut: { readonly agreementId: string; readonly png: Uint8Array } | null;
}

/** A record as it would print, kept so that both sign the same bytes. */
export interface PreparedRecord {
  readonly previewKey: string;
  readonly pdf: Uint8Array;
}

/** The first of two signatures on one prepared record; the keys wait for the second. */
export interface HalfSigned {
  readonly previewKey: string;
  readonly person: OpenPerson;
  /** When its entry was recorded. */
  readonly signedAt: string;
}

/** A pack that was made and may be saved. */
export interface MadePack {
  readonly exportId: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly packDigest: string;
  readonly sealDigest: string;
  readonly verified: boolean;
  readonly findings: readonly string[];
}

/** What the stopped screen shows; built before the keys are dropped. */
export interface Stopped {
  readonly investigationId: string;
  readonly reference: string;
  readonly stoppedAt: string;
  readonly fromSignIn: boolean;
  /** False where the entry could not be written: the time goes on paper. */
  recorded: boolean;
  readonly durationMs: number | null;
  readonly did: readonly string[];
  readonly underWay: string | null;
  facts: StoppedFacts | null;
  lockedExhibits: readonly LockedExhibit[];
  level: LockLevel;
  step: 'call' | 'police-said' | 'questions' | 'tell' | 'done';
  released: boolean;
  /** Why each reason for a release is not open; null where it is. */
  releaseRefusals: Readonly<Record<ReleaseReason, string | null>>;
  /** Who may approve a release in the headteacher's place. */
  approverIds: readonly string[];
  /** False once two people recorded that the police allow other work here. */
  holdsComputer: boolean;
}

export interface StoppedFacts {
  readonly address: string;
  readonly seenFrom: string;
  readonly seenTo: string;
  readonly seenBy: readonly string[];
  readonly how: string;
  readonly computer: string;
  readonly keptBefore: number;
}

export interface LockedExhibit {
  readonly exhibitRef: string;
  readonly capturedAt: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

/** New recovery sheets being made, on the screen; in memory only, so that what ends it leaves the old ones good. */
export interface Renewal {
  /** Null until two of the present sheets gave the present key, and once it is done. */
  making: ReleaseRenewal | null;
  done: boolean;
}

/** A failure that stays on screen until somebody has read it. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly at: string;
  readonly safe: string | null;
}

/** A long act that is under way, other than a capture. */
export interface LongAct {
  readonly name: string;
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly startedAt: string;
}

/** Why nobody is signed in any more. */
export interface Paused {
  readonly reason: PauseReason | 'ended';
  readonly at: string;
}

/** Nobody on that side yet. */
export const nobody: SigningIn = {
  person: null,
  personId: null,
  code: '',
  signedInAt: null,
  checking: false,
};

/** Everything that lives in memory between two acts. */
export interface Live {
  screen: ScreenName;
  chosenId: string | null;
  halves: Record<Half, SigningIn>;
  paused: Paused | null;
  underWay: string | null;
  sitting: Sitting | null;
  /** What this sitting learnt of time and place; null while nobody is signed in. */
  surroundings: Surroundings | null;
  investigation: OpenInvestigation | null;
  lastWrongHalf: Half | null;
  /** True while a page is in the review browser. */
  pageOpen: boolean;
  /** Whether the view that is open asks for pictures, and of which site both agreed to them. */
  picturesLoaded: boolean;
  picturesSite: string | null;
  /** The site whose session the view that is open continues, or one that waits; null without one. */
  session: string | null;
  /** Null while no site may be sent to for a bounded time. */
  phase: Phase | null;
  /** Over the view that is open; null where there is none, or nothing is veiled. */
  veil: Veil | null;
  /** Navigations that we started ourselves and that are recorded already. */
  expectedStarts: number;
  goingBack: boolean;
  /** Title of the page that is open. */
  title: string | null;
  /** The visit whose page is open: another one may be on its way already. */
  pageVisitId: string | null;
  /** What the school's proxy was answered, and wants to be. */
  proxy: ProxyQuestions;
  network: NetworkWitness | null;
  capture: CaptureJob | null;
  /** Null while no exhibit is open for marking. */
  marking: Marking | null;
  prepared: PreparedRecord | null;
  halfSigned: HalfSigned | null;
  made: MadePack | null;
  longAct: LongAct | null;
  stopped: Stopped | null;
  /** Null while the screen with the new sheets is not shown. */
  renewal: Renewal | null;
  notice: Notice | null;
  idleSecondsLeft: number | null;
  readonly pageRefusals: PageRefusals;
  /** What the boundary refused since the last entry about it. */
  readonly callRefusals: Map<string, { count: number; detail: string }>;
  /** How often a page's change of title was recorded, by visit; and whether one waits. */
  readonly titleChanges: Map<string, number>;
  titleWaits: boolean;
  /** When the page last navigated by itself, newest last: a page that loops is closed. */
  readonly navigatedMs: number[];
}

/** Whether one or both have given their passphrase at the sign-in, and no sitting has begun. */
export function isHalfIn({ halves }: Live): boolean {
  return halves.first.person !== null || halves.second.person !== null;
}

/** Whether a page under review may be seen, and be given room and the keyboard. */
export function isPageShown({ screen, stopped, pageOpen }: Live): boolean {
  return screen === 'review' && stopped === null && pageOpen;
}

/** A fresh start: nobody here, nothing open. */
export function newLive(): Live {
  return {
    ...{ screen: 'board', chosenId: null, halves: { first: nobody, second: nobody } },
    ...{ paused: null, underWay: null, sitting: null, investigation: null, lastWrongHalf: null },
    surroundings: null,
    ...{
      pageOpen: false,
      picturesLoaded: false,
      picturesSite: null,
      session: null,
      phase: null,
      veil: null,
      expectedStarts: 0,
      goingBack: false,
      title: null,
      pageVisitId: null,
      network: null,
      proxy: noProxyQuestions(),
      capture: null,
    },
    ...{ marking: null, prepared: null, halfSigned: null, made: null, longAct: null },
    ...{ stopped: null, renewal: null, notice: null, idleSecondsLeft: null },
    ...{ pageRefusals: new Map(), callRefusals: new Map(), navigatedMs: [] },
    ...{ titleChanges: new Map(), titleWaits: false },
  };
}
