import { RunningApp } from '#test/support/e2e.ts';
import { templates } from '#test/support/e2e-template.ts';
import { startSite } from '#scripts/demo-site/server.ts';
import { textFirstRoutes } from './text-first-site.ts';
const t = performance.now();
const made = await templates();
console.log('templates', performance.now() - t);
const site = await startSite(textFirstRoutes);
const app = await RunningApp.start(made.exhibit);
console.log('started', performance.now() - t);
try {
  await app.toReview();
  console.log('review', performance.now() - t);
  for (const to of ['/hostile/download', '/hostile/downloads', '/heavy']) {
    const v = await app.visit(site.origin + to);
    console.log(to, v.outcome, v.status, v.failure);
    await new Promise((r) => setTimeout(r, 3000));
    console.log(JSON.stringify((await app.screen('review')).refused), site.log.slice(-6).map((x) => x.path).join());
  }
  await app.visit(site.origin + '/more');
  await new Promise((r) => setTimeout(r, 1000));
  for (let i = 0; i < 4; i++) { await app.driver.screenshot(`/tmp/more-${i}.png`); await app.driver.evaluateReview('void scrollBy(0, innerHeight * 0.8)'); }
} finally { await app.remove(); await site.close(); process.exit(0); }
