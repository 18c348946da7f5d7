import { NOBODY_ASKED } from '#src/core/school-network.ts';
import type { z } from 'zod';
import type {
  appView,
  AppView,
  ExhibitView,
  InvestigationSummary,
  PersonView,
  RenewalView,
  ScreenView,
  SetupView,
  VisitView,
} from '#src/contract/views.ts';

/** Ids of the tests: readable, and of the right shape. */
export function idOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z2-7]/g, '')
    .padEnd(26, 'a')
    .slice(0, 26);
}

export function digestOf(digit: string): string {
  return `sha256:${`${digit}7c41e0b2d935f68`.repeat(4).slice(0, 64)}`;
}

function person(
  name: string,
  position: string,
  initials: string,
  roles: PersonView['roles'],
  deputyFor: PersonView['deputyFor'] = [],
): PersonView {
  return { personId: idOf(`${initials}${name}`), name, position, initials, roles, deputyFor };
}

export const rowan = person(
  'Rowan Testwell',
  'Deputy Headteacher',
  'RJT',
  ['reviewer'],
  ['headteacher'],
);
export const imogen = person('Imogen Sampleford', 'Assistant Headteacher', 'IMS', [
  'reviewer',
  'online-safety-lead',
]);
export const hettie = person('Hettie Mockford', 'Designated safeguarding lead', 'HRM', [
  'dsl',
  'reviewer',
]);
export const cedric = person('Cedric Placeholder', 'Headteacher', 'CXP', ['headteacher']);
export const septimus = person('Septimus Draftley', 'Chair of trustees', 'SD', [
  'chair',
  'trustee',
]);
export const long = person(
  'Wilhelmina-Bartholomea Featherstonehaugh-Cholmondeley von Musterstadt',
  'Assistant Headteacher for Pastoral Care, Attendance, Online Safety and Educational Visits',
  'WBFC',
  ['reviewer', 'dpo', 'network-manager'],
  ['dsl', 'online-safety-lead'],
);
const people = [rowan, imogen, hettie, cedric, septimus, long];

export const summary: InvestigationSummary = {
  investigationId: idOf('fourteen'),
  reference: 'EHS-26-014',
  title: 'Anonymous account, Year 9',
  state: 'open',
  step: 'review',
  nextAct: 'Go on with the review',
  openedAt: '2026-11-16T15:20:00.000Z',
  lastSittingEndedAt: '2026-11-17T11:02:00.000Z',
  visits: 14,
  exhibits: 3,
};

export function visit(number: number, change: Partial<VisitView> = {}): VisitView {
  return {
    visitId: idOf(
      `visit${String.fromCharCode(97 + (number % 26))}${String.fromCharCode(97 + Math.floor(number / 26))}`,
    ),
    number,
    address: `https://chatterly.example/ehs-whispers/post/${4400 + number}`,
    finalAddress: `https://chatterly.example/ehs-whispers/post/${4400 + number}`,
    openedAt: `2026-11-17T10:${String(number % 60).padStart(2, '0')}:12.000Z`,
    status: 200,
    redirects: number % 3,
    title: 'EHS Whispers',
    outcome: 'shown',
    failure: null,
    judgement: number % 2 === 0 ? 'concern' : 'no-concern',
    reason: number % 2 === 0 ? 'Invites pupils to name somebody to be left out.' : null,
    exhibits: [],
    ...change,
  };
}

export function exhibit(number: number, change: Partial<ExhibitView> = {}): ExhibitView {
  return {
    exhibitId: idOf(`exhibit${String.fromCharCode(97 + number)}`),
    exhibitRef: `RJT/${number}`,
    visitId: visit(number).visitId,
    address: `https://chatterly.example/ehs-whispers/post/${4400 + number}`,
    capturedAt: '2026-11-17T10:44:31.000Z',
    state: 'complete',
    missing: [],
    digest: digestOf(String(number % 10)),
    sizeBytes: 2_345_678 * number,
    locked: false,
    parts: [],
    ...change,
  };
}

/** A whole view of the app around one screen. */
export function app(screen: ScreenView, change: Partial<AppView> = {}): AppView {
  return {
    revision: 1,
    version: '0.1.0',
    demonstration: false,
    preview: false,
    schoolName: 'Example High School',
    computer: 'Office 3, EHS-LT-0417',
    stopKey: 'F12',
    stopped: false,
    first: rowan,
    second: imogen,
    signedIn: true,
    idleSecondsLeft: null,
    phase: null,
    investigation: null,
    step: null,
    recording: {
      recorded: 'every address, its time and result',
      counts: ['14 visits', '3 captures kept'],
      notRecorded: 'your voices, your faces, the screen',
    },
    notice: null,
    screen,
    ...change,
  };
}

export function inside(
  screen: ScreenView,
  step: NonNullable<AppView['step']>,
  change: Partial<AppView> = {},
): AppView {
  return app(screen, { investigation: { ...summary, step }, step, ...change });
}

const setupStart: SetupView = {
  kind: 'setup',
  step: 'school',
  vaultFolder: 'C:\\ProgramData\\Countersign\\vault',
  vaultFolderRefusal: null,
  school: null,
  computer: null,
  network: NOBODY_ASKED,
  stopKey: 'F12',
  stopKeyTried: false,
  people: [],
  peopleMissing: ['Headteacher', 'DSL', 'two reviewers'],
  caFingerprint: null,
  custodians: [],
  pairsProved: 0,
  pairsTotal: 0,
  finishRefusal: 'Set-up is not complete',
};
const setupSchool: Partial<SetupView> = {
  school: { name: 'Example High School', referencePrefix: 'EHS', demonstration: false },
  computer: { name: 'EHS-LT-0417', location: 'Office 3', assetNo: 'A-0417' },
};
const setupPeople: Partial<SetupView> = {
  ...setupSchool,
  stopKeyTried: true,
  people,
  peopleMissing: [],
};
const setupCa: Partial<SetupView> = { ...setupPeople, caFingerprint: digestOf('5') };

export function setup(change: Partial<SetupView> = {}): AppView {
  return app(
    { ...setupStart, ...change },
    {
      first: null,
      second: null,
      signedIn: false,
      schoolName: change.school?.name ?? null,
      computer: null,
      recording: {
        recorded: 'nothing yet: it is written in one go at the end',
        counts: [],
        notRecorded: 'the words on a sheet, the passphrases',
      },
    },
  );
}

export const reviewScreen = {
  kind: 'review' as const,
  visits: Array.from({ length: 14 }, (_, index) => visit(14 - index)),
  current: visit(14, { judgement: 'open', reason: null }),
  address: 'https://chatterly.example/ehs-whispers/post/4471',
  canGoBack: true,
  pictures: 'not-loaded' as const,
  picturesAgreedAt: null,
  agreement: null,
  archive: {
    agreed: false,
    categories: [
      { id: 'C2', name: 'Nude or semi-nude pictures of or by pupils', allowed: false },
      { id: 'C14', name: 'Cyber-bullying or harassment between pupils', allowed: true },
    ],
  },
  exceptions: {
    site: 'https://chatterly.example',
    askRefusals: { 'script-posts': null, 'viewing-account': null, 'consent-banner': null },
    asked: null,
    list: [],
  },
  proxyQuestion: null,
  captureRefusal: 'Say first whether the page concerns you',
  completeRefusal: null,
  progress: null,
  check: null,
  exhibits: [exhibit(1), exhibit(2, { state: 'partial', missing: ['1 picture'] })],
  refused: [{ what: 'pop-ups', count: 3 }],
};

const statement =
  'I don’t suspect an indecent image of anyone under 18, or anything else that may not be kept, on this page.';

export const overviewScreen = {
  kind: 'investigation' as const,
  reason:
    'Report 26-041: an anonymous account invites Year 9 pupils to name somebody to be left out of a trip.',
  scope:
    'The account ehs-whispers on chatterly.example and what it links to, from 9 to 17 November 2026.',
  subjectKind: 'unknown' as const,
  reviewers: [rowan, imogen],
  authority: {
    givenBy: 'Cedric Placeholder',
    givenAt: '2026-11-16T15:20:00.000Z',
    document: 'Letter of 16 November 2026, filed in the safeguarding cabinet',
  },
  exhibits: [
    exhibit(1),
    exhibit(2, { locked: true }),
    exhibit(3, { state: 'partial', missing: ['1 of 3 pictures', 'the comments need a log-in'] }),
  ],
  partAgreement: null,
  markRefusal: null,
  timeline: [
    {
      index: 0,
      at: '2026-11-16T15:20:00.000Z',
      what: 'Authority given',
      who: 'Cedric Placeholder, Headteacher',
    },
    { index: 1, at: '2026-11-17T10:19:00.000Z', what: 'Sitting started, both signed in', who: '' },
    {
      index: 2,
      at: '2026-11-17T10:24:00.000Z',
      what: 'RJT/1 kept, complete',
      who: 'Rowan Testwell, Imogen Sampleford',
    },
    {
      index: 3,
      at: '2026-11-17T10:29:00.000Z',
      what: 'Page not found (404), nothing kept',
      who: '',
    },
    {
      index: 4,
      at: '2026-11-17T10:47:00.000Z',
      what: 'RJT/3 kept, partial: 1 picture missing',
      who: '',
    },
  ],
  reviewRefusal: null,
  recordRefusal: 'The review is not finished',
  judgeRefusal: 'The record is not signed by both',
  exportRefusal: 'It has not been judged yet',
  outcome: null,
};

const recordFields = [
  ['Investigators', 'Senior leadership team'],
  ['Date', 'Friday 13 November 2026, 13:05 to 14:12'],
  [
    'Reason for investigation',
    'Report 26-038: messages sent to two Year 8 pupils outside lessons.',
  ],
  ['Details of first reviewing person: Name', 'Rowan Testwell'],
  ['Details of first reviewing person: Position', 'Deputy Headteacher'],
  ['Details of first reviewing person: Signature', ''],
  ['Details of second reviewing person: Name', 'Imogen Sampleford'],
  ['Details of second reviewing person: Position', 'Assistant Headteacher'],
  ['Details of second reviewing person: Signature', ''],
  ['Name and location of computer used for review (for web sites)', 'EHS-LT-0417, Office 3'],
] as const;

export const recordScreen = {
  kind: 'record' as const,
  version: 1,
  investigatorsLabel: 'Investigators',
  fields: recordFields.map(([label, value]) => ({ label, value, missing: value === '' })),
  rows: [
    {
      address: 'https://pinwall.example/u/yr8-chat/board/12',
      concern: 'Repeated messages telling Pupil A to stay away.',
    },
    {
      address: 'https://pinwall.example/u/yr8-chat/board/14',
      concern: 'A vote on who may sit with them. Names Pupil A.',
    },
    { address: 'https://pinwall.example/u/yr8-chat/board/15', concern: 'None' },
  ],
  conclusions: ['There are messages that may be bullying of two pupils over four days.'],
  missing: [],
  first: { person: rowan, signedAt: '2026-11-13T14:20:00.000Z' },
  second: { person: imogen, signedAt: null },
  signRefusal: null,
  previewKey: 'preview-one',
};

export const exportScreen = {
  kind: 'export' as const,
  leaves: [
    {
      path: 'data/record/record-v2.pdf',
      what: 'Record of review, signed by both',
      sizeBytes: 182_331,
    },
    { path: 'data/exhibits/RJT-1/tile-0001.png', what: 'Exhibit RJT/1', sizeBytes: 2_345_678 },
    { path: 'data/exhibits/RJT-1/capture.json', what: 'Exhibit RJT/1', sizeBytes: 14_220 },
    { path: 'data/ledger/entries.jsonl', what: 'Ledger with its checkpoints', sizeBytes: 96_112 },
    { path: 'data/ledger/checkpoint.txt', what: 'Ledger with its checkpoints', sizeBytes: 612 },
    { path: 'HOW-TO-CHECK.txt', what: 'How to check all this without us', sizeBytes: 4_211 },
  ],
  stays: [
    { what: 'Who reported it', why: 'Always stays: the evidence says “Reporter A”', count: 1 },
    { what: 'The school’s own notes on the judgement', why: 'Not asked for', count: 6 },
  ],
  signers: { dsl: [hettie, long], headteacher: [cedric, rowan] },
  exportRefusal: null,
  progress: null,
  done: null,
};

const stoppedScreen = {
  kind: 'stopped' as const,
  stoppedAt: '2026-11-17T10:52:07.000Z',
  recorded: true,
  fromSignIn: false,
  reference: 'EHS-26-014',
  step: 'call' as const,
  schoolName: 'Example High School',
  callers: [
    { role: 'DSL', name: 'Hettie Mockford', contact: '01632 960 001' },
    { role: 'Headteacher', name: 'Cedric Placeholder', contact: '01632 960 002' },
  ],
  facts: {
    address: 'https://chatterly.example/ehs-whispers/post/4471',
    seenFrom: '2026-11-17T10:51:40.000Z',
    seenTo: '2026-11-17T10:52:07.000Z',
    seenBy: ['Rowan Testwell', 'Imogen Sampleford'],
    how: 'Text first, pictures not loaded',
    computer: 'EHS-LT-0417, Office 3',
    keptBefore: 3,
  },
  lockedExhibits: [
    {
      exhibitRef: 'RJT/1',
      capturedAt: '2026-11-17T10:24:31.000Z',
      digest: digestOf('1'),
      sizeBytes: 2_345_678,
    },
  ],
  did: [
    'The page was closed and nothing of it was captured',
    'The keys to 3 exhibits were destroyed on this computer',
    'Nothing was deleted',
  ],
  underWay: 'A capture, step 4 of 9',
  level: 'L2' as const,
  durationMs: 180,
  people,
  released: false,
  mayReleaseRefusal: 'Answer the two questions first',
  releaseReasons: [
    { reason: 'police-instruction' as const, refusal: null },
    {
      reason: 'police-or-lado-request' as const,
      refusal: 'this needs a written instruction of the police',
    },
    { reason: 'not-illegal' as const, refusal: 'write down first what the police said' },
    {
      reason: 'mistake' as const,
      refusal: 'both reviewers have to sign first that nothing was suspected',
    },
  ],
  approvers: [cedric],
};

const renewalScreen: RenewalView = {
  kind: 'renewal',
  step: 'sheets',
  people,
  custodians: [
    { personId: hettie.personId, sheetShown: true, sheetProved: true },
    { personId: cedric.personId, sheetShown: false, sheetProved: false },
    { personId: long.personId, sheetShown: false, sheetProved: false },
  ],
  pairsProved: 0,
  pairsTotal: 3,
  holders: [hettie, cedric, septimus],
};

/** New recovery sheets, with nobody signed in. */
export function renewal(change: Partial<RenewalView> = {}): AppView {
  const nobody = { first: null, second: null, signedIn: false };
  return app({ ...renewalScreen, ...change }, nobody);
}

const rtl = 'https://مثال.example/تقرير/‮gpj.exe?q=שלום';
const endless = `https://chatterly.example/${'a-very-long-path-without-a-break'.repeat(12)}`;

/** Every screen in a usual state and in its extremes; the name is the picture's file name. */
export const views: Readonly<Record<string, AppView>> = {
  'setup-school': setup(),
  'setup-folder-refused': setup({
    vaultFolderRefusal: { code: 'STORE_LOCATION_SYNCED', message: 'folder is in OneDrive' },
  }),
  'setup-computer': setup({ step: 'computer', school: setupSchool.school ?? null }),
  'setup-computer-network': setup({
    ...setupSchool,
    step: 'computer',
    network: {
      timeServer: 'ntp.school.example',
      egress: { how: 'asked', source: 'http://10.0.0.9/ip' },
    },
  }),
  'clock-off': {
    ...setup({ ...setupSchool, step: 'stop-key' }),
    notice: {
      ...{ code: 'CLOCK_OFF', message: 'the clock is off', at: '2026-11-17T10:40:00.000Z' },
      safe: 'By the time server ntp.school.example this computer’s clock was 75 s behind, within 0.1 s. Whoever controls the network could forge that, so it is one witness.',
    },
  },
  'setup-stop-key': setup({ ...setupSchool, step: 'stop-key' }),
  'setup-people-empty': setup({ ...setupSchool, step: 'people', stopKeyTried: true }),
  'setup-people': setup({ ...setupPeople, step: 'people' }),
  'setup-ca': setup({ ...setupPeople, step: 'ca' }),
  'setup-custodians-choose': setup({ ...setupCa, step: 'custodians' }),
  'setup-custodians': setup({
    ...setupCa,
    step: 'custodians',
    custodians: [
      { personId: hettie.personId, sheetShown: true, sheetProved: true },
      { personId: cedric.personId, sheetShown: false, sheetProved: false },
      { personId: septimus.personId, sheetShown: false, sheetProved: false },
    ],
    pairsTotal: 3,
  }),
  'setup-finish': setup({
    ...setupCa,
    step: 'finish',
    custodians: [hettie, cedric, septimus].map(({ personId }) => ({
      personId,
      sheetShown: true,
      sheetProved: true,
    })),
    pairsProved: 3,
    pairsTotal: 3,
    finishRefusal: null,
  }),
  'sign-in': app(
    {
      kind: 'sign-in',
      pausedReason: 'Nobody touched the computer for 5 minutes.',
      pausedAt: '2026-11-17T11:02:00.000Z',
      investigation: { ...summary, title: null },
      choices: [{ ...summary, title: null }],
      eligible: people,
      first: { person: rowan, signedInAt: '2026-11-17T10:19:00.000Z', checking: false },
      second: { person: null, signedInAt: null, checking: false },
      startRefusal: 'Waiting for the second person to sign in',
      underWay: 'A capture, step 4 of 9',
      renewalDue: true,
    },
    { signedIn: false, second: null },
  ),
  board: app({
    kind: 'board',
    investigations: [
      {
        ...summary,
        investigationId: idOf('eleven'),
        reference: 'EHS-26-011',
        state: 'stopped',
        step: 'review',
        nextAct: 'Record a contact',
        title: 'Picture sent between pupils',
      },
      summary,
      {
        ...summary,
        investigationId: idOf('six'),
        reference: 'EHS-26-006',
        step: 'judge',
        nextAct: 'Record the judgement',
        title: 'Parents’ group posts about a teacher',
      },
    ],
    newRefusal: null,
    renewalDue: true,
  }),
  'board-empty': app({ kind: 'board', investigations: [], newRefusal: null, renewalDue: false }),
  new: app({
    kind: 'new-investigation',
    reference: 'EHS-26-015',
    reviewers: [rowan, imogen, hettie, long],
    authorisers: [cedric, rowan, septimus],
    authorised: people,
  }),
  'new-nobody': app({
    kind: 'new-investigation',
    reference: 'EHS-26-015',
    reviewers: [rowan],
    authorisers: [],
    authorised: [],
  }),
  overview: inside(overviewScreen, 'review'),
  'overview-empty': inside(
    {
      ...overviewScreen,
      exhibits: [],
      timeline: [],
      authority: null,
      reviewRefusal: 'The authority has not been given',
    },
    'authority',
  ),
  'overview-long': inside(
    {
      ...overviewScreen,
      reason: 'A reason that goes on and on. '.repeat(40),
      reviewers: [long, imogen],
      exhibits: [exhibit(1, { address: endless }), exhibit(3, { address: rtl })],
      timeline: Array.from({ length: 200 }, (_, index) => ({
        index,
        at: new Date(Date.UTC(2026, 10, 12, 9) + index * 37 * 60_000).toISOString(),
        what: `Visit ${index + 1}: ${index % 7 === 0 ? rtl : 'nothing of concern'}`,
        who: index % 5 === 0 ? long.name : '',
      })),
    },
    'sign',
    { first: long },
  ),
  review: inside(reviewScreen, 'review'),
  'review-agree': inside(
    {
      ...reviewScreen,
      current: visit(14),
      agreement: {
        what: 'capture',
        visitId: visit(14).visitId,
        statement,
        firstAgreedAt: '2026-11-17T10:43:00.000Z',
        secondAgreedAt: null,
        lastWrongHalf: null,
      },
      captureRefusal: null,
    },
    'review',
  ),
  'review-archive': inside({ ...reviewScreen, current: visit(14), captureRefusal: null }, 'review'),
  'review-archive-agree': inside(
    {
      ...reviewScreen,
      current: visit(14),
      agreement: {
        what: 'archive',
        visitId: visit(14).visitId,
        statement: 'I ask for a full archive of this page as well.',
        firstAgreedAt: null,
        secondAgreedAt: null,
        lastWrongHalf: null,
      },
      captureRefusal: null,
    },
    'review',
  ),
  'review-archive-agreed': inside(
    {
      ...reviewScreen,
      current: visit(14),
      archive: { ...reviewScreen.archive, agreed: true },
      captureRefusal: null,
    },
    'review',
  ),
  'review-proxy': inside(
    {
      ...reviewScreen,
      current: visit(15, { outcome: 'loading', finalAddress: null, judgement: 'open' }),
      proxyQuestion: {
        ...{ questionId: idOf('proxy'), proxy: 'proxy.example:3128', wrong: false, triesLeft: 3 },
      },
    },
    'review',
  ),
  'review-proxy-wrong': inside(
    {
      ...reviewScreen,
      current: visit(15, { outcome: 'loading', finalAddress: null, judgement: 'open' }),
      proxyQuestion: {
        ...{ questionId: idOf('proxytwo'), proxy: 'proxy.example:3128', wrong: true, triesLeft: 1 },
      },
    },
    'review',
  ),
  'review-exception': inside({ ...reviewScreen, current: visit(14) }, 'review'),
  'review-exception-agree': inside(
    {
      ...reviewScreen,
      current: visit(14),
      agreement: {
        what: 'exception',
        visitId: visit(14).visitId,
        statement: 'I agree that this site’s own scripts may send requests by POST to this site.',
        firstAgreedAt: null,
        secondAgreedAt: null,
        lastWrongHalf: null,
      },
    },
    'review',
  ),
  'review-exception-on': inside(
    {
      ...reviewScreen,
      current: visit(14),
      exceptions: {
        site: 'https://chatterly.example',
        askRefusals: {
          'script-posts': 'this is agreed for this site already',
          'viewing-account':
            'this site’s scripts may send now, and nothing may be posted while logged in: end that exception first',
          'consent-banner': null,
        },
        asked: null,
        list: [
          {
            agreementId: idOf('exception'),
            exception: 'script-posts',
            site: 'https://chatterly.example',
            ...{ account: null, pressed: null },
            agreedBy: ['Rowan Testwell', 'Imogen Sampleford'],
            begunAt: '2026-11-17T10:51:00.000Z',
            endedAt: null,
          },
        ],
      },
    },
    'review',
  ),
  'review-exception-account': inside(
    {
      ...reviewScreen,
      current: visit(14),
      exceptions: {
        site: 'https://chatterly.example',
        askRefusals: {
          'script-posts': 'you are logged in to this site, and nothing may be posted while you are',
          'viewing-account': 'this is agreed for this site already',
          'consent-banner':
            'you are logged in to this site, and nothing may be posted while you are: end the log-in, dismiss the notice, then log in again',
        },
        asked: null,
        list: [
          {
            agreementId: idOf('exception'),
            exception: 'viewing-account',
            site: 'https://chatterly.example',
            ...{ account: 'northfield-viewer', pressed: null },
            agreedBy: ['Rowan Testwell', 'Imogen Sampleford'],
            begunAt: '2026-11-17T10:51:00.000Z',
            endedAt: null,
          },
        ],
      },
    },
    'review',
  ),
  'review-log-in': {
    ...inside({ ...reviewScreen, current: visit(14) }, 'review'),
    phase: {
      ...{ exception: 'viewing-account', site: 'https://chatterly.example' },
      ...{ account: 'northfield-viewer', secondsLeft: 247 },
    },
  },
  'review-notice': {
    ...inside({ ...reviewScreen, current: visit(14) }, 'review'),
    phase: {
      ...{ exception: 'consent-banner', site: 'https://chatterly.example' },
      ...{ account: null, secondsLeft: 65 },
    },
  },
  'review-veiled': inside(
    {
      ...reviewScreen,
      pictures: 'veiled',
      picturesAgreedAt: visit(14).openedAt,
      captureRefusal: 'nothing is captured while the pictures are veiled',
    },
    'review',
  ),
  'review-veiled-asked': inside(
    {
      ...reviewScreen,
      agreement: {
        what: 'veiled',
        visitId: visit(14).visitId,
        statement: 'I agree that the pictures of this site are loaded and shown to us veiled.',
        firstAgreedAt: visit(14).openedAt,
        secondAgreedAt: null,
        lastWrongHalf: null,
      },
    },
    'review',
  ),
  'review-pictures': inside(
    {
      ...reviewScreen,
      pictures: 'veiled',
      picturesAgreedAt: visit(14).openedAt,
      agreement: {
        what: 'pictures',
        visitId: visit(14).visitId,
        statement: 'I agree that this page and the pictures of this site are shown plain.',
        firstAgreedAt: null,
        secondAgreedAt: null,
        lastWrongHalf: 'first',
      },
    },
    'review',
  ),
  'review-200': inside(
    {
      ...reviewScreen,
      visits: Array.from({ length: 200 }, (_, index) =>
        visit(200 - index, index % 4 === 0 ? { address: rtl, finalAddress: rtl } : {}),
      ),
      current: visit(200, {
        address: endless,
        finalAddress: null,
        outcome: 'failed',
        status: null,
        judgement: 'open',
        reason: null,
        failure: { code: 'PAGE_UNREACHABLE', message: 'net::ERR_NAME_NOT_RESOLVED' },
      }),
      address: endless,
      progress: null,
    },
    'review',
    { first: long, second: long, idleSecondsLeft: 42 },
  ),
  'review-check': inside(
    {
      ...reviewScreen,
      check: {
        captureId: idOf('capture'),
        state: 'partial',
        missing: ['1 of 3 pictures'],
        doubts: [
          {
            doubtId: 'late',
            number: 1,
            code: 'LATE',
            question: 'Did the page change while it was captured?',
            fact: 'Two parts differ in 14 rows.',
          },
          {
            doubtId: 'missing',
            number: 2,
            code: 'MISSING',
            question: 'Does the missing picture matter?',
            fact: 'It answered 404.',
          },
        ],
        widthPx: 1280,
        heightPx: 6420,
        tiles: 2,
        pictures: [
          {
            ...{ key: 'page', name: 'The page', caption: 'The page as it stood.' },
            ...{ widthPx: 1280, heightPx: 6420, tiles: 2, sheets: 1 },
          },
        ],
        mayHideOverlays: false,
        digest: digestOf('9'),
        facts: [{ name: 'Browser', value: 'Chromium 140' }],
      },
    },
    'review',
  ),
  'review-covered': inside(
    {
      ...reviewScreen,
      check: {
        captureId: idOf('capture'),
        state: 'partial',
        missing: ['1 of 3 pictures'],
        doubts: [
          {
            doubtId: 'late',
            number: 1,
            code: 'LATE',
            question: 'Did the page change while it was captured?',
            fact: 'Two parts differ in 14 rows.',
          },
          {
            doubtId: 'missing',
            number: 2,
            code: 'MISSING',
            question: 'Does the missing picture matter?',
            fact: 'It answered 404.',
          },
        ],
        widthPx: 1280,
        heightPx: 6420,
        tiles: 2,
        pictures: [
          {
            ...{ key: 'page', name: 'The page', caption: 'The page as it stood.' },
            ...{ widthPx: 1280, heightPx: 6420, tiles: 2, sheets: 1 },
          },
        ],
        mayHideOverlays: true,
        digest: digestOf('9'),
        facts: [{ name: 'Browser', value: 'Chromium 140' }],
      },
    },
    'review',
  ),
  'review-covered-agree': inside(
    {
      ...reviewScreen,
      agreement: {
        what: 'overlays',
        visitId: visit(14).visitId,
        statement: 'I agree that it is captured again.',
        firstAgreedAt: null,
        secondAgreedAt: null,
        lastWrongHalf: null,
      },
      check: {
        captureId: idOf('capture'),
        state: 'partial',
        missing: ['1 of 3 pictures'],
        doubts: [
          {
            doubtId: 'late',
            number: 1,
            code: 'LATE',
            question: 'Did the page change while it was captured?',
            fact: 'Two parts differ in 14 rows.',
          },
          {
            doubtId: 'missing',
            number: 2,
            code: 'MISSING',
            question: 'Does the missing picture matter?',
            fact: 'It answered 404.',
          },
        ],
        widthPx: 1280,
        heightPx: 6420,
        tiles: 2,
        pictures: [
          {
            ...{ key: 'page', name: 'The page', caption: 'The page as it stood.' },
            ...{ widthPx: 1280, heightPx: 6420, tiles: 2, sheets: 1 },
          },
        ],
        mayHideOverlays: true,
        digest: digestOf('9'),
        facts: [{ name: 'Browser', value: 'Chromium 140' }],
      },
    },
    'review',
  ),
  'review-sheets': inside(
    {
      ...reviewScreen,
      check: {
        captureId: idOf('capture'),
        state: 'partial',
        missing: ['1 of 3 pictures'],
        doubts: [
          {
            doubtId: 'late',
            number: 1,
            code: 'LATE',
            question: 'Did the page change while it was captured?',
            fact: 'Two parts differ in 14 rows.',
          },
          {
            doubtId: 'missing',
            number: 2,
            code: 'MISSING',
            question: 'Does the missing picture matter?',
            fact: 'It answered 404.',
          },
        ],
        widthPx: 1280,
        heightPx: 6420,
        tiles: 2,
        pictures: [
          {
            ...{ key: 'page', name: 'The page', caption: 'The page as it stood.' },
            ...{ widthPx: 1280, heightPx: 64_200, tiles: 16, sheets: 10 },
          },
          {
            ...{ key: 'without-overlays', name: 'Without what lay over it' },
            caption:
              'Not the page as it stood: for this second picture a script of Countersign hid what lay over the page, as both reviewers agreed (“We value your privacy”).',
            ...{ widthPx: 1280, heightPx: 6420, tiles: 2, sheets: 1 },
          },
          {
            ...{
              key: 'inner-1',
              name: `Part 1: ${rtl}`,
              caption: `A part that scrolls (${endless})`,
            },
            ...{ widthPx: 600, heightPx: 2400, tiles: 5, sheets: 1 },
          },
        ],
        mayHideOverlays: false,
        digest: digestOf('9'),
        facts: [{ name: 'Browser', value: 'Chromium 140' }],
      },
    },
    'review',
  ),
  'review-progress': inside(
    {
      ...reviewScreen,
      progress: {
        name: 'Capturing the page',
        step: 'Scrolling through the page',
        done: 4,
        total: 9,
        part: { done: 7, total: 31 },
        captureId: idOf('capture'),
        cancellable: true,
        startedAt: '2026-11-17T10:44:00.000Z',
      },
    },
    'review',
    {
      notice: { code: 'STORE_DISK_FULL', message: '', at: '2026-11-17T10:58:03.000Z', safe: null },
    },
  ),
  record: inside(recordScreen, 'sign'),
  'record-missing': inside(
    {
      ...recordScreen,
      rows: [],
      conclusions: [],
      missing: ['Conclusion and action proposed or taken', 'A reason for concern for visit 12'],
      first: { person: long, signedAt: null },
      signRefusal: '2 things are missing',
      previewKey: 'preview-two',
    },
    'sign',
  ),
  judge: inside({ kind: 'judge', eligible: [cedric, hettie, long], judged: null }, 'judge'),
  judged: inside(
    {
      kind: 'judge',
      eligible: [cedric, hettie],
      judged: {
        substance: true,
        reasons: 'RJT/1 and RJT/2 show repeated messages to Pupil A over four days.',
        outcome: 'internal-action',
        actions: [
          'The DSL speaks to Pupil A and Pupil B',
          'The platform is asked to remove the account',
        ],
        by: ['Cedric Placeholder', 'Hettie Mockford'],
        at: '2026-11-19T15:50:00.000Z',
      },
    },
    'judge',
  ),
  export: inside(exportScreen, 'act', { first: hettie, second: cedric }),
  'export-progress': inside(
    {
      ...exportScreen,
      progress: {
        name: 'Writing the pack',
        step: 'Reading it back',
        done: 3,
        total: 5,
        part: null,
        captureId: null,
        cancellable: false,
        startedAt: '2026-11-20T10:00:00.000Z',
      },
    },
    'act',
  ),
  'export-done': inside(
    {
      ...exportScreen,
      done: {
        fileName: 'EHS-26-014-pack-1.zip',
        sizeBytes: 11_600_123,
        packDigest: digestOf('4'),
        sealDigest: digestOf('8'),
        verified: true,
        findings: [
          'Revocation could not be checked: this computer is offline. Never counted as passed',
        ],
      },
    },
    'act',
  ),
  'export-failed': inside(
    {
      ...exportScreen,
      done: {
        fileName: 'EHS-26-014-pack-1.zip',
        sizeBytes: 11_600_123,
        packDigest: digestOf('4'),
        sealDigest: digestOf('8'),
        verified: false,
        findings: ['data/exhibits/RJT-1/tile-0001.png has changed since it was signed'],
      },
    },
    'act',
  ),
  stopped: inside(stoppedScreen, 'review', {
    stopped: true,
    signedIn: true,
    recording: { recorded: '3 exhibits, at 10:52:07', counts: [], notRecorded: '' },
  }),
  'stopped-questions': inside({ ...stoppedScreen, step: 'questions' }, 'review', { stopped: true }),
  'stopped-done': inside({ ...stoppedScreen, step: 'done', mayReleaseRefusal: null }, 'review', {
    stopped: true,
  }),
  'renewal-begin': renewal({ step: 'begin', pairsTotal: 0 }),
  renewal: renewal(),
  'renewal-finish': renewal({
    step: 'finish',
    custodians: [hettie, cedric, long].map(({ personId }) => ({
      ...{ personId, sheetShown: true, sheetProved: true },
    })),
    pairsProved: 3,
  }),
  'renewal-done': renewal({ step: 'done' }),
  'cannot-open': app(
    { kind: 'cannot-open', code: 'STORE_BUSY', message: 'held by "Countersign, process 1234"' },
    { first: null, second: null, signedIn: false, demonstration: true, preview: true },
  ),
} satisfies Record<string, z.input<typeof appView>>;
