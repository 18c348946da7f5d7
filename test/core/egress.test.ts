import { describe, expect, it } from 'vitest';
import { EGRESS_NOT_CONFIGURED, egressWords, type EgressFacts } from '#src/core/egress.ts';

const ASKED: EgressFacts = {
  ...{ how: 'asked', source: 'http://10.0.0.9/ip', address: '203.0.113.7' },
  ...{ askedAt: '2026-11-17T10:40:00.000Z', error: null },
};

describe('egressWords', () => {
  it('says who says so, or that nobody does', () => {
    expect(egressWords(EGRESS_NOT_CONFIGURED)).toMatch(/is not configured$/u);
    expect(egressWords(ASKED)).toBe(
      'The school’s network goes out with the address 203.0.113.7, as http://10.0.0.9/ip said',
    );
    expect(egressWords({ ...ASKED, how: 'typed-in', source: null, askedAt: null })).toMatch(
      /203\.0\.113\.7, as it was typed in at set-up$/u,
    );
    expect(egressWords({ ...ASKED, address: null, error: 'silent' })).toMatch(
      /is not known: http:\/\/10\.0\.0\.9\/ip gave none \(silent\)$/u,
    );
  });
});
