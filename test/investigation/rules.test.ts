import { describe, expect, it } from 'vitest';
import type { SubjectKind } from '#src/core/roles.ts';
import { CATEGORIES } from '#src/investigation/categories.ts';
import type { Command, Observation } from '#src/investigation/commands.ts';
import { initialState } from '#src/investigation/state.ts';
import { releaseApproverIds } from '#src/investigation/stopping.ts';
import {
  ARCHIVE,
  CALL,
  CAPTURE,
  CONFIRMED,
  contextOf,
  CREATE,
  CSP,
  DAP,
  EXC,
  EXHIBIT,
  HEX,
  idOf,
  IMS,
  JUDGE,
  KEEP,
  KEEP_PART,
  LATER_EXHIBIT,
  MADE,
  PROPOSE_ARCHIVE,
  released,
  RJT,
  SAMPLES,
  SIGN,
  stages,
  START_EXPORT,
  STOP,
  stopped,
  VISIT,
  type Presence,
  type Story,
} from './story.ts';

/** Rule and reason of a refusal; the test fails when it is allowed. */
function refusal(story: Story, command: Command, presence: Presence = {}): string {
  const decision = story.tell(command, presence);
  return decision.ok ? 'allowed' : `${decision.rule}: ${decision.reason}`;
}

const RELEASE = {
  kind: 'release',
  document: 'Letter',
  ...{ custodianIds: [DAP], exhibits: 1, statement: MADE.digest },
} as const;
const COMMITTED: Observation = {
  ...{ kind: 'visit-committed', visitId: VISIT, address: 'https://feed.example/7' },
  ...{ status: 200, serverAddress: null },
};
const REDIRECTED: Observation = {
  ...{ kind: 'visit-redirected', visitId: VISIT, from: 'https://feed.example/7' },
  ...{ to: 'http://router/', status: 302 },
};
const CLOSE_SAID = { kind: 'close', reason: 'Done' } as const;

describe('authority (R11, R12, R35)', () => {
  it('refuses an authority of anyone but the headteacher', () => {
    const command = { ...CREATE, authority: { ...CREATE.authority, givenById: DAP } };
    expect(refusal(stages.fresh(), command)).toBe(
      'R11: the authority has to be given by the headteacher',
    );
  });

  it('refuses an authority dated in the future, or without a document', () => {
    const authority = { ...CREATE.authority, givenAt: '2027-01-01T00:00:00.000Z' };
    expect(refusal(stages.fresh(), { ...CREATE, authority })).toContain(
      'R11: the authority can’t be dated',
    );
    const unnamed = { ...CREATE.authority, document: ' ' };
    expect(refusal(stages.fresh(), { ...CREATE, authority: unnamed })).toContain(
      'R11: the document',
    );
  });

  it('takes the chair where it concerns the headteacher, who gets no part in it', () => {
    const lado = { at: CREATE.authority.givenAt, name: 'A. Officer', advice: 'Go on' };
    const about = { ...CREATE, subjectKind: 'headteacher', lado } as const;
    expect(refusal(stages.fresh(), about)).toContain('R35: it concerns the headteacher');
    const authorisedIds = [RJT, IMS, DAP, CSP];
    const wrong = { ...about, authorisedIds };
    expect(refusal(stages.fresh(), wrong)).toBe('R11: the authority has to be given by the chair');
    const right = { ...wrong, authority: { ...CREATE.authority, givenById: CSP } };
    stages.fresh().must(right);
  });

  it('refuses to begin where staff are concerned and the LADO was not contacted', () => {
    expect(refusal(stages.fresh(), { ...CREATE, subjectKind: 'staff' })).toContain(
      'R12: it concerns staff',
    );
    const lado = { at: CREATE.authority.givenAt, name: 'A. Officer', advice: 'Go on' };
    stages
      .fresh()
      .must({ ...CREATE, subjectKind: 'staff', lado })
      .must({ kind: 'start-sitting', ...CONFIRMED });
  });

  it('refuses a second creation', () => {
    expect(refusal(stages.created(), CREATE)).toBe('R18: this investigation exists already');
  });
});

describe('reviewers (R8, R9, R35)', () => {
  it('refuses one person as both reviewers', () => {
    expect(refusal(stages.fresh(), { ...CREATE, reviewerIds: [RJT, RJT] })).toContain(
      'R8: the two reviewers',
    );
  });

  it('refuses a reviewer without that role, and one who is excluded', () => {
    expect(refusal(stages.fresh(), { ...CREATE, reviewerIds: [RJT, DAP] })).toContain(
      'R9: a reviewer has to be',
    );
    expect(refusal(stages.fresh(), { ...CREATE, reviewerIds: [RJT, EXC] })).toContain(
      'R35: a reviewer can’t be',
    );
  });

  it('lets other authorised people sit, but not review', () => {
    const story = stages
      .created()
      .must({ kind: 'start-sitting', ...CONFIRMED }, { sitting: [DAP, HEX] });
    const open = {
      kind: 'open-address',
      visitId: VISIT,
      address: 'https://feed.example/',
      cause: 'typed',
    } as const;
    expect(refusal(story, open, { sitting: [DAP, HEX] })).toBe(
      'R8: the two named reviewers have to be here for this',
    );
  });

  it('takes acts only of the two who sat down', () => {
    const story = stages
      .created()
      .must({ kind: 'start-sitting', ...CONFIRMED }, { sitting: [DAP, HEX] });
    const open = {
      kind: 'open-address',
      visitId: VISIT,
      address: 'https://feed.example/',
      cause: 'typed',
    } as const;
    expect(refusal(story, open)).toBe('R8: the two who sat down have to be here for this');
  });

  it('refuses a sitting without the three statements', () => {
    const command = { kind: 'start-sitting', ...CONFIRMED, neitherConcerned: false } as const;
    expect(refusal(stages.created(), command)).toBe(
      'R8: both have to confirm the three statements first',
    );
  });
});

describe('visits (R13, R14, R24, R26)', () => {
  it('asks for a reason with every concern', () => {
    expect(refusal(stages.visiting(), { kind: 'flag', visitId: VISIT, reason: '  ' })).toContain(
      'R14',
    );
  });

  it('starts every typed address as text, also on a site whose pictures were agreed', () => {
    const story = withPictures();
    story.must({
      kind: 'open-address',
      visitId: idOf('v2'),
      address: 'https://feed.example/8',
      cause: 'typed',
    });
    expect(story.state.visits.at(-1)?.pictures).toBe('not-loaded');
  });

  it('keeps agreed pictures for links within the site, and not for another site', () => {
    const story = withPictures();
    story.must({
      kind: 'open-address',
      visitId: idOf('v2'),
      address: 'https://feed.example/8',
      cause: 'page',
    });
    expect(story.state.visits.at(-1)?.pictures).toBe('plain');
    story.must({
      kind: 'open-address',
      visitId: idOf('v3'),
      address: 'https://feed.example.evil.example/',
      cause: 'page',
    });
    expect(story.state.visits.at(-1)?.pictures).toBe('not-loaded');
    story.must({
      kind: 'open-address',
      visitId: idOf('v4'),
      address: 'https://feed.example/8',
      cause: 'back',
    });
    expect(story.state.visits.at(-1)?.pictures).toBe('not-loaded');
  });

  it('asks for no picture before both agreed', () => {
    for (const cause of ['veiled-on', 'pictures-on'] as const)
      expect(refusal(stages.visiting(), { kind: 'load-again', cause })).toContain(
        'R24: both have to agree',
      );
  });

  it('shows pictures veiled before plain, one agreed step at a time', () => {
    const propose = (what: 'veiled' | 'pictures') =>
      ({ kind: 'propose', agreementId: idOf('next'), what }) as const;
    expect(refusal(stages.visiting(), propose('pictures'))).toBe(
      'R24: look at the pictures veiled first',
    );
    expect(refusal(veiled(), propose('veiled'))).toBe('R24: they are shown veiled already');
    // What was agreed for one step is not taken for the other.
    expect(
      refusal(agreed(stages.visiting(), 'veiled'), { kind: 'load-again', cause: 'pictures-on' }),
    ).toContain('R24: both have to agree once more');
    expect(
      refusal(agreed(veiled(), 'pictures'), { kind: 'load-again', cause: 'veiled-on' }),
    ).toContain('R24: both have to agree');
    const { state } = withPictures();
    expect(state.visits.at(-1)?.pictures).toBe('plain');
    expect([state.picturesAgreedAt, state.plainAgreedAt]).not.toContain(null);
  });

  it('goes back to veiled, and to none, without asking', () => {
    expect(refusal(veiled(), { kind: 'load-again', cause: 'plain-off' })).toContain('R24');
    const story = withPictures().must({ kind: 'load-again', cause: 'plain-off' });
    expect(story.state.visits.at(-1)?.pictures).toBe('veiled');
    expect(story.state.plainAgreedAt).toBeNull();
    story.must({ kind: 'load-again', cause: 'again' });
    expect(story.state.visits.at(-1)?.pictures).toBe('veiled');
    story.must({ kind: 'load-again', cause: 'pictures-off' });
    expect(story.state.visits.at(-1)?.pictures).toBe('not-loaded');
    expect(story.state.picturesAgreedAt).toBeNull();
  });

  it('captures nothing while the pictures are veiled, also where both had agreed to it', () => {
    const said = 'R2: nothing is captured while the pictures are veiled';
    const story = veiled().must({ kind: 'flag', visitId: VISIT, reason: 'Threats' });
    const capture = { kind: 'propose', agreementId: idOf('c'), what: 'capture' } as const;
    expect(refusal(story, capture)).toContain(said);
    expect(refusal(story, { kind: 'start-capture', captureId: idOf('c1') })).toContain(said);
    story.must({ kind: 'load-again', cause: 'pictures-off' });
    expect(refusal(story, capture)).toBe('R2: the page is still loading');
  });

  it('ends what was agreed with the sitting', () => {
    const story = veiled()
      .must({ kind: 'pause-sitting', reason: 'idle' })
      .must(SAMPLES['start-sitting'].command);
    expect([story.state.picturesAgreedAt, story.state.plainAgreedAt]).toEqual([null, null]);
    expect(refusal(story, { kind: 'load-again', cause: 'plain-off' })).toContain('R13');
  });

  it('finishes only when every visit was judged, and opens nothing afterwards', () => {
    expect(refusal(stages.visiting(), { kind: 'complete-review' })).toBe(
      'R14: say of each visit whether it concerns you: 1 still open',
    );
    const open = {
      kind: 'open-address',
      visitId: idOf('v2'),
      address: 'https://x.example/',
      cause: 'typed',
    } as const;
    expect(refusal(stages.completed(), open)).toBe(
      'R26: the review is finished: no more pages are opened',
    );
  });

  it.each([
    ['refused before anything was asked for', [], true],
    ['redirected first', [REDIRECTED], false],
    ['shown first', [COMMITTED], false],
  ] as const)(
    'asks for no judgement of a visit that was refused, unless it was %s',
    (_how, first, done) => {
      const story = stages.sitting();
      story.must({
        ...{ kind: 'open-address', visitId: VISIT, address: 'ftp://feed.example/', cause: 'typed' },
      });
      const refused = { kind: 'visit-refused', visitId: VISIT, code: 'ADDRESS_SCHEME' } as const;
      for (const observation of [...first, refused]) story.must({ kind: 'observe', observation });
      expect(refusal(story, { kind: 'complete-review' })).toBe(
        done ? 'allowed' : 'R14: say of each visit whether it concerns you: 1 still open',
      );
      expect(story.state.visits).toMatchObject([{ outcome: 'refused', judgement: 'open' }]);
    },
  );

  it('takes a concern about a refused address all the same', () => {
    const story = stages.sitting();
    story
      .must({ kind: 'open-address', visitId: VISIT, address: 'http://router/', cause: 'page' })
      .must({
        kind: 'observe',
        observation: { kind: 'visit-refused', visitId: VISIT, code: 'ADDRESS_PRIVATE' },
      })
      .must({ kind: 'flag', visitId: VISIT, reason: 'The page led there' })
      .must({ kind: 'complete-review' });
    expect(story.state.visits).toMatchObject([{ judgement: 'concern' }]);
  });

  it.each([
    ['another page', { kind: 'open-address', visitId: idOf('v2'), address: 'x', cause: 'typed' }],
    ['a link', { kind: 'open-address', visitId: idOf('v2'), address: 'x', cause: 'page' }],
    ['a pause', { kind: 'pause-sitting', reason: 'idle' }],
    ['the end of the sitting', { kind: 'end-sitting' }],
    ['a stop', STOP],
  ] as const)('says that a visit was left before it had finished, by %s', (_how, command) => {
    const story = stages.sitting();
    story
      .must({ kind: 'open-address', visitId: VISIT, address: 'https://a.example/', cause: 'typed' })
      .must({ kind: 'observe', observation: COMMITTED })
      .must(command);
    expect(story.state.visits[0]).toMatchObject({ outcome: 'left', status: 200 });
    expect(stages.visiting().must(command).state.visits[0]?.outcome).toBe('shown');
  });

  it('goes back to the page that stays, and to no agreement that was under way', () => {
    const story = stages.agreed();
    story
      .must({
        ...{ kind: 'open-address', visitId: idOf('v2'), address: 'https://x.example/' },
        cause: 'page',
      })
      .must({
        kind: 'observe',
        observation: {
          ...{ kind: 'visit-failed', visitId: idOf('v2'), code: 'PAGE_DOWNLOAD', detail: '' },
          certificates: [],
        },
      })
      .must({ kind: 'observe', observation: { kind: 'visit-stayed', visitId: VISIT } });
    expect(story.state).toMatchObject({ currentVisitId: VISIT, agreement: null, agreed: null });
    expect(story.state.visits.map(({ outcome }) => outcome)).toEqual(['shown', 'failed']);
    const loading = stages.sitting();
    loading
      .must({ kind: 'open-address', visitId: VISIT, address: 'https://a.example/', cause: 'typed' })
      .must({
        kind: 'open-address',
        visitId: idOf('v2'),
        address: 'https://b.example/',
        cause: 'page',
      })
      .must({ kind: 'observe', observation: { kind: 'visit-stayed', visitId: VISIT } });
    expect(loading.state.visits[0]?.outcome).toBe('loading');
  });

  it('records what a page does by itself while a capture is under way', () => {
    const link = {
      kind: 'open-address',
      visitId: idOf('v2'),
      address: 'https://x.example/',
      cause: 'page',
    } as const;
    stages.checking().must(link);
    expect(refusal(stages.checking(), { ...link, cause: 'typed' })).toContain(
      'R2: keep or discard',
    );
  });
});

describe('full archives (R2)', () => {
  const CAPTURE_TOO = { kind: 'propose', agreementId: idOf('agreement'), what: 'capture' } as const;

  function kindsSince(story: Story, from: number): string[] {
    return story.entries.slice(from).map(({ event }) => event.kind);
  }

  it.each(['C1', 'C2', 'C5', 'C11'])('are never made of %s, alone or among others', (id) => {
    for (const categories of [[id], ['C14', id]]) {
      const said = refusal(stages.flagged(), { ...PROPOSE_ARCHIVE, categories });
      expect(said).toBe(`R2: no full archive is ever made of ${id}`);
    }
  });

  it('are made of every other category of the table', () => {
    const others = CATEGORIES.filter(({ id }) => !['C1', 'C2', 'C5', 'C11'].includes(id));
    expect(others).toHaveLength(CATEGORIES.length - 4);
    for (const { id } of others) {
      expect(refusal(stages.flagged(), { ...PROPOSE_ARCHIVE, categories: [id] })).toBe('allowed');
    }
  });

  it('are refused where nobody says what is suspected, or something unheard of', () => {
    const none = { ...PROPOSE_ARCHIVE, categories: [] };
    expect(refusal(stages.flagged(), none)).toBe('R2: say first what you suspect this is');
    const unknown = { ...PROPOSE_ARCHIVE, categories: ['C99'] };
    expect(refusal(stages.flagged(), unknown)).toBe('R2: there is no such category');
    expect(refusal(stages.visiting(), PROPOSE_ARCHIVE)).toContain('R14: say first why');
  });

  it('are off by default: a capture that both agreed to begins none', () => {
    const story = stages.capturing();
    expect(story.entries.map(({ event }) => event.kind)).not.toContain('archive-begun');
    expect(story.state.capture?.archive).toBeNull();
  });

  it('take two attestations of their own, and are no agreement to the capture', () => {
    const start = { kind: 'start-capture', captureId: CAPTURE } as const;
    expect(refusal(stages.archiveAgreed(), start)).toContain('R2: both have to agree');
    const one = stages.flagged().must(PROPOSE_ARCHIVE);
    one.must({ kind: 'agree', personId: RJT }, { signers: [RJT] });
    expect(refusal(one, { kind: 'agree', personId: IMS }, { signers: [RJT] })).toContain(
      'R8: each gives their own',
    );
    expect(one.state.archive).toBeNull();
    const story = stages.archiving();
    const [started, begun] = story.entries.slice(-2).map(({ event }) => event);
    expect(started?.kind).toBe('capture-started');
    expect(begun).toMatchObject({
      ...{ kind: 'archive-begun', agreementId: ARCHIVE, captureId: CAPTURE },
      personIds: [RJT, IMS],
    });
    expect(story.state.archive).toBeNull();
    expect(story.state.capture?.archive?.agreementId).toBe(ARCHIVE);
  });

  it('hold for one capture of one page only', () => {
    const once = stages.archiving().must(MADE).must(KEEP);
    const before = once.entries.length;
    once
      .must({ ...CAPTURE_TOO, agreementId: idOf('second') })
      .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
      .must({ kind: 'agree', personId: IMS }, { signers: [IMS] })
      .must({ kind: 'start-capture', captureId: idOf('second') });
    expect(kindsSince(once, before)).not.toContain('archive-begun');
    const again = stages.archiveAgreed().must({ kind: 'load-again', cause: 'again' });
    expect(again.state.archive).toBeNull();
    const left = stages.archiveAgreed().must({ kind: 'pause-sitting', reason: 'pause' });
    expect(left.state.archive).toBeNull();
  });

  it('can be dropped by either until the capture begins', () => {
    const story = stages.archiveAgreed().must({ kind: 'drop-agreement' });
    expect(story.state.archive).toBeNull();
    expect(story.entries.at(-1)?.event).toEqual({
      kind: 'agreement-dropped',
      agreementId: ARCHIVE,
    });
    // The capture's own agreement goes first, where both wait.
    const both = stages.archiveAgreed().must(CAPTURE_TOO).must({ kind: 'drop-agreement' });
    expect(both.state.archive?.agreementId).toBe(ARCHIVE);
  });
});

describe('captures (R1, R2, R16, R17)', () => {
  it('asks first why the page concerns them', () => {
    const propose = { kind: 'propose', agreementId: idOf('a'), what: 'capture' } as const;
    expect(refusal(stages.visiting(), propose)).toBe('R14: say first why this page concerns you');
  });

  it('is not made before both have agreed, each by their own code', () => {
    const start = { kind: 'start-capture', captureId: idOf('c') } as const;
    expect(refusal(stages.proposed(), start)).toContain('R2: both have to agree');
    const one = stages.proposed().must({ kind: 'agree', personId: RJT }, { signers: [RJT] });
    expect(refusal(one, start)).toContain('R2: both have to agree');
    expect(refusal(one, { kind: 'agree', personId: IMS }, { signers: [RJT] })).toContain(
      'R8: each gives their own',
    );
    expect(refusal(one, { kind: 'agree', personId: RJT }, { signers: [RJT] })).toContain(
      'R8: this person has agreed',
    );
  });

  it('is not made for another page than was agreed', () => {
    const story = stages.agreed();
    story.must({
      kind: 'open-address',
      visitId: idOf('v2'),
      address: 'https://x.example/',
      cause: 'page',
    });
    story.must({
      kind: 'observe',
      observation: { kind: 'visit-finished', visitId: idOf('v2'), title: null },
    });
    expect(refusal(story, { kind: 'start-capture', captureId: idOf('c') })).not.toBe('allowed');
  });

  it('is kept only with every doubt answered, and none that matters', () => {
    const doubt = { doubtId: 'd1', code: 'NOT_OK', fact: 'Answered 404' };
    const story = stages.capturing().must({ ...MADE, state: 'partial', doubts: [doubt] });
    expect(refusal(story, KEEP)).toContain('R17: every doubtful point');
    const answer = { doubtId: 'd1', keep: false, reason: 'It matters' };
    expect(refusal(story, { ...KEEP, answers: [answer] })).toContain('R17: a point that matters');
    story.must({ ...KEEP, answers: [{ ...answer, keep: true }] });
  });

  it('numbers exhibits for each producer across the investigation', () => {
    const story = stages.kept();
    for (const [captureId, producerId, ref] of [
      [idOf('c2'), IMS, 'IMS/1'],
      [idOf('c3'), RJT, 'RJT/2'],
    ] as const) {
      story
        .must({ kind: 'propose', agreementId: captureId, what: 'capture' })
        .must({ kind: 'agree', personId: RJT })
        .must({ kind: 'agree', personId: IMS })
        .must({ kind: 'start-capture', captureId })
        .must(MADE)
        .must({ ...KEEP, captureId, exhibitId: captureId, producerId });
      expect(story.state.exhibits.at(-1)?.exhibitRef).toBe(ref);
    }
  });

  it('ends with the sitting: what was being made can never be kept', () => {
    const story = stages.checking().must({ kind: 'pause-sitting', reason: 'idle' });
    story.must({ kind: 'start-sitting', ...CONFIRMED });
    expect(refusal(story, KEEP)).toContain('R2: there is no such capture');
    expect(story.state.notKept.stopped).toBe(1);
  });
});

describe('the stop (R3, R4, R6, R37)', () => {
  it('counts as L2 until answered otherwise, and never goes down again from "yes"', () => {
    const story = stopped(stages.kept(), 'L2');
    expect(story.state.lock?.level).toBe('L2');
    story.must({ kind: 'answer-stop', pressedBy: RJT, what: 'under-18' });
    const lower = { kind: 'answer-stop', pressedBy: RJT, what: 'something-else' } as const;
    expect(refusal(story, lower)).toContain('R3: it was answered that it might be');
  });

  it('says what was under way and ends it', () => {
    const story = stages.capturing().must({ ...STOP, underWay: 'A capture was being made' });
    expect(story.state.lock?.underWay).toBe('A capture was being made');
    expect([story.state.capture, story.state.sitting]).toEqual([null, null]);
  });

  it('changes nothing at a second press', () => {
    const story = stopped(stages.kept(), 'L1');
    const before = story.state;
    story.must({ ...STOP, from: 'passphrase' });
    expect(story.state).toBe(before);
  });

  it('takes "mistake" from both reviewers only, and releases it only then', () => {
    const story = stages.kept().must(STOP);
    const mistake = { kind: 'answer-stop', pressedBy: RJT, what: 'mistake' } as const;
    expect(refusal(story, mistake, { signers: [RJT, DAP] })).toContain('R3: that it was a mistake');
    const release = { ...RELEASE, reason: 'mistake' } as const;
    const heads = { signers: [RJT, HEX] };
    const unsigned = 'R3: both reviewers have to sign first that nothing was suspected';
    expect(refusal(story, release, heads)).toBe(unsigned);
    story.must({ ...mistake, what: 'something-else' });
    expect(refusal(story, release, heads)).toBe(unsigned);
    story.must(mistake);
    for (const signers of [
      [RJT, IMS],
      [RJT, DAP],
    ])
      expect(refusal(story, release, { signers })).toContain('R3: the headteacher has to be one');
    story.must(release, heads);
    expect(released(stages.kept()).state.lock).toBeNull();
    expect(released(stages.kept()).state.pastLocks).toHaveLength(1);
  });

  it('releases at a mere request only at L1, whoever asks', () => {
    const asked = { ...RELEASE, reason: 'police-or-lado-request' } as const;
    const heads = { signers: [DAP, HEX] };
    const answers = ['under-18', 'mistake'] as const;
    expect(refusal(stages.kept().must(STOP), asked, heads)).toContain('R3: this needs a written');
    for (const what of answers) {
      const story = stages.kept().must(STOP);
      story.must({ kind: 'answer-stop', pressedBy: null, what });
      expect(refusal(story, asked, heads)).toBe(
        'R3: this needs a written instruction of the police',
      );
    }
    const story = stages.kept().must(STOP);
    story.must({ kind: 'answer-stop', pressedBy: null, what: 'something-else' });
    story.must(asked, heads);
  });

  it('has the chair approve a release where the headteacher is excluded, and only then', () => {
    const authorisedIds = [RJT, IMS, DAP, HEX, CSP];
    const approvers = (excludedIds: readonly string[], subjectKind: SubjectKind) => {
      const { facts } = stages.created().state;
      if (facts === null) throw new Error('an investigation expected');
      const open = authorisedIds.filter((id) => !excludedIds.includes(id));
      const changed = { ...facts, excludedIds, subjectKind, authorisedIds: open };
      return releaseApproverIds({ ...initialState, facts: changed }, contextOf());
    };
    expect(approvers([], 'pupil')).toEqual([HEX]);
    expect(approvers([HEX], 'pupil')).toEqual([CSP]);
    expect(approvers([HEX], 'headteacher')).toEqual([CSP]);
    expect(releaseApproverIds(initialState, contextOf())).toEqual([]);
  });

  it('stays locked after a release for the police, which opens it for them alone', () => {
    const story = stopped(stages.signed(), 'L2');
    const found = { custodianIds: [DAP], exhibits: 1, statement: MADE.digest };
    const release = { kind: 'release', document: 'Letter', ...found } as const;
    expect(
      refusal(story, { ...release, reason: 'police-or-lado-request' }, { signers: [RJT, HEX] }),
    ).toContain('R3');
    story.must({ ...release, reason: 'police-instruction' }, { signers: [RJT, HEX] });
    story.must(START_EXPORT, { sitting: null, signers: [DAP, HEX] });
    expect(refusal(story, { kind: 'conclude', rows: ['x'] })).toContain('R6');
  });

  it('asks both reviewers how they are before it can be closed', () => {
    const story = released(stages.kept())
      .must({ kind: 'start-sitting', ...CONFIRMED })
      .must({ kind: 'complete-review' })
      .must({ kind: 'conclude', rows: ['Refer'] })
      .must(SIGN)
      .must(JUDGE, { signers: [DAP, HEX] })
      .must(SIGN);
    expect(refusal(story, CLOSE_SAID)).toContain('R37');
    story.must({ kind: 'note-welfare', personId: RJT, wantsToTalk: false });
    story.must({ kind: 'note-welfare', personId: IMS, wantsToTalk: true });
    story.must(CLOSE_SAID);
  });
});

describe('record, judgement, export (R18, R19, R21, R29)', () => {
  it('is signed only when finished and concluded', () => {
    expect(refusal(stages.kept(), SIGN)).toBe('R19: the review is not finished yet');
    expect(refusal(stages.completed(), SIGN)).toBe('R19: the conclusion is not written yet');
  });

  it('is superseded by a version with the judgement, never changed', () => {
    const story = stages.signed();
    expect(refusal(story, { kind: 'conclude', rows: ['Other'] })).toContain('R18');
    expect(refusal(story, SIGN)).toContain('R18: both have signed');
    story.must(JUDGE, { signers: [DAP, HEX] }).must(SIGN);
    expect(story.state.records.map(({ version, supersedes }) => [version, supersedes])).toEqual([
      [1, null],
      [2, 1],
    ]);
  });

  it('voids the first signature when the conclusion changes', () => {
    const give = { kind: 'give-signature', personId: RJT, formDigest: MADE.digest } as const;
    const story = stages
      .concluded()
      .must(give)
      .must({ kind: 'conclude', rows: ['Other'] });
    expect(story.state.signatureGiven).toBeNull();
  });

  it('is not judged by both reviewers, without reasons, or against its own outcome', () => {
    expect(refusal(stages.signed(), JUDGE)).toContain('R19: at least one of the two who judge');
    const by = { signers: [DAP, HEX] };
    expect(refusal(stages.signed(), { ...JUDGE, reasons: ' ' }, by)).toContain('R19: the reasons');
    expect(refusal(stages.signed(), { ...JUDGE, substance: false }, by)).toContain(
      'R19: the outcome does not fit',
    );
  });

  it('takes no internal step while the police are involved, until the authority is released', () => {
    const story = stages.police().must(SIGN);
    const by = { signers: [DAP, HEX] };
    expect(refusal(story, JUDGE, by)).toBe(
      'R21: while the police are involved the school takes no step of its own',
    );
    expect(refusal(story, CLOSE_SAID)).toContain('R21');
    story.must({ kind: 'release-authority', document: 'Letter', reference: '42' });
    story.must(JUDGE, by);
  });

  it('leaves by the DSL and the headteacher, in that order, once signed', () => {
    expect(refusal(stages.concluded(), START_EXPORT, { signers: [DAP, HEX] })).toContain('R19');
    expect(refusal(stages.signed(), START_EXPORT, { signers: [HEX, DAP] })).toContain(
      'R29: the first of the two',
    );
    expect(refusal(stages.signed(), START_EXPORT, { signers: [DAP, RJT] })).toContain(
      'R29: the second of the two',
    );
    expect(refusal(stages.judged(), START_EXPORT, { signers: [DAP, HEX] })).toContain('R18');
    const unnamed = { ...START_EXPORT, lawfulBasis: ' ' };
    expect(refusal(stages.signed(), unnamed, { signers: [DAP, HEX] })).toContain('R29: recipient');
  });

  it('records who looked at an exhibit', () => {
    const story = stages.kept().must({ kind: 'look-at-exhibit', exhibitId: EXHIBIT });
    expect(story.entries.at(-1)?.event).toMatchObject({
      exhibitRef: 'RJT/1',
      personIds: [RJT, IMS],
    });
  });

  it('records a comparison with the earlier capture first, and a look at each', () => {
    for (const exhibitIds of [
      [EXHIBIT, LATER_EXHIBIT],
      [LATER_EXHIBIT, EXHIBIT],
    ] as const) {
      const story = stages.keptTwice().must({ kind: 'compare-exhibits', exhibitIds });
      const personIds = [RJT, IMS];
      expect(story.entries.slice(-3).map(({ event }) => event)).toEqual([
        {
          ...{ kind: 'exhibits-compared', earlierId: EXHIBIT, earlierRef: 'RJT/1' },
          ...{ laterId: LATER_EXHIBIT, laterRef: 'RJT/2', personIds },
        },
        { kind: 'exhibit-viewed', exhibitId: EXHIBIT, exhibitRef: 'RJT/1', personIds },
        { kind: 'exhibit-viewed', exhibitId: LATER_EXHIBIT, exhibitRef: 'RJT/2', personIds },
      ]);
    }
  });

  it('refuses to compare a capture with itself, with a part, with what is not known, after a stop', () => {
    const comparedWith = (other: string) =>
      ({ kind: 'compare-exhibits', exhibitIds: [EXHIBIT, other] }) as const;
    const two = stages.keptTwice();
    expect(refusal(two, comparedWith(EXHIBIT))).toBe(
      'R15: a capture can’t be compared with itself',
    );
    const part = stages.partAgreed().must(KEEP_PART);
    for (const [story, other] of [
      [two, VISIT],
      [part, KEEP_PART.exhibitId],
    ] as const) {
      expect(refusal(story, comparedWith(other))).toBe(
        'R15: only two captures that were kept can be compared',
      );
    }
    expect(refusal(stages.keptTwice().must(STOP), comparedWith(LATER_EXHIBIT))).toContain('R6');
    const police = stages.keptTwice().must(STOP);
    police.must({ ...RELEASE, reason: 'police-instruction' }, { signers: [RJT, HEX] });
    police.must({ kind: 'look-at-exhibit', exhibitId: EXHIBIT });
    expect(refusal(police, comparedWith(LATER_EXHIBIT))).toContain('R6');
    expect(refusal(released(stages.keptTwice()), comparedWith(LATER_EXHIBIT))).toBe('allowed');
  });

  it('refuses a call to the police dated in the future', () => {
    const at = '2030-01-01T00:00:00.000Z';
    expect(refusal(stages.kept().must(STOP), { ...CALL, at })).toContain('R15');
  });
});

/** The pictures of the open page's site agreed by both, and shown plain. */
function withPictures(): Story {
  return agreed(veiled(), 'pictures').must({ kind: 'load-again', cause: 'pictures-on' });
}

/** The pictures of the open page's site agreed by both, and shown veiled. */
function veiled(story = stages.visiting()): Story {
  return agreed(story, 'veiled').must({ kind: 'load-again', cause: 'veiled-on' });
}

function agreed(story: Story, what: 'veiled' | 'pictures'): Story {
  return story
    .must({ kind: 'propose', agreementId: idOf(what), what })
    .must({ kind: 'agree', personId: RJT })
    .must({ kind: 'agree', personId: IMS });
}
