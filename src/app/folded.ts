import { isEvidenceError } from '#src/core/errors.ts';
import { evolve, evolveWithheld } from '#src/investigation/evolve.ts';
import { isEventKind, parseEvent, type InvestigationEvent } from '#src/investigation/events.ts';
import { initialState, type InvestigationState } from '#src/investigation/state.ts';
import type { DataKeyRing } from '#src/ledger/data-key.ts';
import type { Ledger } from '#src/ledger/ledger.ts';

/** One entry as folded: its event, or null where its words can't be read here or are the vault's own. */
export interface FoldedEntry {
  readonly index: number;
  readonly recordedAt: string;
  readonly kind: string;
  readonly sittingId: string | null;
  readonly event: InvestigationEvent | null;
}

/** The state of one investigation, folded from its ledger and kept up with it. */
export class Folded {
  readonly #ledger: Ledger;
  readonly #ring: () => DataKeyRing;
  #state = initialState;
  #entries: FoldedEntry[] = [];

  /**
   * @param ledger - of the investigation
   * @param ring - opens what may be read here; asked again for every new entry
   * @throws {EvidenceError} INVESTIGATION_EVENT_MALFORMED, LEDGER_… - an entry is not what was written
   */
  constructor(ledger: Ledger, ring: () => DataKeyRing) {
    this.#ledger = ledger;
    this.#ring = ring;
    this.catchUp();
  }

  /** What the rules decide on. */
  get state(): InvestigationState {
    return this.#state;
  }

  /** Every entry, oldest first. */
  get entries(): readonly FoldedEntry[] {
    return this.#entries;
  }

  /** Fold what was added since. */
  catchUp(): void {
    const ring = this.#ring();
    for (const entry of this.#ledger.readEntries(this.#entries.length)) {
      const { index, recordedAt, kind } = entry;
      const event = isEventKind(kind) ? this.#read(index, kind, ring) : null;
      if (event !== null) this.#state = evolve(this.#state, event, { index, recordedAt });
      else if (isEventKind(kind)) this.#state = evolveWithheld(this.#state);
      this.#entries.push({ index, recordedAt, kind, sittingId: entry.sitting, event });
    }
  }

  #read(index: number, kind: string, ring: DataKeyRing): InvestigationEvent | null {
    try {
      return parseEvent(kind, this.#ledger.readPayload(index, ring).payload);
    } catch (error) {
      if (isEvidenceError(error, 'LEDGER_PAYLOAD_WITHHELD')) return null;
      throw error;
    }
  }
}
