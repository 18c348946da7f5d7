import { RunningApp } from '#test/support/e2e.ts';
import { templates } from '#test/support/e2e-template.ts';
import { startSite } from '#scripts/demo-site/server.ts';
import { textFirstRoutes } from './text-first-site.ts';
const made = await templates();
const site = await startSite(textFirstRoutes);
let t = performance.now();
const lap = (what: string, ...more: unknown[]) => { console.log(what, Math.round(performance.now() - t), ...more); t = performance.now(); };
const app = await RunningApp.start(made.exhibit);
lap('started');
try {
  await app.toReview();
  lap('review');
  for (const to of ['/hostile/popup-storm','/hostile/download','/hostile/permissions','/hostile/confirm-loop','/posts','/asks-inside','/hostile/schemes','/hostile/print-loop','/hostile/redirect-private']) {
    const v = await app.visit(site.origin + to);
    lap(to, v.outcome, v.status, v.failure, JSON.stringify((await app.screen('review')).refused));
  }
} finally { await app.remove(); await site.close(); process.exit(0); }
