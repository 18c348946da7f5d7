import { describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { isClockOff, timeAnswerOf, timeAnswerWords } from '#src/core/time-source.ts';

const ASKED = '2026-11-17T10:40:00.000Z';
const ANSWER = {
  ...{ name: 'sntp://ntp.school.example', askedAt: ASKED, offsetMs: 300, delayMs: 4 },
  ...{ withinMs: 7, stratum: 2, samples: 3, error: null },
};

describe('timeAnswerWords', () => {
  it('says which way the clock is off, and how well that is known', () => {
    const said = 'By the time server ntp.school.example this computer’s clock was';
    expect(timeAnswerWords(ANSWER)).toBe(`${said} 0.3 s behind, within 0.1 s`);
    expect(timeAnswerWords({ ...ANSWER, offsetMs: -3_240, withinMs: 130 })).toBe(
      `${said} 3.2 s ahead, within 0.2 s`,
    );
    expect(timeAnswerWords({ ...ANSWER, offsetMs: -20 })).toBe(`${said} right, within 0.1 s`);
  });

  it('says why there is no time', () => {
    const none = { offsetMs: null, delayMs: null, withinMs: null, stratum: null, samples: 0 };
    expect(timeAnswerWords({ ...ANSWER, ...none, error: 'nobody there' })).toBe(
      'The time server ntp.school.example gave no time: nobody there',
    );
  });
});

describe('isClockOff', () => {
  it('is true from more than two seconds, either way', () => {
    for (const offsetMs of [2_001, -2_001, 9e12]) expect(isClockOff({ offsetMs })).toBe(true);
    for (const offsetMs of [2_000, -2_000, 0, null]) expect(isClockOff({ offsetMs })).toBe(false);
  });
});

describe('timeAnswerOf', () => {
  const source = { name: `sntp://${'x'.repeat(400)}`, ask: () => Promise.reject(new Error()) };

  it('keeps a refusal as a fact, and no other error’s words', async () => {
    const refusal = Promise.reject(new EvidenceError('TIME_UNKNOWN', 'time server expected more'));
    const answer = await timeAnswerOf(source, ASKED, refusal);
    expect(answer).toMatchObject({ askedAt: ASKED, offsetMs: null, samples: 0 });
    expect(answer.error).toBe('time server expected more');
    expect(answer.name).toHaveLength(300);
    const other = await timeAnswerOf(source, ASKED, Promise.reject(new Error('/home/somebody')));
    expect(other.error).toBe('it failed');
  });
});
