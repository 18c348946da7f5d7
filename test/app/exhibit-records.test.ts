import { describe, expect, it } from 'vitest';
import { exhibitRecords } from '#src/app/exhibit-records.ts';
import type { FoldedEntry } from '#src/app/folded.ts';
import { findCustodyGaps } from '#src/exhibit/custody.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';

const id = (letter: string): string => letter.repeat(26);
const PAIR = [id('a'), id('b')] as const;
const DIGEST = `sha256:${'0'.repeat(64)}` as const;

const created: InvestigationEvent = {
  ...{ kind: 'investigation-created', reference: 'EHS-1', title: 'T', reason: 'R', scope: 'S' },
  ...{ subjectKind: 'pupil', reviewerIds: PAIR, authorisedIds: [], excludedIds: [] },
  ...{ computerId: id('c'), demonstration: true, signedByIds: PAIR },
};

function kept(producerId: string, state: 'complete' | 'partial'): InvestigationEvent {
  return {
    ...{ kind: 'capture-kept', captureId: id('q'), exhibitId: id('x'), exhibitRef: 'RJT/1' },
    ...{ visitId: id('v'), producerId, address: 'https://a.example/', state, missing: [] },
    ...{ capturedAt: '2026-11-17T10:00:00.000Z', answers: [], digest: DIGEST, sizeBytes: 1 },
    files: [],
  };
}

/** One entry a minute; a kind alone is an entry whose words are out of reach. */
function records(events: readonly (InvestigationEvent | string)[]) {
  const entries = events.map((event, index): FoldedEntry => {
    const at = { index, recordedAt: `2026-11-17T10:0${index}:30.000Z`, sittingId: null };
    return typeof event === 'string'
      ? { ...at, kind: event, event: null }
      : { ...at, kind: event.kind, event };
  });
  return exhibitRecords(entries, {
    exportId: null,
    personOf: (personId) => ({ personId, name: personId, position: 'Head', initials: 'RJT' }),
    computerOf: (computerId) => ({ computerId, name: 'Laptop', location: 'Office', assetNo: '7' }),
  });
}

describe('exhibitRecords', () => {
  it('labels an exhibit with its producer, the other reviewer, the place and what it is', () => {
    const [first] = records([created, kept(PAIR[1], 'partial')]);
    expect(first?.exhibit).toMatchObject({
      ...{ exhibitRef: 'RJT/1', investigationRef: 'EHS-1', digest: DIGEST, parent: null },
      ...{ description: 'Incomplete capture of https://a.example/', computerId: id('c') },
      ...{ producedAt: '2026-11-17T10:00:00.000Z', place: 'Office, Laptop (asset 7)' },
      producedBy: { personId: PAIR[1] },
      witnessedBy: { personId: PAIR[0] },
    });
    const [complete] = records([created, kept(PAIR[0], 'complete')]);
    expect(complete?.exhibit.description).toBe('Capture of https://a.example/');
    expect(complete?.exhibit.witnessedBy.personId).toBe(PAIR[1]);
  });

  it('accounts for every moment of it, a lock whose words are out of reach too', () => {
    const [whole] = records([created, kept(PAIR[0], 'complete'), 'locked', 'released']);
    expect(whole?.custody.map(({ kind, entryIndex }) => [kind, entryIndex])).toEqual([
      ['produced', 1],
      ['stored', 1],
      ['locked', 2],
      ['released', 3],
    ]);
    expect(findCustodyGaps(whole?.custody ?? [], '2026-11-18T10:00:00.000Z')).toEqual([]);
  });

  it('leaves a use under lock in the history, where it shows as a gap', () => {
    const viewed: InvestigationEvent = {
      ...{ kind: 'exhibit-viewed', exhibitId: id('x'), exhibitRef: 'RJT/1', personIds: PAIR },
    };
    const [used] = records([created, kept(PAIR[0], 'complete'), 'locked', viewed]);
    const gaps = findCustodyGaps(used?.custody ?? [], '2026-11-18T10:00:00.000Z');
    expect(gaps.map(({ code, index }) => [code, index])).toEqual([['LOCKED_USE', 3]]);
  });

  it('has nothing where nothing was kept', () => {
    expect(records([created, 'locked'])).toEqual([]);
    expect(records([])).toEqual([]);
  });
});
