import type { CustodyEvent, Custodian } from '#src/exhibit/custody.ts';
import { assertExhibit, type Exhibit, type ExhibitPerson } from '#src/exhibit/exhibit.ts';
import type { EventOf, InvestigationEvent } from '#src/investigation/events.ts';
import type { FoldedEntry } from './folded.ts';

/** An exhibit as its label names it, and everything that happened to it. */
export interface ExhibitRecord {
  readonly exhibit: Exhibit;
  readonly custody: readonly CustodyEvent[];
}

/** A computer as labels name it. */
export interface LabelComputer {
  readonly computerId: string;
  readonly name: string;
  readonly location: string;
  readonly assetNo: string;
}

/** What the ledger's entries don't say themselves. */
export interface RecordsOptions {
  readonly personOf: (personId: string) => ExhibitPerson;
  readonly computerOf: (computerId: string) => LabelComputer;
  /** The export under way, which counts although nothing has left yet; null where there is none. */
  readonly exportId: string | null;
}

/** What is known of the investigation up to an entry. */
interface Known {
  readonly created: EventOf<'investigation-created'>;
  readonly computerId: string;
  /** Export id → recipient in words. */
  readonly recipients: ReadonlyMap<string, string>;
}

/**
 * Label and custody of every exhibit, folded from the ledger's entries.
 * @param entries - of one investigation, oldest first
 * @returns in the order in which the exhibits were kept
 * @see docs/spec/pack.md, section 7
 */
export function exhibitRecords(
  entries: readonly FoldedEntry[],
  options: RecordsOptions,
): readonly ExhibitRecord[] {
  let known: Known | null = null;
  let records: readonly ExhibitRecord[] = [];
  for (const entry of entries) {
    const { event } = entry;
    if (event?.kind === 'investigation-created') {
      known = { created: event, computerId: event.computerId, recipients: new Map() };
    }
    if (known === null) continue;
    const now = known;
    records = records.map(({ exhibit, custody }) => {
      const next = custodyAfter(exhibit, entry, now, options);
      return { exhibit, custody: next === null ? custody : [...custody, next] };
    });
    if (event?.kind === 'capture-kept')
      records = [...records, newRecord(entry, event, now, options)];
    if (event?.kind === 'part-kept') {
      const whole = records.find(({ exhibit }) => exhibit.exhibitId === event.parentId)?.exhibit;
      if (whole !== undefined)
        records = [...records, newPartRecord(entry, event, { ...now, whole }, options)];
    }
    known = knownAfter(now, event);
  }
  return records;
}

function knownAfter(known: Known, event: InvestigationEvent | null): Known {
  if (event?.kind === 'computer-replaced') return { ...known, computerId: event.toId };
  if (event?.kind !== 'export-started') return known;
  const { exportId, recipient, organisation } = event;
  const recipients = new Map([...known.recipients, [exportId, `${recipient}, ${organisation}`]]);
  return { ...known, recipients };
}

function newRecord(
  { index, recordedAt }: FoldedEntry,
  kept: EventOf<'capture-kept'>,
  { created, computerId }: Known,
  options: RecordsOptions,
): ExhibitRecord {
  const { exhibitId, exhibitRef, address, capturedAt, producerId, digest, state } = kept;
  const witnessId = created.reviewerIds.find((id) => id !== producerId) ?? producerId;
  const { name, location, assetNo } = options.computerOf(computerId);
  const exhibit = assertExhibit({
    ...{ exhibitId, exhibitRef, digest, computerId, parent: null },
    investigationRef: created.reference,
    description: `${state === 'complete' ? 'Capture' : 'Incomplete capture'} of ${address}`,
    producedAt: capturedAt,
    place: `${location}, ${name} (asset ${assetNo})`,
    producedBy: options.personOf(producerId),
    witnessedBy: options.personOf(witnessId),
  });
  return beginning(exhibit, 'Captured in the review', { index, recordedAt }, options);
}

function newPartRecord(
  { index, recordedAt }: FoldedEntry,
  kept: EventOf<'part-kept'>,
  { computerId, whole }: Known & { readonly whole: Exhibit },
  options: RecordsOptions,
): ExhibitRecord {
  const { exhibitId, exhibitRef, parentRef, markedAt, digest, mark } = kept;
  const { name, location, assetNo } = options.computerOf(computerId);
  const { investigationRef, producedBy, witnessedBy } = whole;
  const exhibit = assertExhibit({
    ...{ exhibitId, exhibitRef, digest, computerId, investigationRef, producedBy, witnessedBy },
    parent: { exhibitRef: whole.exhibitRef, digest: whole.digest },
    description: `Part of ${parentRef}, ${mark.why}`,
    producedAt: markedAt,
    place: `${location}, ${name} (asset ${assetNo})`,
  });
  return beginning(exhibit, `Marked by both in ${parentRef}`, { index, recordedAt }, options);
}

/** Production and storing, which every exhibit begins with. */
function beginning(
  exhibit: Exhibit,
  why: string,
  { index, recordedAt }: Pick<FoldedEntry, 'index' | 'recordedAt'>,
  options: RecordsOptions,
): ExhibitRecord {
  const { exhibitRef, computerId, producedAt } = exhibit;
  const { personId, name: producer } = exhibit.producedBy;
  const hand: Custodian = { kind: 'person', personId, name: producer };
  const common = { exhibitRef, entryIndex: index, sealNo: null };
  const custody: readonly CustodyEvent[] = [
    { ...{ ...common, kind: 'produced', at: producedAt, from: null, to: hand }, why },
    {
      ...{ ...common, kind: 'stored', at: recordedAt, from: hand },
      to: vaultOn(computerId, options),
      why: 'Encrypted and kept by both reviewers',
    },
  ];
  return { exhibit, custody };
}

function vaultOn(computerId: string, { computerOf }: RecordsOptions): Custodian {
  return { kind: 'vault', computerId, computer: computerOf(computerId).name };
}

/** What an entry did to an exhibit that there was before it; null for nothing. */
function custodyAfter(
  exhibit: Exhibit,
  entry: FoldedEntry,
  known: Known,
  options: RecordsOptions,
): CustodyEvent | null {
  const [kind, why] = whatHappened(exhibit, entry, known, options) ?? [null, ''];
  if (kind === null) return null;
  const from = vaultOn(known.computerId, options);
  const moved = entry.event?.kind === 'computer-replaced' ? entry.event.toId : null;
  const { exhibitRef } = exhibit;
  return {
    ...{ exhibitRef, kind, entryIndex: entry.index, at: entry.recordedAt, sealNo: null },
    ...{ from, to: moved === null ? from : vaultOn(moved, options), why },
  };
}

function whatHappened(
  { exhibitId, exhibitRef }: Exhibit,
  { kind, event }: FoldedEntry,
  { recipients }: Known,
  { exportId }: RecordsOptions,
): readonly [CustodyEvent['kind'], string] | null {
  // By their kind alone: after a lock the words may be out of reach, that it happened is not.
  if (kind === 'locked') return ['locked', 'Stopped and locked'];
  if (kind === 'released') return ['released', 'Released by the custodians'];
  if (event?.kind === 'computer-replaced') return ['moved', 'The computer was replaced'];
  if (event?.kind === 'exhibit-viewed' && event.exhibitId === exhibitId)
    return ['examined', 'Looked at by two people'];
  if (event?.kind === 'export-made' && event.exhibitRefs.includes(exhibitRef))
    return ['exported', `Copy for ${recipients.get(event.exportId) ?? ''}`];
  if (event?.kind === 'export-started' && event.exportId === exportId)
    return ['exported', `Copy for ${event.recipient}, ${event.organisation}`];
  return null;
}
