import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { GROUPS, nameOf, type Group, type OnRecord } from '#test/support/site/hostile/page.ts';
import { accepted } from '#test/support/site/hostile/d-tls.ts';
import { pagesOf, routesOf } from '#test/support/site/hostile/registry.ts';
import { HostileRun } from './kit.ts';
import { onRecord } from './on-record.ts';

const SLOW = process.env['SLOW'] === '1';
const RUNS = SLOW ? 3 : 1;
/** One page may load for 30 s, be captured for 120 s, and is followed by a good one. */
const PAGE_MS = 260_000;

/** Define the tests of one group of hostile pages: all of them three times with `SLOW=1`, else the fast third once. */
export function runGroup(group: Group): void {
  const only = process.env['HOSTILE_ONLY']?.split(',').map(Number);
  const pages = pagesOf(group).filter((page) =>
    only === undefined ? SLOW || page.fast === true : only.includes(page.number),
  );
  if (pages.length === 0) return;
  let made: Templates;
  let run: HostileRun;
  let found: readonly OnRecord[] | null = null;

  describe(`hostile pages, ${group}: ${GROUPS[group]}`, () => {
    beforeAll(async () => {
      made = await templates();
      run = await HostileRun.start(made, routesOf(pages), [(await accepted()).flag]);
    }, TEMPLATE_MS);
    afterAll(async () => {
      await run.close();
    });

    const runs = pages.flatMap((page) =>
      Array.from({ length: RUNS }, (_, nth) => ({ page, nth, name: nameOf(page) })),
    );
    it.each(runs)(
      '$name (run $nth)',
      async ({ page }) => {
        await run.run(page);
      },
      PAGE_MS,
    );

    it('stand on record as they happened', async () => {
      await run.app.driver.stop();
      found = await onRecord(run.app.home, made.exhibit.investigationId ?? '', run.ran);
      expect(found).toHaveLength(run.ran.length);
      if (process.env['HOSTILE_PRINT'] !== undefined)
        for (const { events } of found) console.log(JSON.stringify(events, null, 1));
    }, 120_000);

    it.each(pages.map((page) => ({ page, name: nameOf(page) })))(
      '$name – on record',
      async ({ page }) => {
        const own = (found ?? []).filter((_, at) => run.ran[at]?.page === page);
        expect(own.length).toBe(RUNS);
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
