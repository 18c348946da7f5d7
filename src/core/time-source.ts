/** What a time server answered. */
export interface TimeReading {
  /** True time less this computer's, milliseconds; right to half of `delayMs`. */
  readonly offsetMs: number;
  /** How long question and answer were on their way, milliseconds. */
  readonly delayMs: number;
  /** 1 for a server with a clock of its own, one more for each server between; at most 15. */
  readonly stratum: number;
}

/** A time server that the school has configured. Nothing is asked that isn't configured. */
export interface TimeSource {
  /** As it stands in the record, e.g. `sntp://time.school.example`. */
  readonly name: string;
  /**
   * Ask once.
   * @throws {EvidenceError} TIME_UNKNOWN - no answer within the deadline, or none that can be used
   */
  ask(): Promise<TimeReading>;
}
