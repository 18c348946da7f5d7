import type { ExhibitRef } from './exhibit-ref.ts';

/** What happened to an exhibit. The last four happen to physical ones alone. */
export type CustodyKind =
  | 'produced'
  | 'stored'
  | 'examined'
  | 'moved'
  | 'locked'
  | 'released'
  | 'exported'
  | 'returned'
  | 'handed-over'
  | 'received'
  | 'disposed';

/** Who or what holds an exhibit. */
export type Custodian =
  | { readonly kind: 'vault'; readonly computerId: string; readonly computer: string }
  | { readonly kind: 'person'; readonly personId: string | null; readonly name: string }
  | { readonly kind: 'agency'; readonly name: string; readonly officer: string };

/** One change of hands, place or state. */
export interface CustodyEvent {
  readonly exhibitRef: ExhibitRef;
  readonly kind: CustodyKind;
  /** Ledger entry that it follows from. */
  readonly entryIndex: number;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** Null for the first event only: nobody held it before it was produced. */
  readonly from: Custodian | null;
  /** Null for the last event only: nobody holds what was disposed of. */
  readonly to: Custodian | null;
  readonly why: string;
  /** Number of the seal it was under, null where it had none. */
  readonly sealNo: string | null;
}

/** Something in an exhibit's history that a reader must be told. */
export interface CustodyFinding {
  readonly code:
    | 'NO_BEGINNING'
    | 'HOLDER_CHANGED'
    | 'OUT_OF_ORDER'
    | 'AFTER_THE_END'
    | 'NOT_STORED'
    | 'SEAL_CHANGED'
    | 'LOCKED_USE';
  /** Place of the event in the history, 0-based. */
  readonly index: number;
  readonly text: string;
}

// How long something may be in a person's hands before the history has to say where it lies.
const IN_HAND_MS = 24 * 60 * 60 * 1000;

/**
 * Find every place where an exhibit's history does not account for it. The order of the list counts, as it
 * is the ledger's; a time that goes back is itself a finding.
 * @param history - all events of one exhibit
 * @param until - instant up to which it must be accounted for
 * @returns findings in order; empty when every moment has a holder
 */
export function findCustodyGaps(
  history: readonly CustodyEvent[],
  until: string,
): readonly CustodyFinding[] {
  const found: CustodyFinding[] = [];
  const first = history[0];
  if (first?.kind !== 'produced') {
    found.push({
      code: 'NO_BEGINNING',
      index: 0,
      text: 'The history does not begin with its production.',
    });
  }
  for (const [index, event] of history.entries()) {
    const before = history[index - 1];
    if (before !== undefined) found.push(...betweenEvents(before, event, index));
  }
  const last = history.at(-1);
  if (last !== undefined) found.push(...inHand(last, until, history.length - 1));
  return found;
}

function betweenEvents(before: CustodyEvent, event: CustodyEvent, index: number): CustodyFinding[] {
  const found: CustodyFinding[] = [];
  const add = (code: CustodyFinding['code'], text: string): void => {
    found.push({ code, index, text });
  };
  if (before.to === null) add('AFTER_THE_END', 'Something happened after it was disposed of.');
  else if (event.from === null || !sameHolder(before.to, event.from)) {
    add('HOLDER_CHANGED', 'It changed hands without an entry.');
  }
  if (event.at < before.at)
    add('OUT_OF_ORDER', 'The clock shows an earlier time than the entry before.');
  if (before.kind === 'locked' && event.kind !== 'released' && event.kind !== 'handed-over') {
    add('LOCKED_USE', 'Something happened while it was locked.');
  }
  if (before.sealNo !== null && event.sealNo !== before.sealNo && event.kind !== 'examined') {
    add('SEAL_CHANGED', 'The seal is another one, and no examination explains it.');
  }
  found.push(...inHand(before, event.at, index - 1));
  return found;
}

function inHand(event: CustodyEvent, until: string, index: number): CustodyFinding[] {
  const keptMs = Date.parse(until) - Date.parse(event.at);
  if (event.to?.kind !== 'person' || keptMs <= IN_HAND_MS) return [];
  return [{ code: 'NOT_STORED', index, text: 'It was in a person’s hands for more than a day.' }];
}

/** Whether two descriptions mean the same holder. */
export function sameHolder(a: Custodian, b: Custodian): boolean {
  if (a.kind === 'vault' && b.kind === 'vault') return a.computerId === b.computerId;
  if (a.kind === 'person' && b.kind === 'person') {
    return a.personId === null || b.personId === null
      ? a.name === b.name
      : a.personId === b.personId;
  }
  return a.kind === 'agency' && b.kind === 'agency' && a.name === b.name;
}
