import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from '#scripts/build.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { launchBrowser } from '#test/chromium-host/browser.ts';
import { start } from '#test/chromium-host/driver.ts';
import { noKeyStore } from '#test/support/e2e-vault.ts';
import { makeVault } from '#test/support/vault.ts';
import { inFolder, type Bench } from './bench.ts';
import { peakOf, watchGroups } from './memory.ts';
import { median, percentile, timed } from './stats.ts';
import { mb, ms, printTable, ratio } from './table.ts';

/** One start of the whole app. */
interface Start {
  /** The window has loaded its screens. */
  readonly loadedMs: number;
  /** The first screen's heading is there. */
  readonly shownMs: number;
  readonly mainBytes: number | null;
  readonly browserBytes: number | null;
}

/**
 * From starting the process to the first screen: with no vault (set-up) and with one (sign-in), against an
 * empty page in the same Chromium. The app runs on the Chromium host, not on Electron.
 */
export const startBench: Bench = async ({ quick }) => {
  const runs = quick ? 1 : 7;
  const browserPath = await findBrowser();
  if (browserPath === null) {
    return [{ held: null, text: 'no Chromium was found, so nothing was started' }];
  }
  await buildApp();
  return inFolder(async (folder) => {
    const vault = await setUpVault(folder);
    const found = { setUp: [] as Start[], signIn: [] as Start[], bare: [] as number[] };
    for (let run = 0; run < runs; run++) {
      found.setUp.push(await startOnce(path.join(folder, `fresh-${run}`), null, false));
      found.signIn.push(await startOnce(path.join(folder, `ready-${run}`), vault, false));
      found.bare.push(await bareStart(browserPath));
    }
    // Once more each with somebody looking at their memory, which takes time of its own.
    report(found, [
      await startOnce(path.join(folder, 'fresh-memory'), null, true),
      await startOnce(path.join(folder, 'ready-memory'), vault, true),
    ]);
    return [];
  });
};

/** A vault that is set up, as the host's key store would have wrapped it. @returns its folder */
async function setUpVault(folder: string): Promise<string> {
  const made = await makeVault({ osKeyStore: noKeyStore });
  try {
    made.store.close();
    const kept = path.join(folder, 'vault');
    cpSync(made.path, kept, { recursive: true });
    return kept;
  } finally {
    await made.close();
  }
}

async function startOnce(home: string, vault: string | null, watch: boolean): Promise<Start> {
  mkdirSync(home);
  if (vault !== null) cpSync(vault, path.join(home, 'vault'), { recursive: true });
  const leaders: number[] = [];
  const unwatch = watch ? watchGroups(() => leaders) : (): null => null;
  const startedMs = performance.now();
  const driver = await start({
    userDataDir: home,
    size: { width: 1440, height: 900 },
    startMs: 120_000,
  });
  try {
    const loadedMs = performance.now() - startedMs;
    leaders.push(...driver.browserPids);
    await driver.waitFor('heading', '', { waitMs: 60_000 });
    const shownMs = performance.now() - startedMs;
    // Memory goes on growing for a moment after the first screen is there.
    if (watch) await new Promise((resolve) => setTimeout(resolve, 2000));
    return { loadedMs, shownMs, mainBytes: peakOf(driver.pid), browserBytes: unwatch() };
  } finally {
    unwatch();
    await driver.stop();
  }
}

async function bareStart(browserPath: string): Promise<number> {
  let quit: () => Promise<void> = () => Promise.resolve();
  const took = await timed(async () => {
    const browser = await launchBrowser({ browserPath });
    quit = () => browser.quit();
    await browser.connection.root.send('Target.createTarget', { url: 'about:blank' });
  });
  await quit();
  return took;
}

function report(
  found: {
    readonly setUp: readonly Start[];
    readonly signIn: readonly Start[];
    readonly bare: readonly number[];
  },
  [fresh, ready]: readonly [Start, Start],
): void {
  const peer = median(found.bare);
  const row = (what: string, times: readonly number[], seen: Start | null) => [
    ...[what, String(times.length), ms(median(times)), ms(percentile(times, 0.95))],
    ratio(median(times), peer),
    seen?.mainBytes == null ? null : mb(seen.mainBytes),
    seen?.browserBytes == null ? null : mb(seen.browserBytes),
  ];
  const loaded = (starts: readonly Start[]): readonly number[] =>
    starts.map(({ loadedMs }) => loadedMs);
  const shown = (starts: readonly Start[]): readonly number[] =>
    starts.map(({ shownMs }) => shownMs);
  printTable(
    [
      { heading: 'What' },
      { heading: 'Runs' },
      { heading: 'Median' },
      { heading: '95 %' },
      { heading: 'Time against peer' },
      { heading: 'Main process' },
      { heading: 'Browser' },
    ],
    [
      row('No vault: screens loaded', loaded(found.setUp), null),
      row('No vault: set-up shown', shown(found.setUp), fresh),
      row('Vault: screens loaded', loaded(found.signIn), null),
      row('Vault: sign-in shown', shown(found.signIn), ready),
      row('Chromium alone, an empty page', found.bare, null),
    ],
  );
}
