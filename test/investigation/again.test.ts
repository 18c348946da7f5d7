import { describe, expect, it } from 'vitest';
import { decide } from '#src/investigation/decide.ts';
import { parseEvent } from '#src/investigation/events.ts';
import type { Command } from '#src/investigation/commands.ts';
import {
  CAPTURE,
  contextOf,
  idOf,
  IMS,
  MADE,
  PROPOSE_AGAIN,
  RJT,
  stages,
  type Story,
} from './story.ts';

const AGAIN = idOf('capture-again');
const START = { kind: 'start-capture', captureId: AGAIN } as const;

function refusal(story: Story, command: Command): string {
  const decision = decide(story.state, command, contextOf());
  return decision.ok ? 'allowed' : `${decision.rule}: ${decision.reason}`;
}

function lastKinds(story: Story, count: number): string[] {
  return story.entries.slice(-count).map(({ event }) => event.kind);
}

describe('proposeAgain', () => {
  it('is open while something lies over the page in a capture to judge, and not otherwise', () => {
    expect(refusal(stages.covered(), PROPOSE_AGAIN)).toBe('allowed');
    expect(refusal(stages.checking(), PROPOSE_AGAIN)).toBe('R2: nothing over the page is in doubt');
    expect(refusal(stages.capturing(), PROPOSE_AGAIN)).toContain('R2: there is no such capture');
    expect(refusal(stages.flagged(), PROPOSE_AGAIN)).toContain('R2: there is no such capture');
    const another = { ...PROPOSE_AGAIN, captureId: idOf('another') };
    expect(refusal(stages.covered(), another)).toContain('R2: there is no such capture');
  });

  it('is refused where another page came in its place meanwhile', () => {
    const link = { kind: 'open-address', visitId: idOf('v2'), cause: 'page' } as const;
    const moved = stages.covered().must({ ...link, address: 'https://feed.example/8' });
    expect(refusal(moved, PROPOSE_AGAIN)).toContain('R2: ');
    expect(
      refusal(stages.againAgreed().must({ ...link, address: 'https://feed.example/8' }), START),
    ).not.toBe('allowed');
  });

  it('attests the capture itself too, word for word', () => {
    const story = stages.covered().must(PROPOSE_AGAIN);
    expect(story.state.agreement).toMatchObject({ what: 'overlays', secondLook: false });
    expect(story.state.agreement?.statement).toMatch(
      /^I suspect no indecent image .* captured again/u,
    );
  });

  it('lets go of the first capture only when both agreed and the second begins', () => {
    const one = stages.covered().must(PROPOSE_AGAIN);
    one.must({ kind: 'agree', personId: RJT }, { signers: [RJT] });
    expect(refusal(one, START)).toContain('R2: ');
    expect(one.state.capture?.captureId).toBe(CAPTURE);
    const story = stages.againAgreed();
    expect(story.state.capture?.captureId).toBe(CAPTURE);
    story.must(START);
    expect(lastKinds(story, 2)).toEqual(['capture-discarded', 'capture-started']);
    expect(story.state.capture).toMatchObject({ captureId: AGAIN, overlays: true, made: null });
    expect(story.state.notKept.discarded).toBe(1);
    expect(story.state.agreed).toBeNull();
  });

  it('is not asked a second time of the capture that has the second picture', () => {
    const doubts = [{ doubtId: 'd1', code: 'CONSENT', fact: 'x' }];
    const story = stages
      .againAgreed()
      .must(START)
      .must({ ...MADE, state: 'partial', doubts });
    const command = { ...PROPOSE_AGAIN, captureId: AGAIN };
    expect(refusal(story, command)).toBe('R2: nothing over the page is in doubt');
  });

  it('is gone with the capture that was discarded instead', () => {
    const story = stages.covered().must(PROPOSE_AGAIN);
    story.must({ kind: 'discard-capture', captureId: CAPTURE, reason: 'Blurred' });
    expect(story.state.agreement).toBeNull();
    expect(refusal(story, { kind: 'agree', personId: IMS })).toContain('R2: nothing is waiting');
  });
});

describe('a second request', () => {
  const PROPOSE = { kind: 'propose', agreementId: idOf('twice'), what: 'capture' } as const;

  it('is off unless it was part of what both agreed to', () => {
    expect(stages.capturing().state.capture?.secondLook).toBe(false);
    const story = stages.flagged().must({ ...PROPOSE, secondLook: true });
    expect(lastKinds(story, 2)).toEqual(['agreement-proposed', 'second-look-asked']);
    expect(story.state.agreement?.statement).toContain('asked for this page a second time');
    story.must({ kind: 'agree', personId: RJT }, { signers: [RJT] });
    story.must({ kind: 'agree', personId: IMS }, { signers: [IMS] }).must(START);
    expect(story.state.capture).toMatchObject({ secondLook: true, overlays: false });
  });

  it('is no part of what is asked about pictures', () => {
    const story = stages.flagged().must({ ...PROPOSE, what: 'veiled', secondLook: true });
    expect(lastKinds(story, 1)).toEqual(['agreement-proposed']);
    expect(story.state.agreement?.secondLook).toBe(false);
  });

  it('is an entry that can be read back', () => {
    const payload = { v: 1, agreementId: idOf('twice'), visitId: idOf('visit') };
    expect(parseEvent('second-look-asked', payload)).toMatchObject({ kind: 'second-look-asked' });
    expect(() => parseEvent('second-look-asked', { ...payload, more: 1 })).toThrow(
      expect.objectContaining({ code: 'INVESTIGATION_EVENT_MALFORMED' }),
    );
  });
});
