import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { RunningApp } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates } from '#test/support/e2e-template.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';

let app: RunningApp;
let site: Site;

beforeAll(async () => {
  const { exhibit } = await templates();
  site = await startSite(layoutRoutes);
  app = await RunningApp.start(exhibit);
  await app.toReview();
}, TEMPLATE_MS + 120_000);
afterAll(async () => {
  await app.remove();
  await site.close();
});

const width = async (): Promise<unknown> => await app.driver.evaluate('innerWidth');

async function untilWide(css: number): Promise<void> {
  await app.driver.waitUntil(async () => (await width()) === css || undefined, `${css} px`, 20_000);
}

describe('the size of the screens', () => {
  it('goes to 200 % by keys and back, a page open beside them, and what is clicked is what is seen', async () => {
    await app.visit(`${site.origin}/plain`);
    await untilWide(1440);
    for (let press = 0; press < 6; press++) await app.driver.press('Control+=');
    await untilWide(720);
    const barBottom = Number(
      await app.driver.evaluate(`document.querySelector('header').getBoundingClientRect().bottom`),
    );
    const page = await app.driver.review();
    expect(page?.bounds.y).toBeGreaterThanOrEqual(Math.floor(barBottom * 2));
    await app.driver.click('button', 'It concerns us', { exact: true, waitMs: 20_000 });
    await app.driver.waitForText('Say in a sentence what concerns you');
    await app.driver.press('Control+0');
    await untilWide(1440);
  });
});
