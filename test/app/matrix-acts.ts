import type { Channel, ChannelInput } from '#src/contract/channels.ts';
import type { Credential } from '#src/contract/values.ts';
import {
  exportOrder,
  MARKED,
  QUESTION_ID,
  OUTSIDERS,
  type RenewalStep,
  type Scene,
  type Seats,
  type StageName,
  type Who,
} from './matrix-scenes.ts';
import type { SetupChannel } from './matrix-setup.ts';
import type { State } from './matrix-table.ts';
import { JUDGEMENT, type MatrixApp, type VaultName } from './matrix-vaults.ts';
import { ADDRESS, CODES } from './test-app.ts';

/** Every channel but those of the first run. */
type ActChannel = Exclude<Channel, SetupChannel>;

/** What shows who asks: presence at the screen, or passphrases and codes as well, or those alone. */
type Manner = 'presence' | 'proofs in a sitting' | 'proofs alone' | 'code' | 'sign-in' | 'start';

/** Who proves that they are there. */
interface Given {
  readonly state: State;
  readonly who: Who;
  readonly pair: [Credential, Credential];
  /** Where one passphrase is asked for. */
  readonly single: Credential;
}

/** One channel: how it is asked for, from where, with what. */
interface Act<C extends ActChannel> {
  readonly manner?: Manner;
  /** Where it is right in the state `open`. */
  readonly vault?: VaultName;
  readonly stage?: StageName;
  readonly renewal?: RenewalStep;
  /** Where it is right, or would be, in the states `concluded` and `left`. */
  readonly later?: StageName;
  /** The two whose passphrases it takes. */
  readonly people?: readonly [string, string];
  readonly input: (app: MatrixApp, given: Given) => ChannelInput<C>;
}

const NOW = '2026-01-05T09:00:00.000Z';
const nothing = () => ({});
const afterStop = { manner: 'proofs in a sitting', vault: 'kept' } as const;
const sheets = { vault: 'released', stage: 'at the list' } as const;
const signed = 'proofs in a sitting';

/** How each of them is called. */
const ACTS: { readonly [C in ActChannel]: Act<C> } = {
  'app.view': { input: nothing },
  'app.dismiss-notice': { input: nothing },
  'screen.go': { input: () => ({ to: 'review' }) },

  'signin.choose': { input: (app) => ({ investigationId: app.named('main') }) },
  'signin.half': { manner: 'sign-in', input: signInInput },
  'signin.leave': { input: () => ({ half: 'first' }) },
  'signin.start': {
    ...{ manner: 'start', stage: 'signed in, not begun', later: 'signed in, not begun' },
    input: () => ({ screenPrivate: true, neitherConcerned: true, stopKeyKnown: true }),
  },
  'sitting.pause': { stage: 'at a page', input: () => ({ reason: 'leaving' }) },
  'sitting.still-here': { input: nothing },
  'sitting.end': {
    ...{ manner: signed, stage: 'at a page' },
    input: (_app, { pair: credentials }) => ({ credentials }),
  },
  'receipt.take': { input: () => ({ half: 'first' }) },

  'investigation.create': { manner: signed, stage: 'at the list', input: createInput },
  'investigation.open': {
    ...{ manner: signed, stage: 'at the list', later: 'at the list' },
    input: (app, { pair: credentials }) => ({ investigationId: app.named('main'), credentials }),
  },

  'review.bounds': { stage: 'at a page', input: () => ({ x: 0, y: 90, width: 800, height: 600 }) },
  'review.focus': { stage: 'at a page', input: nothing },
  'review.open': { input: () => ({ address: ADDRESS }) },
  'review.back': { stage: 'at a second page', input: nothing },
  'review.reload': { stage: 'at a page', input: nothing },
  'review.concern': {
    stage: 'at a page',
    input: (app) => ({ visitId: app.named('visit'), reason: 'Threats' }),
  },
  'review.no-concern': {
    stage: 'at a page',
    input: (app) => ({ visitId: app.named('visit') }),
  },
  'review.pictures-off': { stage: 'at a page with pictures', input: nothing },
  'review.plain-off': { stage: 'at a page with pictures', input: nothing },
  'review.veiled': { stage: 'at a veiled page', input: nothing },
  'review.scroll-veiled': { stage: 'at a veiled page', input: () => ({ by: 'page-down' }) },
  'proxy.answer': {
    stage: 'at a page whose proxy asks',
    input: () => ({ questionId: QUESTION_ID, name: 'reviewers', password: 'of the matrix' }),
  },
  'proxy.decline': {
    stage: 'at a page whose proxy asks',
    input: () => ({ questionId: QUESTION_ID }),
  },
  'review.complete': { stage: 'at a page of concern', input: nothing },
  'agreement.propose-archive': {
    stage: 'at a page of concern',
    input: () => ({ categories: ['C14'] }),
  },
  'exception.ask': {
    stage: 'at a page',
    input: () => ({ exception: 'script-posts', account: null }),
  },
  'exception.phase-end': {
    stage: 'at a page that is logged in to',
    input: () => ({ how: 'done', pressed: null }),
  },
  'exception.end': {
    stage: 'at a page with an exception',
    input: (app) => ({ agreementId: app.named('exception') }),
  },
  'agreement.propose': { stage: 'at a page of concern', input: () => ({ what: 'capture' }) },
  'agreement.agree': {
    ...{ manner: 'code', stage: 'half agreed' },
    input: (_app, { who }) => ({
      half: 'second',
      sittingCode: who === 'the same twice' ? CODES.first : CODES.second,
    }),
  },
  'agreement.take-back': { stage: 'half agreed', input: () => ({ half: 'first' }) },
  'agreement.drop': { stage: 'asked to capture', input: nothing },
  'capture.again': {
    stage: 'covered capture to judge',
    input: (app) => ({ captureId: app.named('capture') }),
  },
  'capture.cancel': { stage: 'capturing', input: nothing },
  'capture.growing': {
    stage: 'capturing still',
    input: (app) => ({ captureId: app.named('capture') }),
  },
  'capture.sheet': {
    stage: 'capture to judge',
    input: (app) => ({ captureId: app.named('capture'), picture: 'page', sheet: 0 }),
  },
  'capture.preview': {
    stage: 'capture to judge',
    input: (app) => ({ captureId: app.named('capture') }),
  },
  'capture.accept': {
    stage: 'capture to judge',
    input: (app) => ({ captureId: app.named('capture'), answers: [] }),
  },
  'capture.discard': {
    stage: 'capture to judge',
    input: (app) => ({ captureId: app.named('capture'), reason: 'Blurred' }),
  },
  'exhibit.look': {
    ...{ manner: signed, vault: 'kept' },
    input: (app, { pair: credentials }) => ({ exhibitId: app.named('exhibit'), credentials }),
  },
  'exhibit.compare': {
    ...{ manner: signed, vault: 'kept' },
    input: (app, { pair: credentials }) => ({
      exhibitIds: [app.named('exhibit'), app.named('exhibit2')],
      credentials,
    }),
  },

  'part.open': {
    ...{ manner: signed, vault: 'kept' },
    input: (app, { pair: credentials }) => ({ exhibitId: app.named('exhibit'), credentials }),
  },
  'part.propose': { vault: 'kept', stage: 'marking', input: () => MARKED },
  'part.close': { input: nothing },

  'stop.press': { stage: 'at a page', input: nothing },
  'stopped.called': {
    ...afterStop,
    input: (_app, { pair: credentials }) => ({ calledBy: 'The DSL', at: NOW, credentials }),
  },
  'stopped.police-said': {
    ...afterStop,
    input: (_app, { pair: credentials }) => ({
      ...{ words: 'Touch nothing', at: NOW, channel: '101', incidentNo: '', officer: '' },
      credentials,
    }),
  },
  'stopped.answer': {
    ...afterStop,
    input: (_app, { pair: credentials }) => ({
      ...{ pressedBy: 'unknown', what: 'something-else', credentials },
    }),
  },
  'stopped.told': {
    ...afterStop,
    input: (_app, { pair: credentials }) => ({ told: ['The LADO'], at: NOW, credentials }),
  },
  'stopped.leave': {
    ...afterStop,
    input: (_app, { pair: credentials }) => ({ policeAllow: 'PC 0000 allows it', credentials }),
  },
  'stopped.lock-another': {
    ...{ ...afterStop, people: ['DAP', 'HE'] },
    input: (app, { single: credential }) => ({ investigationId: app.named('other'), credential }),
  },
  'release.open': {
    ...{ manner: 'proofs alone', vault: 'kept', people: ['RJT', 'HE'] },
    input: releaseInput,
  },

  'renewal.open': { ...sheets, input: nothing },
  'renewal.begin': {
    ...{ ...sheets, renewal: 'open' },
    input: (app) => ({ sheets: [app.sheet('DAP'), app.sheet('HE')] }),
  },
  'renewal.custodians': {
    ...{ ...sheets, renewal: 'begun' },
    input: (app) => ({ personIds: [app.id('HE'), app.id('CS')] }),
  },
  'renewal.show-sheet': {
    ...{ vault: 'released', renewal: 'begun', manner: 'proofs alone', people: ['HE', 'CS'] },
    input: (_app, { single: credential }) => ({ credential }),
  },
  'renewal.prove-sheet': {
    ...{ ...sheets, renewal: 'shown' },
    input: (app) => ({ personId: app.id('HE'), words: app.sheet('HE') }),
  },
  'renewal.finish': {
    ...{ vault: 'released', renewal: 'proved', manner: 'proofs alone', people: ['HE', 'CS'] },
    input: (_app, { pair: credentials }) => ({ credentials }),
  },
  'renewal.leave': { ...sheets, renewal: 'open', input: nothing },

  'record.conclusion': { vault: 'reviewed', input: () => ({ rows: ['Refer to the DSL'] }) },
  'record.preview': { vault: 'reviewed', input: nothing },
  'record.sign': {
    ...{ manner: signed, vault: 'reviewed', stage: 'half signed', people: ['IMS', 'RJT'] },
    input: (_app, { single }) => ({ half: 'second', passphrase: single.passphrase }),
  },
  'judgement.make': {
    ...{ manner: signed, vault: 'signed', people: ['DAP', 'HE'] },
    input: (_app, { pair: credentials }) => ({ ...JUDGEMENT, credentials }),
  },

  'export.start': {
    ...{ manner: signed, vault: 'signed', people: ['DAP', 'HE'] },
    input: (app, { pair }) => exportOrder(app, pair),
  },
  'export.save': { vault: 'signed', stage: 'pack made', later: 'pack made', input: nothing },
};

function signInInput(app: MatrixApp, { who }: Given): ChannelInput<'signin.half'> {
  if (who === 'nobody')
    return { half: 'first', ...app.credential('RJT'), sittingCode: CODES.first };
  const initials = who === 'the same twice' ? 'RJT' : (OUTSIDERS[who] ?? 'IMS');
  return { half: 'second', ...app.credential(initials), sittingCode: CODES.second };
}

function createInput(app: MatrixApp, { pair }: Given): ChannelInput<'investigation.create'> {
  return {
    ...{ title: 'A third', reason: 'Reported posts', scope: 'One thread', subjectKind: 'pupil' },
    ...{ firstReviewerId: app.id('RJT'), secondReviewerId: app.id('IMS'), lado: null },
    authority: { givenById: app.id('HE'), givenAt: NOW, document: 'Letter 14' },
    ...{ excludedIds: [app.id('QRX')], credentials: pair },
  };
}

function releaseInput(app: MatrixApp, { state, pair }: Given): ChannelInput<'release.open'> {
  return {
    // Only L1 opens for a request; L2 takes an instruction.
    reason: state === 'L1' ? 'police-or-lado-request' : 'police-instruction',
    ...{ investigationId: app.named('main'), document: 'E-mail 7', credentials: pair },
    sheets: [app.sheet('DAP'), app.sheet('HE')],
  };
}

/** Vault of each state but `open`, where each channel has its own. */
const VAULT_OF: Readonly<Record<Exclude<State, 'open'>, VaultName>> = {
  'not set up': 'none',
  L1: 'L1',
  L2: 'L2',
  left: 'left',
  concluded: 'finished',
};

/** Where a cell begins. */
export function sceneOf(channel: ActChannel, state: State, who: Who): Scene {
  const { manner = 'presence', vault = 'created', stage, later, renewal } = ACTS[channel];
  const noSignIn = state === 'not set up' || state === 'L1' || state === 'L2';
  const start = manner === 'proofs alone' ? 'at the start' : 'in the investigation';
  const seats = noSignIn || manner === 'proofs alone' ? unseated(who) : seatsOf(manner, who);
  const staged = !noSignIn && (seats.kind === 'stage' || seats.kind === 'expired');
  return {
    vault: state === 'open' ? vault : VAULT_OF[state],
    // Who does not get as far as a stage begins where all of them do.
    stage: staged ? ((state === 'open' ? stage : laterOf(state, later)) ?? start) : 'at the start',
    seats,
    ...{ noSignIn, renewal: state === 'open' ? (renewal ?? null) : null },
  };
}

/** A locked investigation has neither pages nor packs. */
function laterOf(state: State, later: StageName | undefined): StageName | undefined {
  return state === 'left' && later === 'pack made' ? undefined : later;
}

function unseated(who: Who): Seats {
  return { kind: who === 'expired' ? 'expired' : 'nobody' };
}

function seatsOf(manner: Manner, who: Who): Seats {
  const initials = OUTSIDERS[who] ?? 'RJT';
  switch (who) {
    case 'nobody':
    case 'one':
    case 'expired':
      return { kind: who };
    case 'two':
      return { kind: 'stage' };
    case 'recused':
    case 'the same twice':
    case 'network manager':
    case 'trustee':
  }
  if (manner === 'sign-in') return { kind: 'one' };
  if (manner === 'proofs in a sitting') return { kind: 'stage' };
  if (manner === 'code' && who === 'the same twice') return { kind: 'stage' };
  // Who is excluded from one investigation may still sit at the list of all.
  if (who === 'recused' && manner !== 'start') return { kind: 'with outsider', initials };
  return { kind: 'refused', initials };
}

/** Well-formed input of a cell. */
export function inputOf(channel: ActChannel, state: State, who: Who, app: MatrixApp): unknown {
  const { manner = 'presence', people = ['RJT', 'IMS'] } = ACTS[channel];
  const seated = manner !== 'proofs alone' && state !== 'L1' && state !== 'L2';
  return ACTS[channel].input(app, { state, who, ...proofs(app, who, people, seated) });
}

/** @param seated - whether being there is tried by the seats: where nobody can sit, wrong passphrases stand for who is missing */
function proofs(
  app: MatrixApp,
  who: Who,
  people: readonly [string, string],
  seated: boolean,
): Pick<Given, 'pair' | 'single'> {
  const [first, second] = [app.credential(people[0]), app.credential(people[1])];
  const wrong = { passphrase: 'not this one at all' };
  const outsider = OUTSIDERS[who];
  if (outsider !== undefined) {
    const single = app.credential(outsider);
    return { pair: [single, second], single };
  }
  if (who === 'the same twice') return { pair: [first, first], single: second };
  if (seated || who === 'two' || who === 'expired') return { pair: [first, second], single: first };
  const one = who === 'one' ? first : { ...first, ...wrong };
  return { pair: [one, { ...second, ...wrong }], single: one };
}
