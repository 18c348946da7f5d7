import { randomFillSync, scryptSync } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startKeyWorker } from '#src/crypto/key-worker.ts';
import { memoryPorts } from '#test/app/memory-ports.ts';
import { CODES, TestApp } from '#test/app/test-app.ts';
import type { Bench } from './bench.ts';
import { forgetOwnPeak, ownPeak } from './memory.ts';
import { median, percentile, timed } from './stats.ts';
import { mb, ms, printTable, ratio, type Verdict } from './table.ts';

const LOG_N = 18;
const MAX_BLOCKED_MS = 1000;

/** One sign-in, milliseconds. */
interface SignIn {
  readonly first: number;
  readonly second: number;
  /** Both are known: the sitting's keys are delegated and its entries written. */
  readonly begin: number;
  readonly whole: number;
  /** Two bare scrypt of the same cost. */
  readonly bare: number;
  /** Longest that the main thread did not get its turn. */
  readonly away: number;
}

/**
 * Two people sign in at the work factor of real vaults, through the application and its key worker, against
 * two bare scrypt; and how long the main thread, which STOP needs, did not answer meanwhile.
 */
export const signInBench: Bench = async ({ quick }) => {
  const keyWorker = startKeyWorker({ logN: LOG_N });
  const app = new TestApp({ ...memoryPorts(), keyWorker });
  try {
    await app.setUp();
    const runs: SignIn[] = [];
    forgetOwnPeak();
    for (let run = 0; run < (quick ? 1 : 15); run++) runs.push(await signInOnce(app));
    return report(runs);
  } finally {
    await app.close();
    await keyWorker.close();
  }
};

async function signInOnce(app: TestApp): Promise<SignIn> {
  const half = (which: 'first' | 'second', initials: string): Promise<number> =>
    timed(() =>
      app.do('signin.half', {
        ...{ half: which, sittingCode: CODES[which] },
        ...app.credential(initials),
      }),
    );
  // A new one each time: it would count what lies between two sign-ins as one long wait.
  const answers = monitorEventLoopDelay({ resolution: 1 });
  answers.enable();
  const first = await half('first', 'RJT');
  const second = await half('second', 'IMS');
  const said = { screenPrivate: true, neitherConcerned: true, stopKeyKnown: true } as const;
  const begin = await timed(() => app.do('signin.start', said));
  answers.disable();
  app.countersign.pause('pause');
  const bare = (await timed(bareScrypt)) + (await timed(bareScrypt));
  return { first, second, begin, whole: first + second + begin, bare, away: answers.max / 1e6 };
}

function bareScrypt(): void {
  const salt = randomFillSync(new Uint8Array(32));
  scryptSync('five generated words', salt, 32, { N: 2 ** LOG_N, r: 8, p: 1, maxmem: 2 ** 29 });
}

function report(runs: readonly SignIn[]): readonly Verdict[] {
  const column = (name: keyof SignIn): readonly number[] => runs.map((run) => run[name]);
  const row = (what: string, name: keyof SignIn) => [
    ...[what, String(runs.length), ms(median(column(name))), ms(percentile(column(name), 0.95))],
    name === 'whole' ? ratio(median(column('whole')), median(column('bare'))) : null,
  ];
  printTable(
    [
      { heading: 'What' },
      { heading: 'Runs' },
      { heading: 'Median' },
      { heading: '95 %' },
      { heading: 'Time against bare' },
    ],
    [
      row('First person: key file opened', 'first'),
      row('Second person: key file opened', 'second'),
      row('The sitting begins', 'begin'),
      row('Together', 'whole'),
      row('Two bare scrypt, N 2^18, r 8', 'bare'),
    ],
  );
  console.log(`  Peak memory of the process with its worker: ${mb(ownPeak())}`);
  const blockedMs = Math.max(...column('away'));
  return [
    {
      held: blockedMs < MAX_BLOCKED_MS,
      text: `the main thread, which answers STOP, was away for at most ${ms(blockedMs)} (under 1 s)`,
    },
  ];
}
