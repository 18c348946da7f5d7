import { MHTML_NAME, WACZ_NAME } from '#src/capture/archive/names.ts';
import type { Digest } from '#src/core/digest.ts';
import { exhibitFileName } from '#src/exhibit/exhibit-ref.ts';
import { RESTRICTED_KINDS } from '#src/investigation/events.ts';
import type { Exhibit, InvestigationState, Part } from '#src/investigation/state.ts';
import type { PackInput } from '#src/pack/input.ts';
import type { Folded, FoldedEntry } from './folded.ts';

type Withheld = PackInput['withheld'][number];

/**
 * Exhibits that may leave. After a stop on suspicion (L2) nothing captured of that page may, even once the
 * keys are released; where no page is known to be the one, no exhibit may (procedure.md §2.4, R30).
 */
export function leavingExhibits({ exhibits, lock }: InvestigationState): readonly Exhibit[] {
  if (lock?.level !== 'L2') return exhibits;
  return exhibits.filter(({ visitId }) => lock.visitId !== null && visitId !== lock.visitId);
}

/** Parts that may leave: those of exhibits that do. */
export function leavingParts(state: InvestigationState): readonly Part[] {
  const wholes = new Set(leavingExhibits(state).map(({ exhibitId }) => exhibitId));
  return state.parts.filter(({ parentId }) => wholes.has(parentId));
}

/**
 * Whether a file of a capture belongs to a full archive. Nobody has looked at what is in it, so no copy of
 * it leaves: in a pack stand its size and digest alone.
 */
export function isArchive({ name }: { readonly name: string }): boolean {
  return name === WACZ_NAME || name === MHTML_NAME;
}

/** Exhibits that stay: the others. */
function stayingExhibits(state: InvestigationState): readonly (Exhibit | Part)[] {
  const leaving: readonly (Exhibit | Part)[] = [...leavingExhibits(state), ...leavingParts(state)];
  return [...state.exhibits, ...state.parts].filter((one) => !leaving.includes(one));
}

/** What stays behind, in words, numbers and digests: it is said, never silently left out. */
export function withheldOf(folded: Pick<Folded, 'state' | 'entries'>): PackInput['withheld'] {
  const { state, entries } = folded;
  const restricted = entries.filter(({ kind }) =>
    RESTRICTED_KINDS.some((one) => one === kind),
  ).length;
  const staying = stayingExhibits(state);
  const archives = leavingExhibits(state).flatMap(({ files }) => files.filter(isArchive));
  const { discarded, failed, stopped } = state.notKept;
  const all: readonly Withheld[] = [
    {
      what: 'Who reported it',
      why: 'Restricted to the DSL and the headteacher',
      count: restricted,
      digests: [],
    },
    {
      what: 'Exhibits of what it was stopped for',
      why: 'Stopped on suspicion of an indecent image of somebody under 18: only text may leave',
      count: staying.length,
      digests: staying.map(({ digest }) => digest),
    },
    {
      what: 'Full archives',
      why: 'They hold pictures that nobody has looked at: they stay in the school’s vault',
      count: archives.length,
      digests: archives.map(({ digest }) => digest),
    },
    {
      what: 'Captures that were discarded',
      why: 'Both reviewers did not keep them; nobody can open them',
      count: discarded,
      digests: digestsOf(entries, 'capture-discarded'),
    },
    {
      what: 'Captures that failed',
      why: 'They could not be made; nobody can open them',
      count: failed,
      digests: digestsOf(entries, 'capture-failed'),
    },
    {
      what: 'Captures that were stopped',
      why: 'Cancelled, paused or stopped; nobody can open them',
      count: stopped,
      digests: digestsOf(entries, 'capture-stopped'),
    },
  ];
  return all.filter(({ count }) => count > 0);
}

/** Digests of captures that were made and then ended so: they are on record, whatever became of their bytes. */
function digestsOf(
  entries: readonly FoldedEntry[],
  end: 'capture-discarded' | 'capture-failed' | 'capture-stopped',
): readonly Digest[] {
  const ended = new Set(
    entries.flatMap(({ event }) => (event?.kind === end ? [event.captureId] : [])),
  );
  return entries.flatMap(({ event }) =>
    event?.kind === 'capture-made' && ended.has(event.captureId) ? [event.digest] : [],
  );
}

/** One thing that would leave, for the export screen. */
export interface Leaving {
  readonly path: string;
  readonly what: string;
  /** Null where it is known only once the pack is written. */
  readonly sizeBytes: number | null;
}

/**
 * What would leave, for the export screen.
 * @param recordBytes - size of the signed form of each record, by the index of its entry
 */
export function leavesOf(
  state: InvestigationState,
  recordBytes: (entryIndex: number) => number,
): readonly Leaving[] {
  const exhibits = leavingExhibits(state);
  return [
    ...state.records.map(({ version, entryIndex }) => ({
      path: `data/records/version-${version}`,
      what: 'Record of review, signed by both reviewers',
      sizeBytes: recordBytes(entryIndex),
    })),
    ...exhibits.map(({ exhibitRef, sizeBytes, address }) => ({
      path: `data/exhibits/${exhibitFileName(exhibitRef)}`,
      what: `${exhibitRef}: ${address}`,
      sizeBytes,
    })),
    ...leavingParts(state).map(({ exhibitRef, parentRef, sizeBytes }) => ({
      path: `data/exhibits/${exhibitFileName(exhibitRef)}`,
      what: `${exhibitRef}: part of ${parentRef}`,
      sizeBytes,
    })),
    ...(exhibits.length === 0
      ? []
      : [
          {
            path: 'data/documents/screenshot-sheet.pdf',
            what: 'Labels and screenshot sheets, printed from the exhibits',
            sizeBytes: null,
          },
          {
            path: 'data/documents/how-this-was-captured.pdf',
            what: 'How each exhibit was captured, in plain words',
            sizeBytes: null,
          },
          {
            path: 'data/documents/technical-report.pdf',
            what: 'Technical report on the captures, for experts',
            sizeBytes: null,
          },
        ]),
    {
      path: 'data/record/exhibits.json',
      what: 'Label and continuity of every exhibit',
      sizeBytes: null,
    },
    {
      path: 'data/ledger',
      what: 'The whole ledger with its checkpoints',
      sizeBytes: null,
    },
  ];
}
