/** Where pure code gets the time from; the only clock that evidence may use. */
export interface Clock {
  /** RFC 3339 UTC instant with milliseconds, e.g. `2026-11-17T10:52:07.123Z`. */
  now(): string;
  /** Milliseconds since an arbitrary point of this boot; never goes back while the machine is on. */
  monotonicMs(): number;
  /** Identifies this boot of the machine, so that monotonic values are only compared within it. */
  bootId(): string;
}

const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Whether a value is an RFC 3339 UTC instant with exactly three fraction digits. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
}
