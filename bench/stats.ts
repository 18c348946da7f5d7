/**
 * The value below which a part of the values lies (nearest rank).
 * @param values - at least one
 * @param part - above 0, at most 1; 0.5 is the median, 0.95 the 95th percentile
 * @throws {RangeError} without values
 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('"values" expected at least one, got none');
  return value;
}

/** The median of at least one value: with an even number of them the mean of the middle two. */
export function median(values: readonly number[]): number {
  return (
    (percentile(values, 0.5) +
      -percentile(
        values.map((value) => -value),
        0.5,
      )) /
    2
  );
}

/** How long something takes, milliseconds. */
export async function timed(act: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}
