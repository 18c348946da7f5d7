import type { PageRefusal } from '#src/investigation/events-review.ts';
import type { App } from './app.ts';
import { orClosePage } from './or-close-page.ts';
import { record } from './recording.ts';

const FLUSH_MS = 1000;

/**
 * Count what a page tried and was refused. A page may try thousands of times a second, so the ledger gets
 * one entry of each kind a second, with the count and the last address.
 */
export function countPageRefusal(app: App, what: PageRefusal, address: string | null): void {
  const { pageRefusals } = app.live;
  const waiting = pageRefusals.size > 0;
  const before = pageRefusals.get(what)?.count ?? 0;
  const shown =
    address === null || address.trim() === '' ? null : address.slice(0, 2000).toWellFormed();
  pageRefusals.set(what, { count: before + 1, address: shown });
  if (waiting) return;
  app.ports.scheduler.after(FLUSH_MS, () => {
    orClosePage(app, () => {
      flushPageRefusals(app);
    });
    app.changed();
  });
}

/** Write what was counted; nothing where nobody is signed in any more. */
export function flushPageRefusals(app: App): void {
  const { pageRefusals, sitting, investigation } = app.live;
  const counts = [...pageRefusals];
  pageRefusals.clear();
  if (sitting === null || investigation === null) return;
  for (const [what, { count, address }] of counts) {
    record(app, { kind: 'observe-refusal', what, address, count });
  }
}
