import { describe, expect, it } from 'vitest';
import {
  isArchive,
  leavesOf,
  leavingExhibits,
  leavingParts,
  withheldOf,
} from '#src/app/export-scope.ts';
import type { FoldedEntry } from '#src/app/folded.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import {
  initialState,
  type Exhibit,
  type InvestigationState,
  type Lock,
  type Part,
  type SignedRecord,
} from '#src/investigation/state.ts';

const id = (letter: string): string => letter.repeat(26);
const digest = (digit: string) => `sha256:${digit.repeat(64)}` as const;

function exhibit(number: number, visitId: string): Exhibit {
  return {
    ...{ exhibitId: id('x'), captureId: id('q'), exhibitRef: `RJT/${number}`, visitId },
    ...{ producerId: id('a'), address: 'https://a.example/', capturedAt: '', state: 'complete' },
    ...{
      missing: [],
      digest: digest(String(number)),
      sizeBytes: 70 + number,
      files: [],
      answers: [],
    },
    entryIndex: number,
  };
}

function part(of: Exhibit, number: number): Part {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const parentRef = of.exhibitRef;
  return {
    ...{ exhibitId: id('z'), exhibitRef: `${parentRef}/1`, captureId: id('q'), parentRef },
    ...{ parentId: of.exhibitId, producerId: id('a'), markedAt: '', agreementId: id('b') },
    mark: {
      ...{ css: box, px: box, parents: [], username: 'a', displayName: '', shownAt: '' },
      ...{ said: '', why: 'b' },
    },
    ...{ personIds: [id('a'), id('c')], digest: digest(String(number)), sizeBytes: number },
    ...{ files: [], entryIndex: number },
  };
}

function locked(level: Lock['level'], visitId: string | null): Lock {
  return {
    ...{ stoppedAt: '', from: 'sitting', personIds: [], visitId, underWay: null, level },
    ...{ called: true, policeSaid: true, answer: null, told: true, left: true },
    release: 'police-instruction',
  };
}

const STATE: InvestigationState = {
  ...initialState,
  exhibits: [exhibit(1, id('v')), exhibit(2, id('w'))],
};

function refs(state: InvestigationState): readonly string[] {
  return leavingExhibits(state).map(({ exhibitRef }) => exhibitRef);
}

function entry(event: InvestigationEvent, index: number): FoldedEntry {
  return { index, recordedAt: '', kind: event.kind, sittingId: null, event };
}

describe('leavingExhibits', () => {
  it('lets all leave where nothing is locked, and after a stop for something else', () => {
    expect(refs(STATE)).toEqual(['RJT/1', 'RJT/2']);
    expect(refs({ ...STATE, lock: locked('L1', id('v')) })).toEqual(['RJT/1', 'RJT/2']);
  });

  it('keeps back what was captured of the page of an L2 stop, and all where no page is known', () => {
    expect(refs({ ...STATE, lock: locked('L2', id('v')) })).toEqual(['RJT/2']);
    expect(refs({ ...STATE, lock: locked('L2', null) })).toEqual([]);
  });
});

describe('leavingParts', () => {
  const first = { ...exhibit(1, id('v')), exhibitId: id('y') };
  const second = exhibit(2, id('w'));
  const state = {
    ...{ ...STATE, exhibits: [first, second] },
    parts: [part(first, 3), part(second, 4)],
  };

  it('lets a part leave only with its whole, and says what stays', () => {
    expect(leavingParts(state).map(({ exhibitRef }) => exhibitRef)).toEqual(['RJT/1/1', 'RJT/2/1']);
    const stopped = { ...state, lock: locked('L2', id('v')) };
    expect(leavingParts(stopped).map(({ exhibitRef }) => exhibitRef)).toEqual(['RJT/2/1']);
    expect(withheldOf({ state: stopped, entries: [] })).toMatchObject([
      { count: 2, digests: [digest('1'), digest('3')] },
    ]);
    expect(leavesOf(stopped, () => 0).map(({ path }) => path)).not.toContain(
      'data/exhibits/RJT-1-1',
    );
    expect(leavesOf(stopped, () => 0).map(({ path }) => path)).toContain('data/exhibits/RJT-2-1');
  });
});

describe('withheldOf', () => {
  it('names the digest of every exhibit that stays, and why', () => {
    const state = { ...STATE, lock: locked('L2', id('v')) };
    expect(withheldOf({ state, entries: [] })).toEqual([
      {
        what: 'Exhibits of what it was stopped for',
        why: 'Stopped on suspicion of an indecent image of somebody under 18: only text may leave',
        count: 1,
        digests: [digest('1')],
      },
    ]);
    expect(withheldOf({ state: STATE, entries: [] })).toEqual([]);
  });

  it('names the digests of full archives, which stay behind where their exhibit leaves', () => {
    const file = (name: string, digit: string) => ({
      ...{ name, mediaType: 'application/octet-stream', digest: digest(digit), sizeBytes: 1 },
      objectId: id('f'),
    });
    const files = [file('tile-0001.png', '5'), file('archive.wacz', '6'), file('page.mhtml', '7')];
    const state = { ...STATE, exhibits: [{ ...exhibit(1, id('v')), files }] };
    expect(withheldOf({ state, entries: [] })).toEqual([
      {
        what: 'Full archives',
        why: 'They hold pictures that nobody has looked at: they stay in the school’s vault',
        count: 2,
        digests: [digest('6'), digest('7')],
      },
    ]);
    expect(files.filter(isArchive).map(({ name }) => name)).toEqual(['archive.wacz', 'page.mhtml']);
  });

  it('names the digests of captures that were made and not kept; one that was never made has none', () => {
    const made = (captureId: string, digit: string): InvestigationEvent => ({
      ...{ kind: 'capture-made', captureId, state: 'complete', missing: [], doubts: [] },
      ...{ digest: digest(digit), sizeBytes: 1 },
    });
    const entries = [
      made(id('m'), '5'),
      { kind: 'capture-discarded', captureId: id('m'), reason: 'A pupil’s name' },
      made(id('n'), '6'),
      { kind: 'capture-stopped', captureId: id('n'), by: 'stop' },
      { kind: 'capture-stopped', captureId: id('o'), by: 'cancel' },
      made(id('r'), '7'),
    ] as const;
    const state = { ...STATE, notKept: { discarded: 1, failed: 0, stopped: 2 } };
    const withheld = withheldOf({ state, entries: entries.map(entry) });
    expect(withheld.map(({ what, count, digests }) => [what, count, digests])).toEqual([
      ['Captures that were discarded', 1, [digest('5')]],
      ['Captures that were stopped', 2, [digest('6')]],
    ]);
  });
});

describe('leavesOf', () => {
  it('shows sizes as far as they are known, and no size of 0', () => {
    const signed: SignedRecord = {
      ...{ kind: 'record-signed', version: 1, supersedes: null, personIds: [id('a'), id('b')] },
      ...{ formDigest: digest('1'), manifestDigest: digest('1'), signatureDigest: digest('1') },
      ...{ formObjectId: id('f'), manifestObjectId: id('f'), signatureObjectId: id('f') },
      ...{ withJudgement: false, signedAt: '', entryIndex: 9 },
    };
    const leaves = leavesOf({ ...STATE, records: [signed] }, (index) => 1000 + index);
    expect(leaves.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['data/records/version-1', 1009],
      ['data/exhibits/RJT-1', 71],
      ['data/exhibits/RJT-2', 72],
      ['data/documents/screenshot-sheet.pdf', null],
      ['data/documents/how-this-was-captured.pdf', null],
      ['data/documents/technical-report.pdf', null],
      ['data/record/exhibits.json', null],
      ['data/ledger', null],
    ]);
    expect(leavesOf({ ...STATE, exhibits: [] }, () => 1).map(({ path }) => path)).toEqual([
      'data/record/exhibits.json',
      'data/ledger',
    ]);
  });
});
