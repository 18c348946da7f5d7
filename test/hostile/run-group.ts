import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { accepted } from '#test/support/site/hostile/d-tls.ts';
import {
  GROUPS,
  nameOf,
  type Group,
  type HostilePage,
  type OnRecord,
} from '#test/support/site/hostile/page.ts';
import { pagesOf, routesOf } from '#test/support/site/hostile/registry.ts';
import { HostileRun, type Ran } from './kit.ts';
import { onRecord } from './on-record.ts';

const SLOW = process.env['SLOW'] === '1';
const RUNS = SLOW ? 3 : 1;
/** One page may load for 30 s, be captured for 120 s, and is followed by a good one. */
const PAGE_MS = 260_000;

/** What a run's browsers are started with, and what has to be closed after it. */
interface Around {
  readonly flags: readonly string[];
  close(): Promise<void>;
}

/** Define the tests of one group of hostile pages: all of them three times with `SLOW=1`, else the fast third once. */
export function runGroup(group: Group): void {
  runPages(`hostile pages, ${group}: ${GROUPS[group]}`, pagesOf(group), async () => ({
    flags: [(await accepted()).flag],
    close: () => Promise.resolve(),
  }));
}

/**
 * Define the tests of some pages, all in one app. `HOSTILE_ONLY=12,17` runs those numbers alone, once;
 * `HOSTILE_PRINT=1` prints what each came to.
 * @param start - makes what the app's browsers need around them
 */
export function runPages(
  title: string,
  all: readonly HostilePage[],
  start: () => Promise<Around>,
): void {
  const only = process.env['HOSTILE_ONLY']?.split(',').map(Number);
  const pages = all.filter((page) =>
    only === undefined ? SLOW || page.fast === true : only.includes(page.number),
  );
  if (pages.length === 0) {
    describe.skip(title, () => {
      it('is run with SLOW=1', () => undefined);
    });
    return;
  }
  describe(title, () => {
    let made: Templates;
    let around: Around | undefined;
    let run: HostileRun | undefined;
    let found: readonly OnRecord[] = [];
    const running = (): HostileRun => {
      if (run === undefined) throw new Error('the app did not start');
      return run;
    };

    beforeAll(async () => {
      made = await templates();
      around = await start();
      run = await HostileRun.start(made, routesOf(pages), around.flags);
    }, TEMPLATE_MS);
    afterAll(async () => {
      await run?.close();
      await around?.close();
    });

    const runs = pages.flatMap((page) =>
      Array.from({ length: RUNS }, (_, nth) => ({ page, nth: nth + 1, name: nameOf(page) })),
    );
    it.each(runs)(
      '$name (run $nth)',
      async ({ page }) => {
        await running().run(page);
      },
      PAGE_MS,
    );

    it('stand on record as they happened', async () => {
      const { app, ran } = running();
      if (process.env['HOSTILE_PRINT'] === '1') console.log(ran.map(lineOf).join('\n'));
      await app.driver.stop();
      found = await onRecord(app.home, made.exhibit.investigationId ?? '', ran);
      // A run that was tried again stands there twice: the last one counts.
      expect(found.length).toBeGreaterThanOrEqual(runs.length);
    }, 120_000);

    it.each(pages.map((page) => ({ page, name: nameOf(page) })))(
      '$name – on record',
      async ({ page }) => {
        const own = found.filter((_, at) => running().ran[at]?.page === page).slice(-RUNS);
        expect(own.length, 'runs of the page').toBe(RUNS);
        for (const one of own) {
          const refused = one.events.flatMap((event) =>
            event.kind === 'page-refused' ? [event.what] : [],
          );
          for (const what of page.refused ?? []) expect(refused).toContain(what);
          await page.onRecord?.(one);
        }
      },
    );
  });
}

/** What one run came to, in figures. */
function lineOf({ page, seen, captureMs, worstAnswerMs }: Ran): string {
  const { visit, check } = seen;
  const came = `${visit.outcome} ${visit.failure?.code ?? ''}, ${check?.state ?? 'no page to capture'}`;
  const took = captureMs === null ? '' : `, captured in ${(captureMs / 1000).toFixed(1)} s`;
  return `${nameOf(page)}: ${came}${took}, longest wait ${worstAnswerMs.toFixed(0)} ms`;
}
