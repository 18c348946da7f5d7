import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '#src/investigation/commands.ts';
import { COMMAND_KINDS } from '#src/investigation/decide.ts';
import { encodeEvent, parseEvent, type InvestigationEvent } from '#src/investigation/events.ts';
import { evolve } from '#src/investigation/evolve.ts';
import { initialState } from '#src/investigation/state.ts';
import { brokenRules } from './invariants.ts';
import {
  CAPTURE,
  CREATE,
  CSP,
  DAP,
  DIGEST,
  END_PHASE,
  EXC,
  HEX,
  idOf,
  IMS,
  JUDGE,
  KEEP,
  OTHER_COMPUTER,
  PROPOSE_ARCHIVE,
  PROPOSE_LOG_IN,
  PROPOSE_NOTICE,
  RJT,
  SAMPLES,
  STOP,
  stages,
  VISIT,
  type Presence,
  type Stage,
  type Story,
} from './story.ts';

const SLOW = process.env['SLOW'] === '1';
const RUNS = SLOW ? 25_000 : 300;
const STEPS = SLOW ? 100 : 60;

const VISITS = [VISIT, idOf('visit2'), idOf('visit3')];
const PAIRS = [
  [RJT, IMS],
  [RJT, IMS],
  [DAP, HEX],
  [RJT, HEX],
  [IMS, RJT],
  [RJT, RJT],
  [RJT],
  [],
  [RJT, EXC],
  [DAP, CSP],
];

/** Commands with other contents than the samples have: other visits, empty words, other people. */
const VARIANTS: readonly Command[] = [
  { ...CREATE, subjectKind: 'staff' },
  { ...CREATE, reviewerIds: [RJT, RJT] },
  ...VISITS.flatMap((visitId): Command[] => [
    { kind: 'open-address', visitId, address: `https://feed.example/${visitId}`, cause: 'typed' },
    { kind: 'open-address', visitId, address: 'https://other.example/', cause: 'page' },
    {
      kind: 'observe',
      observation: {
        kind: 'visit-committed',
        visitId,
        address: 'https://feed.example/7',
        status: 404,
        serverAddress: null,
      },
    },
    { kind: 'observe', observation: { kind: 'visit-finished', visitId, title: 'A' } },
    {
      kind: 'observe',
      observation: {
        kind: 'visit-failed',
        visitId,
        code: 'PAGE_CRASHED',
        detail: '',
        certificates: [],
      },
    },
    {
      kind: 'observe',
      observation: { kind: 'visit-refused', visitId, code: 'ADDRESS_PRIVATE' },
    },
    { kind: 'observe', observation: { kind: 'visit-stayed', visitId } },
    { kind: 'observe', observation: { kind: 'visit-titled', visitId, title: 'B' } },
    { kind: 'flag', visitId, reason: 'Threats' },
    { kind: 'flag', visitId, reason: ' ' },
    { kind: 'no-concern', visitId },
  ]),
  PROPOSE_LOG_IN,
  PROPOSE_NOTICE,
  { ...END_PHASE, how: 'given-up' },
  { ...END_PHASE, how: 'time' },
  { ...END_PHASE, pressed: 'closed' },
  { kind: 'propose', agreementId: idOf('a2'), what: 'pictures' },
  { kind: 'propose', agreementId: idOf('a3'), what: 'veiled' },
  { kind: 'agree', personId: IMS },
  { kind: 'agree', personId: EXC },
  { kind: 'take-back', personId: IMS },
  { kind: 'load-again', cause: 'pictures-on' },
  { kind: 'load-again', cause: 'pictures-off' },
  { kind: 'load-again', cause: 'veiled-on' },
  { kind: 'load-again', cause: 'plain-off' },
  { kind: 'start-capture', captureId: idOf('capture2') },
  { ...KEEP, captureId: idOf('capture2'), exhibitId: idOf('exhibit2'), producerId: IMS },
  { ...KEEP, captureId: CAPTURE },
  { ...PROPOSE_ARCHIVE, categories: ['C2', 'C14'] },
  { ...PROPOSE_ARCHIVE, categories: [] },
  { ...JUDGE, outcome: 'police' },
  { ...JUDGE, substance: false, outcome: 'no-substance' },
  { kind: 'answer-stop', pressedBy: RJT, what: 'something-else' },
  { kind: 'answer-stop', pressedBy: RJT, what: 'mistake' },
  ...(['mistake', 'not-illegal', 'police-or-lado-request'] as const).map((reason): Command => ({
    ...{
      kind: 'release',
      reason,
      document: 'Letter',
      custodianIds: [DAP, HEX],
      exhibits: 0,
      statement: DIGEST,
    },
  })),
  STOP,
];
const COMMANDS: readonly Command[] = [
  ...COMMAND_KINDS.map((kind): Command => SAMPLES[kind].command),
  ...VARIANTS,
];
const STAGES = Object.keys(stages) as Stage[];

const step = fc.record({
  command: fc.nat(COMMANDS.length - 1),
  sitting: fc.option(fc.nat(PAIRS.length - 1), { freq: 6 }),
  signers: fc.nat(PAIRS.length - 1),
  expired: fc.boolean(),
  elsewhere: fc.integer({ min: 0, max: 19 }).map((value) => value === 0),
  asIntended: fc.integer({ min: 0, max: 9 }).map((value) => value < 7),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function presenceOf({ sitting, signers, expired, elsewhere, asIntended, command }: Step): Presence {
  const kind = COMMANDS[command]?.kind;
  if (asIntended && kind !== undefined) return SAMPLES[kind].presence ?? {};
  return {
    sitting: sitting === null ? null : (PAIRS[sitting] ?? []),
    signers: PAIRS[signers] ?? [],
    expired,
    ...(elsewhere ? { computerId: OTHER_COMPUTER } : {}),
  };
}

function toldFrom(stage: Stage, steps: readonly Step[]): Story {
  const story = stages[stage]();
  for (const one of steps) {
    const command = COMMANDS[one.command];
    if (command !== undefined) story.tell(command, presenceOf(one));
  }
  return story;
}

describe('decide', () => {
  it('breaks no hard rule by any sequence of commands', () => {
    let told = 0;
    let recorded = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...STAGES),
        fc.array(step, { maxLength: STEPS, size: 'max' }),
        (stage, steps) => {
          const story = toldFrom(stage, steps);
          told += steps.length;
          recorded += story.entries.length;
          expect(brokenRules(story.entries)).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
    expect(recorded).toBeGreaterThan(RUNS);
    console.info(`property: ${told} commands, ${recorded} entries, no rule broken`);
  });

  it('can always be stopped, by anyone, from any state', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STAGES),
        fc.array(step, { maxLength: STEPS }),
        step,
        (stage, steps, last) => {
          const story = toldFrom(stage, steps);
          if (story.state.facts === null) return;
          const decision = story.tell(STOP, { ...presenceOf(last), computerId: OTHER_COMPUTER });
          expect(decision.ok).toBe(true);
          expect(story.state.lock).not.toBeNull();
        },
      ),
      { numRuns: SLOW ? 1000 : 100 },
    );
  });
});

describe('evolve', () => {
  it('folds any record, written down and read back, to the same state', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STAGES),
        fc.array(step, { maxLength: STEPS }),
        (stage, steps) => {
          const story = toldFrom(stage, steps);
          let state = initialState;
          for (const { event, index, recordedAt } of story.entries) {
            const { kind, payload } = encodeEvent(event);
            const read: unknown = JSON.parse(JSON.stringify(payload));
            state = evolve(state, parseEvent(kind, read), { index, recordedAt });
          }
          expect(state).toEqual(story.state);
        },
      ),
      { numRuns: SLOW ? 1000 : 100 },
    );
  });
});

describe('brokenRules', () => {
  it('finds an archive that nobody asked for, or of what there may be none', () => {
    const start = stages.capturing().entries.map(({ event }) => event);
    const bad: readonly InvestigationEvent[] = [
      ...start,
      {
        ...{ kind: 'archive-begun', agreementId: idOf('a'), captureId: CAPTURE },
        personIds: [RJT, IMS],
      },
      { kind: 'archive-asked', agreementId: idOf('b'), visitId: VISIT, categories: ['C5'] },
    ];
    const found = brokenRules(
      bad.map((event, index) => ({ event, index, recordedAt: '2026-11-17T10:00:00.000Z' })),
    );
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'R2 both asked for the archive',
      'R2 never of C1, C2, C5, C11',
    ]);
  });

  it('finds a capture without both attestations, a judgement of both reviewers and an entry after a stop', () => {
    const start = stages.flagged();
    const bad: readonly InvestigationEvent[] = [
      ...start.entries.map(({ event }) => event),
      {
        kind: 'capture-started',
        captureId: CAPTURE,
        visitId: VISIT,
        agreementId: idOf('a'),
        address: 'x',
        pictures: false,
      },
      {
        kind: 'judgement-made',
        substance: true,
        reasons: 'x',
        outcome: 'police',
        actions: ['x'],
        signedByIds: [RJT, IMS],
      },
      {
        kind: 'locked',
        stoppedAt: null,
        from: 'start',
        personIds: [],
        visitId: null,
        underWay: null,
      },
      { kind: 'conclusion-written', rows: ['x'] },
    ];
    const found = brokenRules(
      bad.map((event, index) => ({ event, index, recordedAt: '2026-11-17T10:00:00.000Z' })),
    );
    expect(found.map((line) => line.split(' ')[0])).toEqual(['R1', 'R19', 'R19', 'R6']);
  });
});
