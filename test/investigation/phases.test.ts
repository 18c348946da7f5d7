import { describe, expect, it } from 'vitest';
import type { CommandOf } from '#src/investigation/commands.ts';
import { sessionFor } from '#src/investigation/excepting.ts';
import { PHASE_MS, phaseUnderWay } from '#src/investigation/phases.ts';
import { currentVisit } from '#src/investigation/state.ts';
import {
  CAPTURE,
  END_PHASE,
  EXCEPTION,
  idOf,
  IMS,
  PROPOSE_EXCEPTION,
  PROPOSE_LOG_IN,
  PROPOSE_NOTICE,
  RJT,
  stages,
  VISIT,
  type Story,
} from './story.ts';

const SITE = 'https://feed.example';
const committed = (address: string): CommandOf<'observe'> => {
  const committed = { visitId: VISIT, address, status: 200, serverAddress: null };
  return { kind: 'observe', observation: { kind: 'visit-committed', ...committed } };
};

function refused(story: Story, ...told: Parameters<Story['tell']>): string | null {
  const decision = story.tell(...told);
  return decision.ok ? null : decision.reason;
}

function agreed(story: Story): Story {
  return story
    .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
    .must({ kind: 'agree', personId: IMS }, { signers: [IMS] });
}

describe('proposeException of a log-in', () => {
  it('needs the name of the account, which stands in the statement and in both entries', () => {
    const words = 'a log-in needs the name of the school’s account, and nothing else does';
    expect(refused(stages.visiting(), { ...PROPOSE_LOG_IN, account: null })).toBe(words);
    expect(refused(stages.visiting(), { ...PROPOSE_LOG_IN, account: ' ' })).toBe(words);
    expect(refused(stages.visiting(), { ...PROPOSE_EXCEPTION, account: 'x' })).toBe(words);
    const story = stages.visiting().must(PROPOSE_LOG_IN);
    expect(story.state.agreement?.statement).toContain('The account is “northfield-viewer”.');
    expect(story.state.exceptionAsked).toMatchObject({ account: 'northfield-viewer', site: SITE });
    expect(stages.loggingIn().state.exceptions).toMatchObject([
      { account: 'northfield-viewer', phase: { ended: null }, endedAt: null },
    ]);
  });

  it('excludes script requests by POST for the same site, in either order, and says why', () => {
    expect(refused(stages.excepted(), { ...PROPOSE_LOG_IN, agreementId: idOf('b') })).toMatch(
      /scripts may send now, and nothing may be posted while logged in/u,
    );
    expect(refused(stages.loggedIn(), { ...PROPOSE_EXCEPTION, agreementId: idOf('b') })).toMatch(
      /you are logged in to this site, and nothing may be posted/u,
    );
    expect(refused(stages.loggedIn(), { ...PROPOSE_NOTICE, agreementId: idOf('b') })).toMatch(
      /end the log-in, dismiss the notice, then log in again/u,
    );
  });

  it('is refused where the password could be read on its way', () => {
    const at = (address: string): Story => stages.visiting().must(committed(address));
    expect(refused(at('http://feed.example/7'), PROPOSE_LOG_IN)).toMatch(/not encrypted/u);
    expect(refused(at('http://127.0.0.1.example/7'), PROPOSE_LOG_IN)).toMatch(/not encrypted/u);
    expect(refused(at('http://127.0.0.1:8080/7'), PROPOSE_LOG_IN)).toBeNull();
    expect(refused(at('http://feed.example/7'), PROPOSE_NOTICE)).toBeNull();
  });
});

describe.each([
  ['log-in', stages.loggingIn, 'a log-in is under way'],
  ['notice', stages.dismissing, 'a notice is being dismissed'],
] as const)('the phase of a %s', (_name, from, said) => {
  it('lets nothing be captured, nothing else be asked, no other page be opened and the review not end', () => {
    const agreementId = idOf('b');
    const told: readonly Parameters<Story['tell']>[0][] = [
      { kind: 'propose', agreementId, what: 'capture' },
      { kind: 'propose', agreementId, what: 'veiled' },
      { kind: 'propose-archive', agreementId, categories: ['C14'] },
      { kind: 'start-capture', captureId: CAPTURE },
      { ...PROPOSE_EXCEPTION, agreementId },
      { kind: 'open-address', visitId: idOf('v2'), address: `${SITE}/8`, cause: 'typed' },
      { kind: 'open-address', visitId: idOf('v2'), address: `${SITE}/8`, cause: 'back' },
      { kind: 'complete-review' },
      { kind: 'end-exception', agreementId: EXCEPTION },
    ];
    for (const command of told) expect(refused(from(), command), command.kind).toContain(said);
    expect(refused(from(), { kind: 'load-again', cause: 'again' })).toBeNull();
  });

  it('records addresses without query, fragment, path parameter and user information', () => {
    const story = from();
    const [to, bare] = [`https://u:p@feed.example/in;sid=1/x?token=2#3`, `${SITE}/in/x`];
    story.must({ kind: 'open-address', visitId: idOf('v2'), address: to, cause: 'page' });
    expect(currentVisit(story.state)?.address).toBe(bare);
    story.must(committed(to));
    story.must({
      kind: 'observe',
      observation: { kind: 'visit-moved', visitId: VISIT, address: to },
    });
    story.must({
      kind: 'observe',
      observation: { kind: 'visit-redirected', visitId: VISIT, from: to, to, status: 302 },
    });
    story.must({ kind: 'observe-refusal', what: 'post', address: to, count: 1 });
    story.must({ kind: 'observe-refusal', what: 'dialogue', address: 'Secret 1234?', count: 1 });
    const since = JSON.stringify(story.entries.slice(-6).map(({ event }) => event));
    expect(since).toContain(bare);
    expect(since).not.toMatch(/token|sid=|u:p|Secret/u);
  });

  it('ends with its session when it is given up or its time is up, which asks nobody', () => {
    for (const how of ['given-up', 'time'] as const) {
      const story = from().must({ ...END_PHASE, how }, how === 'time' ? { sitting: null } : {});
      expect(phaseUnderWay(story.state)).toBeNull();
      expect(story.state.exceptions).toMatchObject([{ phase: { ended: { how, requests: 1 } } }]);
      expect(story.state.exceptions[0]?.endedAt).not.toBeNull();
      expect(sessionFor(story.state, `${SITE}/7`)).toBeNull();
    }
    expect(refused(from(), { ...END_PHASE, how: 'given-up' }, { sitting: null })).not.toBeNull();
    expect(refused(from(), { ...END_PHASE, how: 'time', agreementId: idOf('b') })).toBe(
      'nothing of the kind is under way',
    );
  });

  it('is gone with the sitting', () => {
    const story = from().must({ kind: 'pause-sitting', reason: 'pause' });
    expect(story.state.exceptions).toEqual([]);
  });
});

describe('endPhase', () => {
  it('lets the session continue for its site alone, and a capture be asked for again', () => {
    const { state } = stages.loggedIn();
    expect(state.exceptions).toMatchObject([{ endedAt: null, phase: { ended: { how: 'done' } } }]);
    expect(sessionFor(state, `${SITE}/other?x=1`)).toBe(SITE);
    expect(sessionFor(state, 'https://feed.example.net/')).toBeNull();
    const capture = { kind: 'propose', agreementId: idOf('b'), what: 'capture' } as const;
    expect(refused(stages.loggedIn(), capture)).toBeNull();
  });

  it('takes what was pressed of a notice, and of nothing else', () => {
    const done = { ...END_PHASE, how: 'done' } as const;
    expect(refused(stages.dismissing(), done)).toBe('say which of its buttons you pressed');
    expect(refused(stages.loggingIn(), { ...done, pressed: 'closed' })).toBe(
      'no button is asked about here',
    );
    const story = stages.dismissing().must({ ...done, pressed: 'refused-all' });
    expect(story.state.exceptions[0]?.phase?.ended?.pressed).toBe('refused-all');
  });

  it('goes on where the phase began, with the query that was on record before', () => {
    const before = stages.flagged().must(committed(`${SITE}/7?board=3`));
    const story = agreed(before.must(PROPOSE_LOG_IN)).must({ kind: 'begin-exception' });
    story.must(committed(`${SITE}/7?ticket=1`));
    expect(currentVisit(story.state)?.finalAddress).toBe(`${SITE}/7`);
    story.must(END_PHASE);
    expect(currentVisit(story.state)?.finalAddress).toBe(`${SITE}/7?board=3`);
  });

  it('keeps addresses without query', () => {
    const requests = [{ method: 'POST', address: `${SITE}/in?password=1`, count: 2 }];
    const story = stages.loggingIn().must({ ...END_PHASE, requests, more: 3 });
    expect(story.entries.at(-1)?.event).toMatchObject({
      requests: [{ method: 'POST', address: `${SITE}/in`, count: 2 }],
    });
    expect(story.state.exceptions[0]?.phase?.ended?.requests).toBe(5);
  });
});

describe('a session that continues', () => {
  it('ends when another site is opened, by the two or by the page, and not within its own', () => {
    const open = (address: string, cause: 'typed' | 'page') =>
      stages.loggedIn().must({ kind: 'open-address', visitId: idOf('v2'), address, cause }).state;
    expect(open(`${SITE}/8`, 'typed').exceptions[0]?.endedAt).toBeNull();
    expect(open(`${SITE}/8`, 'page').exceptions[0]?.endedAt).toBeNull();
    expect(open('https://other.example/', 'typed').exceptions[0]?.endedAt).not.toBeNull();
    expect(open('https://other.example/', 'page').exceptions[0]?.endedAt).not.toBeNull();
    const led = stages.loggedIn().must({ kind: 'leave-site', address: 'https://other.example/' });
    expect(led.state.exceptions[0]?.endedAt).not.toBeNull();
  });

  it('is one for its site: with one exception end all that it was for', () => {
    const story = stages.dismissing().must({ ...END_PHASE, pressed: 'closed' });
    agreed(story.must({ ...PROPOSE_LOG_IN, agreementId: idOf('b') })).must({
      kind: 'begin-exception',
    });
    expect(story.state.exceptions.map(({ endedAt }) => endedAt)).toEqual([null, null]);
    story.must({ ...END_PHASE, agreementId: idOf('b'), how: 'given-up' });
    expect(story.state.exceptions.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });
});

describe('PHASE_MS', () => {
  it('is 5 minutes for a log-in and 2 for a notice', () => {
    expect(PHASE_MS).toEqual({ 'viewing-account': 300_000, 'consent-banner': 120_000 });
  });
});
