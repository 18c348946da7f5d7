import type { Digest } from '#src/core/digest.ts';
import type { Role } from '#src/core/roles.ts';
import type { Command, CommandKind, CommandOf } from '#src/investigation/commands.ts';
import { decide } from '#src/investigation/decide.ts';
import type { Decision, DecisionContext, PersonFacts } from '#src/investigation/decision.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import { evolve } from '#src/investigation/evolve.ts';
import { initialState, type InvestigationState } from '#src/investigation/state.ts';

/** An identifier that reads as a name: `idOf('rjt')`. */
export function idOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z2-7]/gu, 'x')
    .padEnd(26, 'a')
    .slice(0, 26);
}

export const DIGEST: Digest = `sha256:${'0'.repeat(64)}`;
export const AT = '2026-11-17T10:00:00.000Z';
export const COMPUTER = idOf('computer');
export const OTHER_COMPUTER = idOf('elsewhere');

function person(
  initials: string,
  roles: readonly Role[],
  deputyFor: readonly Role[] = [],
): PersonFacts {
  return { personId: idOf(initials), position: `Position ${initials}`, initials, roles, deputyFor };
}

/** First and second reviewer, DSL, headteacher, chair, an excluded reviewer, the network manager. */
export const PEOPLE: ReadonlyMap<string, PersonFacts> = new Map(
  [
    person('RJT', ['reviewer']),
    person('IMS', ['reviewer']),
    person('DAP', ['dsl']),
    person('HEX', ['headteacher']),
    person('CSP', ['chair']),
    person('EXC', ['reviewer'], ['dsl', 'headteacher']),
    person('NMF', ['network-manager']),
  ].map((one) => [one.personId, one]),
);

export const [RJT, IMS, DAP, HEX, CSP, EXC] = ['RJT', 'IMS', 'DAP', 'HEX', 'CSP', 'EXC'].map(
  idOf,
) as [string, string, string, string, string, string];

/** Who is there for a command; the two reviewers by default. */
export interface Presence {
  readonly sitting?: readonly string[] | null;
  readonly signers?: readonly string[];
  readonly expired?: boolean;
  readonly computerId?: string;
}

/** The rules' context. */
export function contextOf(presence: Presence = {}): DecisionContext {
  const personIds = presence.sitting === undefined ? [RJT, IMS] : presence.sitting;
  return {
    at: AT,
    computerId: presence.computerId ?? COMPUTER,
    people: PEOPLE,
    sitting: personIds === null ? null : { personIds, expired: presence.expired ?? false },
    signerIds: presence.signers ?? [RJT, IMS],
  };
}

/** One entry as it would stand in the ledger. */
export interface StoryEntry {
  readonly event: InvestigationEvent;
  readonly index: number;
  readonly recordedAt: string;
}

/** An investigation that is told command by command. */
export class Story {
  state: InvestigationState = initialState;
  readonly entries: StoryEntry[] = [];

  /** Decide, and record what it makes happen. */
  tell(command: Command, presence: Presence = {}): Decision {
    const decision = decide(this.state, command, contextOf(presence));
    if (decision.ok) for (const event of decision.events) this.#add(event);
    return decision;
  }

  /** Tell what has to be allowed. */
  must(command: Command, presence: Presence = {}): this {
    const decision = this.tell(command, presence);
    if (!decision.ok)
      throw new Error(`${command.kind} expected allowed, got ${decision.rule}: ${decision.reason}`);
    return this;
  }

  /** Tell what may be refused here. */
  maybe(command: Command, presence: Presence = {}): this {
    this.tell(command, presence);
    return this;
  }

  #add(event: InvestigationEvent): void {
    const entry = { event, index: this.entries.length, recordedAt: AT };
    this.entries.push(entry);
    this.state = evolve(this.state, event, entry);
  }
}

export const CREATE: CommandOf<'create'> = {
  ...{
    kind: 'create',
    reference: 'NHS-2026-001',
    title: 'Posts',
    reason: 'Reported posts',
    scope: 'One thread',
  },
  ...{
    subjectKind: 'pupil',
    reviewerIds: [RJT, IMS],
    authorisedIds: [RJT, IMS, DAP, HEX],
    excludedIds: [EXC],
  },
  ...{ demonstration: true, lado: null },
  authority: { givenById: HEX, givenAt: AT, document: 'Letter 12' },
};
export const CONFIRMED = {
  screenPrivate: true,
  neitherConcerned: true,
  stopKeyKnown: true,
} as const;
export const VISIT = idOf('visit');
export const CAPTURE = idOf('capture');
export const EXHIBIT = idOf('exhibit');
export const LATER_EXHIBIT = idOf('exhibit2');
export const EXPORT = idOf('export');
export const ARCHIVE = idOf('archive');

export const PROPOSE_ARCHIVE: CommandOf<'propose-archive'> = {
  kind: 'propose-archive',
  agreementId: ARCHIVE,
  categories: ['C14'],
};
export const EXCEPTION = idOf('exception');
export const PROPOSE_EXCEPTION: CommandOf<'propose-exception'> = {
  ...{ kind: 'propose-exception', agreementId: EXCEPTION, exception: 'script-posts' },
  account: null,
};
export const PROPOSE_LOG_IN: CommandOf<'propose-exception'> = {
  ...{ kind: 'propose-exception', agreementId: EXCEPTION, exception: 'viewing-account' },
  account: 'northfield-viewer',
};
export const PROPOSE_NOTICE: CommandOf<'propose-exception'> = {
  ...{ kind: 'propose-exception', agreementId: EXCEPTION, exception: 'consent-banner' },
  account: null,
};
export const END_PHASE: CommandOf<'end-phase'> = {
  ...{ kind: 'end-phase', agreementId: EXCEPTION, how: 'done', pressed: null, more: 0 },
  requests: [{ method: 'POST', address: 'https://feed.example/log-in', count: 1 }],
};
export const MADE: CommandOf<'finish-capture'> = {
  ...{
    kind: 'finish-capture',
    state: 'complete',
    missing: [],
    doubts: [],
    digest: DIGEST,
    sizeBytes: 5,
  },
};
export const OVERLAY = { doubtId: 'd1', code: 'OVERLAY', fact: '40 % of the view is covered.' };
export const PROPOSE_AGAIN: CommandOf<'propose-again'> = {
  ...{ kind: 'propose-again', agreementId: idOf('again'), captureId: CAPTURE },
};
export const KEEP: CommandOf<'keep-capture'> = {
  ...{
    kind: 'keep-capture',
    captureId: CAPTURE,
    exhibitId: EXHIBIT,
    producerId: RJT,
    capturedAt: AT,
  },
  ...{ answers: [], files: [] },
};
/** A part of the exhibit's picture, 100 by 200 px. */
export const PART: CommandOf<'propose-part'> = {
  ...{ kind: 'propose-part', agreementId: idOf('agreement'), parentId: EXHIBIT, digest: DIGEST },
  picture: { width: 100, height: 200 },
  mark: {
    css: { x: 0, y: 10, width: 20, height: 30 },
    px: { x: 0, y: 10, width: 20, height: 30 },
    parents: [{ name: 'tile-0001.png', digest: DIGEST }],
    ...{ username: 'ehs-whispers', displayName: 'EHS Whispers', shownAt: '2 h', said: 'Name one' },
    why: 'Names a pupil',
  },
};
export const KEEP_PART: CommandOf<'keep-part'> = {
  ...{ kind: 'keep-part', exhibitId: CAPTURE, markedAt: AT },
  file: { name: 'part.png', mediaType: 'image/png', objectId: VISIT, digest: DIGEST, sizeBytes: 9 },
};
export const SIGN: CommandOf<'sign-record'> = {
  ...{ kind: 'sign-record', formDigest: DIGEST, manifestDigest: DIGEST, signatureDigest: DIGEST },
  ...{
    formObjectId: idOf('form'),
    manifestObjectId: idOf('manifest'),
    signatureObjectId: idOf('signature'),
  },
};
export const JUDGE: CommandOf<'judge'> = {
  ...{
    kind: 'judge',
    substance: true,
    reasons: 'Threats',
    outcome: 'internal-action',
    actions: ['Parents told'],
  },
};
export const START_EXPORT: CommandOf<'start-export'> = {
  ...{ kind: 'start-export', exportId: EXPORT, recipient: 'PC 2206', organisation: 'Police' },
  ...{ purpose: 'Report', lawfulBasis: 'Public task' },
};

export type Stage =
  | 'fresh'
  | 'created'
  | 'sitting'
  | 'visiting'
  | 'flagged'
  | 'proposed'
  | 'agreed'
  | 'exceptionAgreed'
  | 'excepted'
  | 'loggingIn'
  | 'loggedIn'
  | 'dismissing'
  | 'archiveAgreed'
  | 'archiving'
  | 'capturing'
  | 'checking'
  | 'covered'
  | 'againAgreed'
  | 'kept'
  | 'keptTwice'
  | 'partAgreed'
  | 'completed'
  | 'concluded'
  | 'signed'
  | 'judged'
  | 'signedTwice'
  | 'exporting'
  | 'exported'
  | 'police';

function bothAgree(story: Story): Story {
  return story
    .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
    .must({ kind: 'agree', personId: IMS }, { signers: [IMS] });
}

/** How far a story has come. */
export const stages: Readonly<Record<Stage, () => Story>> = {
  fresh: () => new Story(),
  created: () => stages.fresh().must(CREATE),
  sitting: () => stages.created().must({ kind: 'start-sitting', ...CONFIRMED }),
  visiting: () =>
    stages
      .sitting()
      .must({
        kind: 'open-address',
        visitId: VISIT,
        address: 'https://feed.example/7',
        cause: 'typed',
      })
      .must({
        kind: 'observe',
        observation: {
          ...{ kind: 'visit-committed', visitId: VISIT, address: 'https://feed.example/7' },
          ...{ status: 200, serverAddress: null },
        },
      })
      .must({
        kind: 'observe',
        observation: { kind: 'visit-finished', visitId: VISIT, title: null },
      }),
  flagged: () => stages.visiting().must({ kind: 'flag', visitId: VISIT, reason: 'Threats' }),
  proposed: () =>
    stages.flagged().must({ kind: 'propose', agreementId: idOf('agreement'), what: 'capture' }),
  agreed: () =>
    stages
      .proposed()
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] }),
  exceptionAgreed: () =>
    stages
      .visiting()
      .must(PROPOSE_EXCEPTION)
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] }),
  loggingIn: () =>
    bothAgree(stages.flagged().must(PROPOSE_LOG_IN)).must({ kind: 'begin-exception' }),
  loggedIn: () => stages.loggingIn().must(END_PHASE),
  dismissing: () =>
    bothAgree(stages.flagged().must(PROPOSE_NOTICE)).must({ kind: 'begin-exception' }),
  excepted: () => stages.exceptionAgreed().must({ kind: 'begin-exception' }),
  archiveAgreed: () =>
    stages
      .flagged()
      .must(PROPOSE_ARCHIVE)
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] }),
  archiving: () =>
    stages
      .archiveAgreed()
      .must({ kind: 'propose', agreementId: idOf('agreement'), what: 'capture' })
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] })
      .must({ kind: 'start-capture', captureId: CAPTURE }),
  capturing: () => stages.agreed().must({ kind: 'start-capture', captureId: CAPTURE }),
  checking: () => stages.capturing().must(MADE),
  covered: () => stages.capturing().must({ ...MADE, state: 'partial', doubts: [OVERLAY] }),
  againAgreed: () =>
    stages
      .covered()
      .must(PROPOSE_AGAIN)
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] }),
  kept: () => stages.checking().must(KEEP),
  // The same page again, a minute later.
  keptTwice: () =>
    stages
      .kept()
      .must({ kind: 'propose', agreementId: idOf('agreement2'), what: 'capture' })
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] })
      .must({ kind: 'start-capture', captureId: idOf('capture2') })
      .must(MADE)
      .must({
        ...{ ...KEEP, captureId: idOf('capture2'), exhibitId: LATER_EXHIBIT },
        capturedAt: '2026-11-17T10:01:00.000Z',
      }),
  partAgreed: () =>
    stages
      .kept()
      .must(PART)
      .must({ kind: 'agree', personId: RJT })
      .must({ kind: 'agree', personId: IMS }),
  completed: () => stages.kept().must({ kind: 'complete-review' }),
  concluded: () => stages.completed().must({ kind: 'conclude', rows: ['Refer'] }),
  signed: () => stages.concluded().must(SIGN),
  judged: () => stages.signed().must(JUDGE, { signers: [DAP, HEX] }),
  signedTwice: () => stages.judged().must(SIGN),
  exporting: () => stages.signedTwice().must(START_EXPORT, { signers: [DAP, HEX] }),
  exported: () =>
    stages.exporting().must({
      ...{
        kind: 'finish-export',
        exportId: EXPORT,
        fileName: 'pack.zip',
        sizeBytes: 1,
        packDigest: DIGEST,
      },
      ...{ sealDigest: DIGEST, exhibitRefs: ['RJT/1'], verified: true, findings: [] },
    }),
  police: () => stages.signed().must({ ...JUDGE, outcome: 'police' }, { signers: [DAP, HEX] }),
};

export const STOP: CommandOf<'stop'> = {
  kind: 'stop',
  stoppedAt: AT,
  from: 'sitting',
  underWay: null,
};
export const CALL: CommandOf<'call-police'> = { kind: 'call-police', calledBy: 'The DSL', at: AT };

/** A stage that was then stopped, and answered where the level is L1. */
export function stopped(story: Story, level: 'L1' | 'L2'): Story {
  story.must(STOP).must(CALL);
  if (level === 'L1') story.must({ kind: 'answer-stop', pressedBy: RJT, what: 'something-else' });
  return story;
}

/** A closed investigation. @param story - with its exhibits, still open */
export function closed(story = stages.kept()): Story {
  return story
    .must({ kind: 'complete-review' })
    .must({ kind: 'conclude', rows: ['Refer'] })
    .must(SIGN)
    .must(JUDGE, { signers: [DAP, HEX] })
    .must(SIGN)
    .must({ kind: 'close', reason: 'Done' });
}

/** One command of each kind, as it would be right at its stage. */
export const SAMPLES: {
  readonly [K in CommandKind]: {
    readonly from: () => Story;
    readonly command: CommandOf<K>;
    readonly presence?: Presence;
  };
} = {
  create: { from: stages.fresh, command: CREATE },
  'name-reporter': {
    from: stages.sitting,
    command: { kind: 'name-reporter', name: 'Somebody', how: 'By letter' },
  },
  'start-sitting': { from: stages.created, command: { kind: 'start-sitting', ...CONFIRMED } },
  'note-clock': {
    from: stages.sitting,
    command: {
      ...{ kind: 'note-clock', name: 'sntp://ntp.school.example', askedAt: AT },
      ...{ offsetMs: -300, delayMs: 4, withinMs: 7, stratum: 2, samples: 3, error: null },
    },
  },
  'note-egress': {
    from: stages.sitting,
    command: {
      ...{ kind: 'note-egress', how: 'typed-in', source: null, address: '203.0.113.7' },
      ...{ askedAt: null, error: null },
    },
  },
  'pause-sitting': { from: stages.visiting, command: { kind: 'pause-sitting', reason: 'pause' } },
  'end-sitting': { from: stages.sitting, command: { kind: 'end-sitting' } },
  'open-address': {
    from: stages.sitting,
    command: {
      kind: 'open-address',
      visitId: VISIT,
      address: 'https://feed.example/7',
      cause: 'typed',
    },
  },
  'load-again': { from: stages.visiting, command: { kind: 'load-again', cause: 'again' } },
  observe: {
    from: stages.visiting,
    command: {
      kind: 'observe',
      observation: { kind: 'visit-moved', visitId: VISIT, address: 'https://feed.example/8' },
    },
  },
  'observe-refusal': {
    from: stages.visiting,
    command: { kind: 'observe-refusal', what: 'pop-up', address: null, count: 3 },
  },
  flag: { from: stages.visiting, command: { kind: 'flag', visitId: VISIT, reason: 'Threats' } },
  'no-concern': { from: stages.visiting, command: { kind: 'no-concern', visitId: VISIT } },
  propose: {
    from: stages.flagged,
    command: { kind: 'propose', agreementId: idOf('agreement'), what: 'capture' },
  },
  'propose-archive': { from: stages.flagged, command: PROPOSE_ARCHIVE },
  'propose-again': { from: stages.covered, command: PROPOSE_AGAIN },
  'propose-part': { from: stages.kept, command: PART },
  'keep-part': { from: stages.partAgreed, command: KEEP_PART },
  'propose-exception': { from: stages.visiting, command: PROPOSE_EXCEPTION },
  'begin-exception': { from: stages.exceptionAgreed, command: { kind: 'begin-exception' } },
  'end-phase': { from: stages.loggingIn, command: END_PHASE },
  'leave-site': {
    from: stages.loggedIn,
    command: { kind: 'leave-site', address: 'https://other.example/' },
  },
  'end-exception': {
    from: stages.excepted,
    command: { kind: 'end-exception', agreementId: EXCEPTION },
  },
  agree: { from: stages.proposed, command: { kind: 'agree', personId: RJT } },
  'give-wrong-code': { from: stages.proposed, command: { kind: 'give-wrong-code', personId: RJT } },
  'take-back': {
    from: () => stages.proposed().must({ kind: 'agree', personId: RJT }),
    command: { kind: 'take-back', personId: RJT },
  },
  'drop-agreement': { from: stages.proposed, command: { kind: 'drop-agreement' } },
  'start-capture': { from: stages.agreed, command: { kind: 'start-capture', captureId: CAPTURE } },
  'finish-capture': { from: stages.capturing, command: MADE },
  'keep-capture': { from: stages.checking, command: KEEP },
  'discard-capture': {
    from: stages.checking,
    command: { kind: 'discard-capture', captureId: CAPTURE, reason: 'Blurred' },
  },
  'fail-capture': {
    from: stages.capturing,
    command: { kind: 'fail-capture', code: 'PAGE_CRASHED', detail: '' },
  },
  'stop-capture': { from: stages.capturing, command: { kind: 'stop-capture', by: 'cancel' } },
  'look-at-exhibit': {
    from: stages.kept,
    command: { kind: 'look-at-exhibit', exhibitId: EXHIBIT },
  },
  'compare-exhibits': {
    from: stages.keptTwice,
    command: { kind: 'compare-exhibits', exhibitIds: [LATER_EXHIBIT, EXHIBIT] },
  },
  'complete-review': { from: stages.kept, command: { kind: 'complete-review' } },
  conclude: { from: stages.completed, command: { kind: 'conclude', rows: ['Refer'] } },
  'view-document': {
    from: stages.completed,
    command: { kind: 'view-document', what: 'record of review' },
  },
  'give-signature': {
    from: stages.concluded,
    command: { kind: 'give-signature', personId: RJT, formDigest: DIGEST },
  },
  'sign-record': { from: stages.concluded, command: SIGN },
  judge: { from: stages.signed, command: JUDGE, presence: { signers: [DAP, HEX] } },
  'start-export': {
    from: stages.signedTwice,
    command: START_EXPORT,
    presence: { signers: [DAP, HEX] },
  },
  'finish-export': {
    from: stages.exporting,
    command: {
      ...{
        kind: 'finish-export',
        exportId: EXPORT,
        fileName: 'pack.zip',
        sizeBytes: 1,
        packDigest: DIGEST,
      },
      ...{ sealDigest: DIGEST, exhibitRefs: [], verified: true, findings: [] },
    },
  },
  'save-export': {
    from: stages.exported,
    command: { kind: 'save-export', exportId: EXPORT, saved: true },
  },
  'fail-export': {
    from: stages.exporting,
    command: { kind: 'fail-export', exportId: EXPORT, code: 'PDF_MALFORMED' },
  },
  stop: { from: stages.capturing, command: STOP },
  'call-police': { from: stages.visiting, command: CALL },
  'write-police-words': {
    from: stages.visiting,
    command: {
      kind: 'write-police-words',
      words: 'Leave it',
      at: AT,
      channel: '101',
      incidentNo: '',
      officer: '',
    },
  },
  'answer-stop': {
    from: stages.visiting,
    command: { kind: 'answer-stop', pressedBy: null, what: 'under-18' },
  },
  'tell-people': {
    from: stages.visiting,
    command: { kind: 'tell-people', told: ['The DSL'], at: AT },
  },
  'leave-stopped': {
    from: stages.visiting,
    command: { kind: 'leave-stopped', policeAllow: 'Allowed' },
  },
  release: {
    from: stages.kept,
    command: {
      ...{ kind: 'release', reason: 'police-instruction', document: 'Letter of the police' },
      ...{ custodianIds: [DAP, HEX], exhibits: 1, statement: DIGEST },
    },
    presence: { signers: [RJT, HEX] },
  },
  'release-authority': {
    from: stages.police,
    command: { kind: 'release-authority', document: 'Letter', reference: '42' },
  },
  'note-welfare': {
    from: () => released(stages.visiting()),
    command: { kind: 'note-welfare', personId: RJT, wantsToTalk: true },
  },
  'replace-computer': {
    from: stages.created,
    command: { kind: 'replace-computer', toId: OTHER_COMPUTER, document: 'Exception 3' },
    presence: { computerId: OTHER_COMPUTER, signers: [RJT, HEX] },
  },
  close: { from: stages.signedTwice, command: { kind: 'close', reason: 'Done' } },
  'note-refused-attempt': {
    from: stages.sitting,
    command: {
      kind: 'note-refused-attempt',
      command: 'export',
      rule: 'R29',
      code: 'PASSPHRASE_WRONG',
      personIds: [RJT],
    },
  },
  'note-refused-call': {
    from: stages.sitting,
    command: { kind: 'note-refused-call', what: 'ipc-sender', detail: 'x' },
  },
};

/** Stopped by mistake and released again. */
export function released(story: Story): Story {
  return story
    .must(STOP)
    .must({ kind: 'answer-stop', pressedBy: RJT, what: 'mistake' })
    .must(
      {
        ...{ kind: 'release', reason: 'mistake', document: 'Statement of both' },
        ...{ custodianIds: [DAP, HEX], exhibits: 0, statement: DIGEST },
      },
      { signers: [RJT, HEX] },
    );
}
