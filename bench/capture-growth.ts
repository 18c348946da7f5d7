import { measureTall } from './capture-tall.ts';
import { median } from './stats.ts';
import { mb, ms, printTable, ratio, seconds, type Verdict } from './table.ts';

const HEIGHTS = [10_000, 33_000, 100_000] as const;
/** "Close to linear": a page ten times as tall takes at most this much more than ten times as long. */
const LIMIT = 1.3;

/** How the time and the memory of a capture grow with the height of the page. */
export async function growth(quick: boolean): Promise<readonly Verdict[]> {
  const runs = quick ? 1 : 3;
  const heights = quick ? HEIGHTS.slice(0, 1) : HEIGHTS;
  const verdicts: Verdict[] = [];
  const rows: (string | null)[][] = [];
  let baseMs: number | null = null;
  for (const height of heights) {
    const all = [];
    for (let run = 0; run < runs; run++) all.push(await measureTall(`${height}@1`));
    const seen = all.filter((one) => one !== null);
    const right = seen.filter(({ wrongBands, state }) => wrongBands === 0 && state === 'complete');
    verdicts.push({
      held: right.length === runs,
      text: `${height} px: ${right.length} of ${runs} captures were complete, without a wrong band`,
    });
    const wholeMs = median(seen.map(({ tookMs }) => tookMs));
    const eachMs = wholeMs / (height / 1_000);
    const times = ratio(eachMs, baseMs);
    if (baseMs !== null)
      verdicts.push({
        held: eachMs / baseMs <= LIMIT,
        text: `${height} px: each 1,000 px took ${times ?? ''} what they take at ${HEIGHTS[0]} px (at most ${LIMIT} ×)`,
      });
    baseMs ??= eachMs;
    rows.push([
      ...[`${height} px`, seconds(wholeMs), ms(eachMs), times, `${right.length} of ${runs}`],
      mb(Math.max(...seen.map(({ ownBytes }) => ownBytes))),
    ]);
  }
  printTable(
    ['Ruler page', 'Median', 'Each 1,000 px', 'Against the first', 'Right', 'Our process'].map(
      (heading) => ({ heading }),
    ),
    rows,
  );
  return verdicts;
}
