import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { exhibitRecords } from '#src/app/exhibit-records.ts';
import type { FoldedEntry } from '#src/app/folded.ts';
import type { ExhibitRef } from '#src/exhibit/exhibit-ref.ts';
import { encodeEvent, type InvestigationEvent } from '#src/investigation/events.ts';
import { exhibitsFile } from '#src/pack/exhibits-file.ts';
import type { AboutCapture, AboutV1 } from '#src/pack/format.ts';
import { custodyOf } from '#src/verify/custody.ts';
import { isFields } from '#src/verify/fields.ts';
import type { LedgerFacts } from '#src/verify/ledger.ts';

const id = (letter: string): string => letter.repeat(26);
const DIGEST = `sha256:${'0'.repeat(64)}` as const;
const PAIR = [id('a'), id('b')] as const;
const AT = '2026-11-17T10:00:00.000Z';

function kept(exhibitId: string, exhibitRef: ExhibitRef): InvestigationEvent {
  return {
    ...{ kind: 'capture-kept', captureId: id('q'), exhibitId, exhibitRef, visitId: id('v') },
    ...{ producerId: PAIR[0], address: 'https://a.example/', capturedAt: AT, state: 'partial' },
    ...{ missing: [], answers: [], digest: DIGEST, sizeBytes: 1, files: [] },
  };
}

function started(exportId: string, recipient: string): InvestigationEvent {
  const to = { recipient, organisation: 'Nowhere', purpose: 'Advice', lawfulBasis: 'Act' };
  return { kind: 'export-started', exportId, ...to, signedByIds: PAIR };
}

/** A history with everything that can happen to an exhibit, and things that happen to others or to nothing. */
const EVENTS: readonly InvestigationEvent[] = [
  {
    ...{ kind: 'investigation-created', reference: 'EHS-1', title: 'T', reason: 'R', scope: 'S' },
    ...{ subjectKind: 'pupil', reviewerIds: PAIR, authorisedIds: [], excludedIds: [] },
    ...{ computerId: id('c'), demonstration: true, signedByIds: PAIR },
  },
  kept(id('x'), 'RJT/1'),
  { kind: 'exhibit-viewed', exhibitId: id('x'), exhibitRef: 'RJT/1', personIds: PAIR },
  kept(id('y'), 'RJT/2'),
  { kind: 'exhibit-viewed', exhibitId: id('y'), exhibitRef: 'RJT/2', personIds: PAIR },
  {
    ...{ kind: 'locked', stoppedAt: AT, from: 'sitting', personIds: [], visitId: null },
    underWay: null,
  },
  {
    ...{ kind: 'released', reason: 'mistake', level: 'L1', document: 'D', custodianIds: [] },
    ...{ approverIds: PAIR, exhibits: 2, statement: DIGEST },
  },
  started(id('d'), 'LADO'),
  {
    ...{ kind: 'export-made', exportId: id('d'), fileName: 'a.zip', sizeBytes: 1 },
    ...{ packDigest: DIGEST, sealDigest: DIGEST, exhibitRefs: ['RJT/2'], verified: true },
    findings: [],
  },
  started(id('e'), 'Nobody'),
  { kind: 'export-failed', exportId: id('e'), code: 'FORM_RENDER_FAILED' },
  {
    ...{ kind: 'computer-replaced', fromId: id('c'), toId: id('k'), document: 'Note' },
    signedByIds: PAIR,
  },
  started(id('p'), 'PC 0000'),
];

const recordedAt = (index: number): string => `2026-11-17T11:${10 + index}:00.000Z`;
const ENTRIES: readonly FoldedEntry[] = EVENTS.map((event, index) => ({
  ...{ index, recordedAt: recordedAt(index), kind: event.kind, sittingId: null, event },
}));
const PAYLOADS = EVENTS.map((event) => encodeEvent(event).payload);

const LEDGER = {
  lines: EVENTS.map(({ kind }, index) => ({ index, kind, recordedAt: recordedAt(index) })),
  disclosed: EVENTS.map(({ kind }, index) => ({ index, kind, payload: PAYLOADS[index] })),
} as unknown as LedgerFacts;

/** What the writer puts into a pack of these entries. */
function written(): readonly { readonly custody: JsonValue }[] {
  const records = exhibitRecords(ENTRIES, {
    exportId: id('p'),
    personOf: (personId) => ({ personId, name: 'N', position: 'P', initials: 'RJT' }),
    computerOf: (computerId) => ({ computerId, name: 'L', location: 'O', assetNo: '1' }),
  });
  const exhibits = records.map((record) => ({
    ...{ kind: 'capture' as const, exhibitRef: record.exhibit.exhibitRef, record, files: [] },
    ...{ exhibitId: record.exhibit.exhibitId, address: '', capturedAt: AT, entryIndex: 0 },
  }));
  const file = JSON.parse(fromUtf8(exhibitsFile(exhibits))) as {
    readonly exhibits: readonly { readonly custody: JsonValue }[];
  };
  return file.exhibits;
}

describe('custodyOf', () => {
  it.each([
    ['RJT/1', id('x'), 1, 0],
    ['RJT/2', id('y'), 3, 1],
  ] as const)('makes of the ledger what the writer made of it, for %s', (ref, exhibitId, at, i) => {
    const exhibit = { exhibitRef: ref, exhibitId, entryIndex: at } as AboutCapture;
    const payload = PAYLOADS[at];
    if (!isFields(payload)) throw new RangeError('a payload expected');
    const about = { packId: id('p') } as AboutV1;
    const made = custodyOf(exhibit, payload, id('c'), { about, ledger: LEDGER });
    expect(made).toEqual(written()[i]?.custody);
  });

  it('has every kind of event, and none of another exhibit or of an export that failed', () => {
    const [first, second] = written().map(({ custody }) =>
      (custody as { readonly kind: string; readonly why: string }[]).map(({ kind, why }) =>
        kind === 'exported' ? why : kind,
      ),
    );
    const end = ['locked', 'released', 'moved', 'Copy for PC 0000, Nowhere'];
    expect(first).toEqual(['produced', 'stored', 'examined', ...end]);
    expect(second).toEqual([
      ...['produced', 'stored', 'examined', 'locked', 'released', 'Copy for LADO, Nowhere'],
      ...end.slice(2),
    ]);
  });
});
