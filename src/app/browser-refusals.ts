import type { PageRefusal } from '#src/investigation/events-review.ts';
import type { App } from './app.ts';
import { orClosePage } from './or-close-page.ts';
import { record } from './recording.ts';

const FLUSH_MS = 1000;
/** How many addresses of one kind are named in a second; what is tried beyond them is counted without. */
const MAX_ADDRESSES_A_SECOND = 5;
const MAX_ADDRESS = 2_000;

/** What was refused since the last entries about it: for each kind, how often each address was tried. */
export type PageRefusals = Map<PageRefusal, Map<string | null, number>>;

/**
 * Count what a page tried and was refused. A page may try thousands of times a second, so the ledger gets
 * one entry a second for each address, with the count, and of each kind at most
 * {@link MAX_ADDRESSES_A_SECOND}: what is tried beyond them stands in one entry without an address.
 */
export function countPageRefusal(app: App, what: PageRefusal, address: string | null): void {
  const { pageRefusals } = app.live;
  if (what === 'other-site') {
    const message = 'this page wanted to go on at another host, which is refused now';
    app.live.notice = { code: 'PAGE_OTHER_SITE', message, at: app.now(), safe: null };
  }
  const waiting = pageRefusals.size > 0;
  const counts = pageRefusals.get(what) ?? new Map<string | null, number>();
  pageRefusals.set(what, counts);
  const shown =
    address === null || address.trim() === '' ? null : address.slice(0, MAX_ADDRESS).toWellFormed();
  const key = counts.has(shown) || counts.size < MAX_ADDRESSES_A_SECOND ? shown : null;
  counts.set(key, (counts.get(key) ?? 0) + 1);
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
  const kinds = [...pageRefusals];
  pageRefusals.clear();
  if (sitting === null || investigation === null) return;
  for (const [what, counts] of kinds) {
    for (const [address, count] of counts) {
      record(app, { kind: 'observe-refusal', what, address, count });
    }
  }
}
