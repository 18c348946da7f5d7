import type { App } from './app.ts';
import { orClosePage } from './or-close-page.ts';
import { record } from './recording.ts';

const WAIT_MS = 1000;
/** Changes of title on record of one visit: a page may count seconds in its title all day. */
const MAX_CHANGES = 20;
const MAX_TITLE = 2000;

/**
 * The page says its title. The end of its load takes it along; a change after that is an entry of its own,
 * at most one a second.
 * @param title - attacker-controlled
 */
export function titled(app: App, title: string): void {
  const { live } = app;
  live.title = title.slice(0, MAX_TITLE).toWellFormed();
  if (live.titleWaits || !hasChanged(app)) return;
  live.titleWaits = true;
  app.ports.scheduler.after(WAIT_MS, () => {
    live.titleWaits = false;
    orClosePage(app, () => {
      recordTitle(app);
    });
    app.changed();
  });
}

function hasChanged(app: App): boolean {
  const { sitting, investigation, title, pageVisitId } = app.live;
  if (sitting === null || investigation === null || title === null) return false;
  const visit = investigation.folded.state.visits.find((one) => one.visitId === pageVisitId);
  return visit?.outcome === 'shown' && visit.title !== title;
}

function recordTitle(app: App): void {
  const { title, pageVisitId: visitId, titleChanges } = app.live;
  if (!hasChanged(app) || title === null || visitId === null) return;
  const count = (titleChanges.get(visitId) ?? 0) + 1;
  if (count > MAX_CHANGES) return;
  titleChanges.set(visitId, count);
  record(app, { kind: 'observe', observation: { kind: 'visit-titled', visitId, title } });
}
