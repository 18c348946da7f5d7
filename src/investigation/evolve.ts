import type { EventKind, EventOf, InvestigationEvent } from './events.ts';
import { peopleEvolvers } from './evolve-people.ts';
import { recordEvolvers } from './evolve-record.ts';
import { reviewEvolvers } from './evolve-review.ts';
import { stopEvolvers } from './evolve-stop.ts';
import type { InvestigationState } from './state.ts';

/** Facts of the entry that an event stands in. */
export interface EntryFacts {
  /** 0-based place in the ledger. */
  readonly index: number;
  /** RFC 3339 UTC, this computer's claim. */
  readonly recordedAt: string;
}

/** How events of some kinds change the state; never refuses: what is recorded has happened. */
export type Evolvers<K extends EventKind> = {
  readonly [Kind in K]: (
    state: InvestigationState,
    event: EventOf<Kind>,
    entry: EntryFacts,
  ) => InvestigationState;
};

const evolvers: Evolvers<EventKind> = {
  ...peopleEvolvers,
  ...reviewEvolvers,
  ...stopEvolvers,
  ...recordEvolvers,
};

/**
 * Fold one event into the state. Pure and total: the same entries always give the same state.
 * @param state - not changed
 */
export function evolve(
  state: InvestigationState,
  event: InvestigationEvent,
  entry: EntryFacts,
): InvestigationState {
  // The table has, under each kind, the function for events of that kind.
  const change = evolvers[event.kind] as (
    state: InvestigationState,
    event: InvestigationEvent,
    entry: EntryFacts,
  ) => InvestigationState;
  return change(state, event, entry);
}

/** Fold an entry whose payload can't be read here: that it exists is all that is known. */
export function evolveWithheld(state: InvestigationState): InvestigationState {
  return { ...state, withheld: state.withheld + 1 };
}
