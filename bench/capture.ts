import path from 'node:path';
import { startChatterly } from '#scripts/demo-site/chatterly.ts';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import { createStore } from '#src/store/store.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { inFolder, type Bench } from './bench.ts';
import { growth } from './capture-growth.ts';
import { captureByUs, type Attempt, type Place } from './capture-once.ts';
import { captureByChromium, captureBySingleFile } from './capture-peers.ts';
import { newLedger } from './new-ledger.ts';
import { median, percentile } from './stats.ts';
import { mb, ms, printTable, ratio, type Verdict } from './table.ts';

/** Aim for one capture of the feed, ms. */
const AIM_MS = 3_000;

/**
 * The demo's feed page: our capture (scroll through, tiles, text, facts, network; every byte hashed, encrypted,
 * stored with fsync, named by a signed ledger entry) against `chromium --headless --screenshot`, the floor, and
 * `single-file`, a peer. Then the ruler page at three heights: how ours grows.
 */
export const captureBench: Bench = async ({ quick }) => {
  const runs = quick ? 1 : 20;
  const browserPath = await findBrowser();
  if (browserPath === null) {
    return [{ held: null, text: 'no Chromium was found, so nothing was captured' }];
  }
  return inFolder(async (folder) => {
    const site = await startChatterly();
    const store = createStore(path.join(folder, 'vault'), { holder: 'bench' });
    try {
      const key = await newAgeIdentity();
      const place: Place = { browserPath, folder, site, store, key, ...(await newLedger(store)) };
      const ours: Attempt[] = [];
      const floor: Attempt[] = [];
      const peer: Attempt[] = [];
      for (let run = 0; run < runs; run++) {
        ours.push(await captureByUs(place, false));
        floor.push(await captureByChromium(place, false));
        peer.push(await captureBySingleFile(place, false));
      }
      // Once more each with somebody looking at their memory, which takes time of its own.
      const memory = [
        await captureByUs(place, true),
        await captureByChromium(place, true),
        await captureBySingleFile(place, true),
      ] as const;
      const verdicts = report({ ours, floor, peer }, memory);
      return [...verdicts, ...(await growth(quick))];
    } finally {
      store.close();
      await site.close();
    }
  });
};

interface Attempts {
  readonly ours: readonly Attempt[];
  readonly floor: readonly Attempt[];
  readonly peer: readonly Attempt[];
}

function report(
  { ours, floor, peer }: Attempts,
  memory: readonly [Attempt, Attempt, Attempt],
): readonly Verdict[] {
  const whole = ({ wholeMs }: Attempt): number => wholeMs;
  const floorMs = median(floor.map(whole));
  const row = (
    what: string,
    attempts: readonly Attempt[],
    took: (attempt: Attempt) => number,
    seen: Attempt | null,
  ) => {
    const times = attempts.map(took);
    const right = attempts.filter(({ problem }) => problem === null).length;
    return [
      ...[what, String(times.length), ms(median(times)), ms(percentile(times, 0.95))],
      ratio(median(times), floorMs),
      seen === null ? null : `${right} of ${attempts.length}`,
      seen?.ownBytes == null ? null : mb(seen.ownBytes),
      seen?.browserBytes == null ? null : mb(seen.browserBytes),
    ];
  };
  const none = null;
  printTable(
    [
      { heading: 'What' },
      { heading: 'Runs' },
      { heading: 'Median' },
      { heading: '95 %' },
      { heading: 'Against the floor' },
      { heading: 'Right' },
      { heading: 'Our process' },
      { heading: 'Browser' },
    ],
    [
      row('Ours, with starting the browser', ours, whole, memory[0]),
      row('  of which the browser starts', ours, ({ startMs }) => startMs, none),
      row('  of which the page comes in, half a second quiet', ours, ({ openMs }) => openMs, none),
      row('  of which it is captured and kept', ours, ({ captureMs }) => captureMs, none),
      row('chromium --headless --screenshot (floor)', floor, whole, memory[1]),
      row('single-file (peer)', peer, whole, memory[2]),
    ],
  );
  const problems = [...ours, ...floor, ...peer].flatMap(({ problem }) =>
    problem === null ? [] : [problem],
  );
  for (const problem of new Set(problems)) console.log(`  Not right: ${problem}`);
  const wrong = ours.filter(({ problem }) => problem !== null).length;
  return [
    {
      held: wrong === 0,
      text: `${ours.length - wrong} of ${ours.length} captures of ours were complete, with every band and picture`,
    },
    {
      held: median(ours.map(whole)) < AIM_MS,
      text: `the median of ours, with starting the browser, is ${ms(median(ours.map(whole)))} (below ${ms(AIM_MS)})`,
    },
  ];
}
