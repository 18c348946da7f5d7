/** One column: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

/** Whether a limit was held; null where there was nothing to compare with. */
export interface Verdict {
  readonly held: boolean | null;
  readonly text: string;
}

/**
 * Lines of an aligned table: headings, a rule, then the rows. A cell that is missing is shown as `–`.
 * @param columns - cells stand on the right by default, the first column's on the left
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly (string | null)[])[],
): readonly string[] {
  const cells = rows.map((row) => columns.map((_, place) => row[place] ?? '–'));
  const widths = columns.map(({ heading }, place) =>
    Math.max(heading.length, ...cells.map((row) => (row[place] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, place) => {
        const width = widths[place] ?? 0;
        const align = columns[place]?.align ?? (place === 0 ? 'left' : 'right');
        return align === 'left' ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ heading }) => heading)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...cells.map(line),
  ];
}

/** Print a table, indented by two. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | null)[])[],
): void {
  for (const line of tableLines(columns, rows)) console.log(`  ${line}`);
}

/** Print each verdict on a line of its own, after a table. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
  for (const { held, text } of verdicts) {
    console.log(`  ${held === null ? 'NOT COMPARED' : held ? 'HELD' : 'MISSED'}: ${text}`);
  }
}

/** Milliseconds with as many digits as mean something. */
export function ms(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ms`;
}

/** Seconds of a number of milliseconds. */
export function seconds(valueMs: number): string {
  return `${(valueMs / 1_000).toFixed(1)} s`;
}

/** Megabytes (10^6) of a number of bytes. */
export function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** How many times the peer; null where there is none. */
export function ratio(ours: number, peer: number | null): string | null {
  return peer === null || peer === 0 ? null : `${(ours / peer).toFixed(2)} ×`;
}
