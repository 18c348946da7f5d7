import { describe, expect, it } from 'vitest';
import { isEvidenceError } from '#src/core/errors.ts';
import { encodeEvent, EVENT_KINDS, parseEvent } from '#src/investigation/events.ts';
import { released, SAMPLES, stages, VISIT, type Stage } from './story.ts';

const told = [
  ...(Object.keys(stages) as Stage[]).flatMap((stage) => stages[stage]().entries),
  ...Object.values(SAMPLES).flatMap(
    ({ from, command, presence }) => from().maybe(command, presence).entries,
  ),
  ...released(stages.kept()).entries,
].map(({ event }) => event);

describe('parseEvent', () => {
  it('reads back every event that stories record', () => {
    for (const event of told) {
      const { kind, payload } = encodeEvent(event);
      expect(parseEvent(kind, JSON.parse(JSON.stringify(payload)))).toEqual(event);
    }
    expect(new Set(told.map(({ kind }) => kind)).size).toBeGreaterThan(40);
    expect(EVENT_KINDS.length).toBeGreaterThanOrEqual(new Set(told.map(({ kind }) => kind)).size);
  });

  it('reads the true and false of the first entries as plain and not loaded', () => {
    for (const [said, pictures] of [
      [true, 'plain'],
      [false, 'not-loaded'],
    ] as const) {
      const payload = { v: 1, visitId: VISIT, address: 'https://feed.example/', cause: 'again' };
      expect(parseEvent('visit-reloaded', { ...payload, pictures: said })).toMatchObject({
        pictures,
      });
    }
  });

  it('throws INVESTIGATION_EVENT_MALFORMED when a field is missing, added, or of another type', () => {
    const values: readonly unknown[] = [
      undefined,
      null,
      7,
      -1,
      1.5,
      '',
      [],
      {},
      [null],
      true,
      'x'.repeat(20_000),
      '\ud800',
    ];
    let refused = 0;
    for (const event of told) {
      const payload: Record<string, unknown> = { v: 1, ...event };
      delete payload['kind'];
      const tries: Record<string, unknown>[] = [
        { ...payload, extra: 1 },
        { ...payload, v: 2 },
      ];
      for (const name of Object.keys(payload)) {
        const { [name]: _left, ...rest } = payload;
        tries.push(rest, ...values.map((value) => ({ ...payload, [name]: value })));
      }
      for (const one of tries) refused += isMalformed(event.kind, one) ? 1 : 0;
    }
    expect(refused).toBeGreaterThan(5000);
  });

  it('throws INVESTIGATION_EVENT_MALFORMED for an unknown kind and a payload that is no object', () => {
    expect(isMalformed('unheard-of', { v: 1 })).toBe(true);
    expect(isMalformed('__proto__', { v: 1 })).toBe(true);
    for (const junk of [null, 'x', 1, [], undefined])
      expect(isMalformed('sitting-ended', junk)).toBe(true);
  });

  it('reads the lock that the vault finishes at a start', () => {
    const payload = { v: 1, by: 'start', found: ['slot empty', 'shares missing'] };
    expect(parseEvent('locked', payload)).toMatchObject({
      kind: 'locked',
      from: 'start',
      stoppedAt: null,
    });
    expect(isMalformed('locked', { ...payload, found: 1 })).toBe(true);
  });
});

/** Whether parsing throws that code; any other error fails the test. */
function isMalformed(kind: string, payload: unknown): boolean {
  try {
    parseEvent(kind, payload);
    return false;
  } catch (error) {
    if (isEvidenceError(error, 'INVESTIGATION_EVENT_MALFORMED')) return true;
    throw error;
  }
}
