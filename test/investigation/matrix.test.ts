import { describe, expect, it } from 'vitest';
import type { CommandKind } from '#src/investigation/commands.ts';
import { COMMAND_KINDS } from '#src/investigation/decide.ts';
import {
  closed,
  EXC,
  OTHER_COMPUTER,
  RJT,
  SAMPLES,
  stopped,
  type Presence,
  type Story,
} from './story.ts';

const WHO = ['nobody', 'one', 'the same twice', 'two', 'expired', 'recused'] as const;
const LEVELS = ['open', 'L1', 'L2', 'closed'] as const;
type Level = (typeof LEVELS)[number];

/** For each command and level, who is allowed, in the order of {@link WHO}: `x` allowed, `.` refused. */
const TWO = '...x..';
const KEYS = '...xx.';
const ANY = 'xxxxxx';
const NONE = '......';
const row = (open: string, l1 = NONE, l2 = NONE, shut = NONE) => ({
  open,
  L1: l1,
  L2: l2,
  closed: shut,
});

const EXPECTED: Readonly<Record<CommandKind, Readonly<Record<Level, string>>>> = {
  create: row(TWO),
  'name-reporter': row(TWO),
  'start-sitting': row(TWO, NONE, NONE, TWO),
  'note-clock': row(ANY),
  'note-egress': row(ANY),
  'pause-sitting': row(ANY, NONE, NONE, ANY),
  'end-sitting': row(TWO, NONE, NONE, TWO),
  'open-address': row(TWO),
  'load-again': row(TWO),
  observe: row(ANY),
  'observe-refusal': row(ANY),
  flag: row(TWO),
  'no-concern': row(TWO),
  propose: row(TWO),
  'propose-archive': row(TWO),
  'propose-again': row(TWO),
  'propose-part': row(TWO),
  'keep-part': row(TWO),
  'propose-exception': row(TWO),
  'begin-exception': row(TWO),
  'end-phase': row(TWO),
  'leave-site': row(ANY),
  'end-exception': row(TWO),
  agree: row(TWO),
  'give-wrong-code': row(TWO),
  'take-back': row(TWO),
  'drop-agreement': row(TWO),
  'start-capture': row(TWO),
  'finish-capture': row(ANY),
  'keep-capture': row(TWO),
  'discard-capture': row(TWO),
  'fail-capture': row(ANY),
  'stop-capture': row(ANY),
  'look-at-exhibit': row(TWO, NONE, NONE, TWO),
  'compare-exhibits': row(TWO, NONE, NONE, TWO),
  'complete-review': row(TWO),
  conclude: row(TWO),
  'view-document': row(TWO, NONE, NONE, TWO),
  'give-signature': row(TWO),
  'sign-record': row(TWO),
  judge: row(TWO),
  'start-export': row(TWO, NONE, NONE, TWO),
  'finish-export': row(ANY, NONE, NONE, ANY),
  'save-export': row(ANY, NONE, NONE, ANY),
  'fail-export': row(ANY, NONE, NONE, ANY),
  stop: row(ANY, ANY, ANY, ANY),
  'call-police': row(NONE, KEYS, KEYS),
  'write-police-words': row(NONE, KEYS, KEYS),
  'answer-stop': row(NONE, KEYS, KEYS),
  'tell-people': row(NONE, KEYS, KEYS),
  'leave-stopped': row(NONE, KEYS, KEYS),
  release: row(NONE, KEYS, KEYS),
  'release-authority': row(KEYS, KEYS, KEYS),
  'note-welfare': row('.xxxxx', '.xxxxx', '.xxxxx'),
  'replace-computer': row(KEYS),
  close: row(TWO),
  'note-refused-attempt': row(ANY, NONE, NONE, ANY),
  'note-refused-call': row(ANY, NONE, NONE, ANY),
};

function storyAt(kind: CommandKind, level: Level): Story {
  const from = SAMPLES[kind].from;
  if (level === 'open') return from();
  if (level !== 'closed') {
    const story = from();
    // An investigation that does not exist yet can't be stopped: its twin that exists is.
    return stopped(story.state.facts === null ? SAMPLES['start-sitting'].from() : story, level);
  }
  const story = kind === 'compare-exhibits' ? closed(from()) : closed();
  if (!kind.endsWith('-export')) return story;
  story.tell(SAMPLES['start-export'].command, SAMPLES['start-export'].presence);
  if (kind === 'save-export') story.tell(SAMPLES['finish-export'].command);
  return story;
}

function presenceOf(kind: CommandKind, who: (typeof WHO)[number]): Presence {
  const right = SAMPLES[kind].presence ?? {};
  const here = right.computerId === undefined ? {} : { computerId: right.computerId };
  switch (who) {
    case 'nobody':
      return { ...here, sitting: null, signers: [] };
    case 'one':
      return { ...here, sitting: [RJT], signers: [RJT] };
    case 'the same twice':
      return { ...here, sitting: [RJT, RJT], signers: [RJT, RJT] };
    case 'two':
      return right;
    case 'expired':
      return { ...right, expired: true };
    case 'recused':
      return { ...here, sitting: [RJT, EXC], signers: [RJT, EXC] };
  }
}

describe('decide', () => {
  const counts = { allowed: 0, refused: 0 };

  describe.each(COMMAND_KINDS)('%s', (kind) => {
    it.each(LEVELS)('is answered as the table says when %s', (level) => {
      const answers = WHO.map((who) => {
        const story = storyAt(kind, level);
        const before = story.entries.length;
        const decision = story.tell(SAMPLES[kind].command, presenceOf(kind, who));
        if (decision.ok) counts.allowed += 1;
        else {
          counts.refused += 1;
          expect(story.entries).toHaveLength(before);
          expect(decision.rule).toMatch(/^R\d+$/);
          expect(decision.reason).toMatch(/^\P{Lu}.*[^.]$|^LADO/u);
        }
        return decision.ok ? 'x' : '.';
      });
      expect(answers.join('')).toBe(EXPECTED[kind][level]);
    });
  });

  it('answers every command × people × level of the table', () => {
    const total = COMMAND_KINDS.length * WHO.length * LEVELS.length;
    expect(counts.allowed + counts.refused).toBe(total);
    console.info(`matrix: ${total} cells, ${counts.allowed} allowed, ${counts.refused} refused`);
  });

  it('refuses every command on another computer but the exception and the stop', () => {
    for (const kind of COMMAND_KINDS) {
      const { from, command, presence } = SAMPLES[kind];
      const story = from();
      if (story.state.facts === null) continue;
      const decision = story.tell(command, { ...presence, computerId: OTHER_COMPUTER });
      const allowed = kind === 'replace-computer' || kind === 'stop';
      expect([kind, decision.ok]).toEqual([kind, allowed]);
      if (!decision.ok) expect([kind, decision.rule]).toEqual([kind, 'R10']);
    }
  });
});
