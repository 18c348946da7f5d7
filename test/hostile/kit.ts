import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'vitest';
import { html, startSite, type Site, type SiteRoutes } from '#scripts/demo-site/server.ts';
import type { CaptureCheckView, ReviewView, VisitView } from '#src/contract/views.ts';
import type { StartOptions } from '#test/chromium-host/driver.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { filesBelow, formsOf, Scanner } from '#test/e2e/raw-bytes.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import type { Templates } from '#test/support/e2e-template.ts';
import { floodSocket } from '#test/support/site/hostile/d-network.ts';
import { EICAR } from '#test/support/site/hostile/h-app.ts';
import {
  HOSTILE_CANARY,
  type HostilePage,
  type Seen,
  type Served,
} from '#test/support/site/hostile/page.ts';

/** Longest that a capture may take, milliseconds. */
const CAPTURE_MS = 120_000;
/** Longest that the screens may leave a call without an answer, milliseconds. */
const ANSWER_MS = 1_000;
const PING_MS = 150;
/** Refusals are counted for a second before they are written. */
const FLUSH_MS = 1_200;
const MEMORY_BACK_BYTES = 200 * 1024 * 1024;

const GOOD = `<!doctype html><html lang="en"><title>The pond</title><h1>The pond</h1>${'<p>A made-up page about a made-up pond, long enough to be read as a page.</p>'.repeat(8)}`;

/** Names that lead to this computer. */
const HOSTS = '--host-resolver-rules=MAP *.pond.example 127.0.0.1';

/** The harmless pages between the hostile ones. */
export const goodRoutes: SiteRoutes = {
  '/good': (_request, response) => {
    html(response, GOOD);
  },
};

/** One run of a page: what was seen, and which of the investigation's visits were its own. */
export interface Ran {
  readonly page: HostilePage;
  readonly seen: Seen;
  /** Numbers of its visits: from, and up to, each included. */
  readonly visits: readonly [number, number];
  readonly captureMs: number | null;
  readonly worstAnswerMs: number;
}

/** The whole app, over a folder that is watched, and a site of hostile pages. */
export class HostileRun {
  app: RunningApp;
  readonly site: Site;
  readonly folder: string;
  readonly ran: Ran[] = [];
  readonly #options: Partial<StartOptions>;
  readonly #scanner: Scanner;
  readonly #known: Set<string>;
  #served: Served | null = null;
  /** Longest wait for an answer while a good page was captured: the machine's and the host's own. */
  #goodWorstMs = 0;

  private constructor(app: RunningApp, site: Site, folder: string, options: Partial<StartOptions>) {
    this.app = app;
    this.#options = options;
    this.site = site;
    this.folder = folder;
    this.#scanner = new Scanner([HOSTILE_CANARY, EICAR].flatMap(formsOf));
    this.#known = new Set(this.#outside());
  }

  /** Start the app with both signed in, and the site. */
  static async start(
    made: Templates,
    routes: SiteRoutes,
    browserFlags: readonly string[] = [],
  ): Promise<HostileRun> {
    const site = await startSite({ ...goodRoutes, ...routes }, { upgrade: floodSocket });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-hostile-'));
    const [temp, own] = [path.join(folder, 'temp'), path.join(folder, 'own')];
    for (const name of [temp, own]) mkdirSync(name);
    const env = {
      CHROMIUM_PATH: (await findBrowser()) ?? '',
      ...{ TMPDIR: temp, TMP: temp, TEMP: temp, HOME: own, XDG_CACHE_HOME: own },
      ...{ XDG_CONFIG_HOME: own, XDG_DATA_HOME: own, XDG_RUNTIME_DIR: own },
    };
    const options = { env, browserFlags: [HOSTS, ...browserFlags] };
    const app = await RunningApp.startIn(made.exhibit, folder, options);
    try {
      await app.toReview();
      await warmUp(app, site);
    } catch (error) {
      await app.remove();
      await site.close();
      throw error;
    }
    return new HostileRun(app, site, folder, options);
  }

  /** Open the page, look at it, capture it, leave it, and capture a good page: everything that must hold for every page is asserted. */
  async run(page: HostilePage): Promise<void> {
    await this.#recover();
    const { app, site } = this;
    const before = await tabBytes(app);
    const queue = queueForProcessors();
    await app.do('screen.go', { to: 'review' });
    site.clearLog();
    const pings = new Pings(app);
    const first = (await app.screen('review')).visits.length + 1;
    let visit: VisitView;
    let check: CaptureCheckView | null;
    let captureMs: number | null = null;
    try {
      await this.#open(page);
      await pause(page.stayMs ?? 600);
      await page.act?.(app, site);
      visit = await this.#concern();
      const begun = performance.now();
      check = await capture(app);
      if (check !== null) captureMs = performance.now() - begun;
    } finally {
      await pings.stop();
    }
    const { visits } = await app.screen('review');
    const own = visits.slice(first - 1);
    const seen: Seen = { app, site, visit, visits: own, check, log: [...site.log] };
    this.ran.push({
      ...{ page, seen, visits: [first, visits.length], captureMs },
      worstAnswerMs: pings.worstMs,
    });
    this.#assertEnded(page, seen, captureMs);
    await this.#assertNothingOutside();
    await page.seen?.(seen);
    if (check !== null) await keep(app, check);
    await app.do('screen.go', { to: 'investigation' });
    await Promise.all([this.#assertGone(before), pause(FLUSH_MS)]);
    await this.#assertNextWorks();
    // What a harmless page takes on this machine, and others that wait for its processors, are not the page's doing.
    const limitMs = ANSWER_MS * queue + this.#goodWorstMs;
    expect(pings.worstMs, 'longest wait for an answer').toBeLessThan(limitMs);
  }

  /** Whatever the page before left: no capture, no notice, no page. */
  async #recover(): Promise<void> {
    await this.#served?.close();
    this.#served = null;
    await this.#revive();
    const { app } = this;
    const { screen, notice } = await app.hands.view();
    if (notice !== null) await app.do('app.dismiss-notice', {});
    if (screen.kind !== 'review') return;
    if (screen.progress !== null) await app.call('capture.cancel', {});
    if (screen.check !== null)
      await app.call('capture.discard', {
        ...{ captureId: screen.check.captureId, reason: 'Left over.' },
      });
    await app.driver.waitUntil(
      async () => (await app.call('screen.go', { to: 'investigation' })).ok,
      'the page before to be left',
    );
  }

  /** A page that took the browser with it has failed already: those after it get another one. */
  async #revive(): Promise<void> {
    const lives = await this.app.driver.strangeTargets().then(
      () => true,
      () => false,
    );
    if (lives) return;
    await this.app.kill();
    this.app = await this.app.restart(this.#options);
    await this.app.toReview();
    await warmUp(this.app, this.site);
  }

  async #open(page: HostilePage): Promise<void> {
    const { app, site } = this;
    this.#served = (await page.serve?.(site)) ?? null;
    const own = typeof page.open === 'string' ? `${site.origin}${page.open}` : page.open(site);
    const address = this.#served?.address ?? own;
    if (page.pictures === true) {
      await app.visit(`${site.origin}/good`);
      await app.agree('pictures');
      await app.hands.until('the pictures', ({ screen }) => {
        return screen.kind === 'review' && screen.pictures === 'plain' && shown(screen);
      });
      const before = (await app.screen('review')).visits.length;
      await app.driver.evaluateReview(`void (location.href = ${JSON.stringify(address)})`);
      await outcome(app, address, before);
      return;
    }
    const before = (await app.screen('review')).visits.length;
    await app.call('review.open', { address });
    await page.meanwhile?.(app);
    await outcome(app, address, before);
  }

  /** Say of the page that is open that it concerns them; the page may be moving on meanwhile. */
  async #concern(): Promise<VisitView> {
    for (let tries = 0; ; tries += 1) {
      // What came to nothing is a visit too: the page that is open is the one before it.
      const { visits, current } = await this.app.screen('review');
      const visit = current ?? visits.at(-1);
      if (visit === undefined) throw new Error('a visit expected');
      const said = { visitId: visit.visitId, reason: 'A hostile page.' };
      await this.app.do('review.concern', said);
      const after = await this.app.screen('review');
      const now = after.current ?? after.visits.at(-1);
      if (now?.visitId === visit.visitId || tries === 5) return now ?? visit;
    }
  }

  #assertEnded(page: HostilePage, seen: Seen, captureMs: number | null): void {
    const { visit, check } = seen;
    const ended = visit.outcome === 'shown' ? 'shown' : (visit.failure?.code ?? visit.outcome);
    expect(
      page.outcomes,
      `how the visit ended: ${ended} ${visit.failure?.message ?? ''}`,
    ).toContain(ended);
    expect(page.states, 'how the capture ended').toContain(check?.state ?? 'none');
    if (captureMs !== null) expect(captureMs).toBeLessThan(CAPTURE_MS + 2_000);
    if (check !== null && check.state !== 'complete') {
      // A reason that a program can read.
      expect(check.doubts.map(({ code }) => code).join(), 'doubts').toMatch(/^[A-Z_,]+$/u);
    }
    for (const code of page.doubts ?? [])
      expect(check?.doubts.map((doubt) => doubt.code)).toContain(code);
  }

  async #assertNothingOutside(): Promise<void> {
    const { app, folder } = this;
    expect(this.#scanner.scan(folder), 'text of the page on the disk').toEqual([]);
    expect(this.#outside().filter((file) => !this.#known.has(file))).toEqual([]);
    const windows = await app.driver.windows();
    expect(windows).toHaveLength(1);
    // The screens, and the page under review.
    expect(windows[0]?.views.length).toBeLessThanOrEqual(2);
    expect(await app.driver.errorBoxes()).toEqual([]);
  }

  /** Files that are neither in the vault nor in the browsers' own folders. */
  #outside(): readonly string[] {
    // Chromium on Linux makes an empty store of certificates, whatever it is started with.
    const store = path.join(this.folder, 'own', 'pki', 'nssdb');
    const ours = [this.app.vaultPath, store, ...this.app.driver.profileDirs];
    return filesBelow(this.folder).filter(
      (file) => !ours.some((one) => file.startsWith(`${one}${path.sep}`)) && !isSharedMemory(file),
    );
  }

  async #assertGone(before: number): Promise<void> {
    let now = 0;
    const gone = async (): Promise<true | undefined> => {
      now = await tabBytes(this.app);
      return now < before + MEMORY_BACK_BYTES ? true : undefined;
    };
    await this.app.driver.waitUntil(gone, 'the memory of the page to be given back', 15_000);
    // The host hears of a window that it refused once it is there, and closes it then.
    await this.app.driver.waitUntil(
      async () => ((await this.app.driver.strangeTargets()).length === 0 ? true : undefined),
      'windows that nobody opened to be closed',
    );
    expect(await this.app.driver.review()).toBeNull();
  }

  async #assertNextWorks(): Promise<void> {
    const { app, site } = this;
    await app.do('screen.go', { to: 'review' });
    expect(await app.visit(`${site.origin}/good`)).toMatchObject({ outcome: 'shown', status: 200 });
    await app.concern();
    const pings = new Pings(app);
    const check = await capture(app);
    await pings.stop();
    this.#goodWorstMs = Math.max(this.#goodWorstMs, pings.worstMs);
    expect(check).toMatchObject({ state: 'complete', missing: [], doubts: [] });
    const captureId = check?.captureId ?? '';
    await app.do('capture.discard', { captureId, reason: 'Only to see that it still works.' });
    await app.do('screen.go', { to: 'investigation' });
  }

  async close(): Promise<void> {
    await this.app.remove();
    await this.#served?.close();
    await this.site.close();
  }
}

/**
 * Memory that Chromium's processes share is a file which is removed before anything is in it; a process that is
 * ended between the two leaves it empty. One that holds something is none.
 */
function isSharedMemory(file: string): boolean {
  if (!/^\.org\.chromium\.Chromium\.[A-Za-z0-9]{6}$/u.test(path.basename(file))) return false;
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** Both browsers run, and have made what they keep ready, before anything is measured. */
async function warmUp(app: RunningApp, site: Site): Promise<void> {
  await app.visit(`${site.origin}/good`);
  await app.agree('pictures');
  await app.hands.until('the pictures', ({ screen }) => {
    return screen.kind === 'review' && screen.pictures === 'plain' && shown(screen);
  });
  await app.do('screen.go', { to: 'investigation' });
  await pause(1_000);
}

/** How many processes wait for each processor, on an average of a minute; 1 where none has to. */
function queueForProcessors(): number {
  return Math.max(1, (os.loadavg()[0] ?? 0) / os.availableParallelism());
}

function shown(screen: ReviewView): boolean {
  return screen.current?.outcome === 'shown';
}

/** Wait until the latest visit has an outcome. */
async function outcome(app: RunningApp, address: string, before: number): Promise<void> {
  await app.hands.until(
    `an outcome of ${address.slice(0, 200)}`,
    ({ screen }) =>
      screen.kind === 'review' &&
      screen.visits.length > before &&
      screen.visits.at(-1)?.outcome !== 'loading',
    STEP_MS,
  );
}

/**
 * Both agree to a capture, and it is made.
 * @returns null where there is no page to capture, or none any more
 */
async function capture(app: RunningApp): Promise<CaptureCheckView | null> {
  if ((await app.screen('review')).captureRefusal !== null) return null;
  await app.agree('capture');
  const ended = await app.hands.until(
    'the capture',
    ({ screen, notice }) => {
      if (screen.kind === 'review' && screen.check !== null) return { check: screen.check };
      // The page went away before the capture began: said to the people, on record as failed.
      return notice !== null && /^[A-Z_]+$/u.test(notice.code) && { check: null };
    },
    CAPTURE_MS + 20_000,
  );
  return ended.check;
}

async function keep(app: RunningApp, check: CaptureCheckView): Promise<void> {
  const answers = check.doubts.map(({ doubtId }) => ({
    ...{ doubtId, keep: true, reason: 'It is a hostile page.' },
  }));
  await app.do('capture.accept', { captureId: check.captureId, answers });
}

/** Memory of all renderers, bytes. */
async function tabBytes(app: RunningApp): Promise<number> {
  const metrics = await app.driver.metrics();
  return metrics
    .filter(({ type }) => type === 'Tab')
    .reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0);
}

/** Asks the app for its view again and again, as the screens might, and keeps the longest wait. */
class Pings {
  worstMs = 0;
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(app: RunningApp) {
    this.#done = this.#run(app);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #run(app: RunningApp): Promise<void> {
    // How late this process, which does nothing else, is itself: that is the machine's doing.
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    while (!this.#stopped) {
      delay.reset();
      const asked = performance.now();
      await app.call('app.view', {});
      const lateMs = Number.isFinite(delay.max) ? delay.max / 1e6 : 0;
      this.worstMs = Math.max(this.worstMs, performance.now() - asked - lateMs);
      await pause(PING_MS);
    }
    delay.disable();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
