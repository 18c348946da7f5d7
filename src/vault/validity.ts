/** How long certificates of the vault hold: these records are kept for decades. */
export const VALID_YEARS = 25;

/** An RFC 3339 UTC instant some years after another; 29 February becomes the day after. */
export function instantAfter(at: string, years: number): string {
  const date = new Date(at);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString();
}

/**
 * The instant at which certificates of a vault are judged: now, but never before it was made, so that a
 * clock set back does not shut the vault.
 */
export function judgedAt(now: string, madeAt: string): string {
  return now > madeAt ? now : madeAt;
}
