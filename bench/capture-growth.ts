import { measureTall } from './capture-tall.ts';
import { median } from './stats.ts';
import { printTable, type Verdict } from './table.ts';

const HEIGHTS = [10_000, 33_000, 100_000] as const;
/** "Close to linear": a page ten times as tall takes at most this much more than ten times as long. */
const LIMIT = 1.3;

/** How the time and the memory of a capture grow with the height of the page. */
export async function growth(quick: boolean): Promise<readonly Verdict[]> {
  const runs = quick ? 1 : 3;
  const heights = quick ? HEIGHTS.slice(0, 1) : HEIGHTS;
  const verdicts: Verdict[] = [];
  const rows: (string | null)[][] = [];
  let base: number | null = null;
  for (const height of heights) {
    const all = [];
    for (let run = 0; run < runs; run++) all.push(await measureTall(`${height}@1`));
    const seen = all.filter((one) => one !== null);
    const whole = median(seen.map(({ tookMs }) => tookMs));
    const eachMs = whole / (height / 1_000);
    base ??= eachMs;
    const right = seen.filter(({ wrongBands, state }) => wrongBands === 0 && state === 'complete');
    rows.push([
      `${height} px`,
      ...[`${(whole / 1_000).toFixed(1)} s`, `${eachMs.toFixed(1)} ms`, (eachMs / base).toFixed(2)],
      `${right.length} of ${runs}`,
      `${Math.round(Math.max(...seen.map(({ ownBytes }) => ownBytes)) / 1e6)} MB`,
    ]);
    verdicts.push({
      held: right.length === runs,
      text: `${height} px: ${right.length} of ${runs} captures were complete, without a wrong band`,
    });
    if (height !== heights[0]) {
      verdicts.push({
        held: eachMs / base <= LIMIT,
        text: `${height} px: ${(eachMs / base).toFixed(2)} times as long for each 1,000 px as at ${heights[0] ?? 0} px (at most ${LIMIT})`,
      });
    }
  }
  printTable(
    ['Ruler page', 'Median', 'Each 1,000 px', 'Against the first', 'Right', 'Our process'].map(
      (heading) => ({ heading }),
    ),
    rows,
  );
  return verdicts;
}
