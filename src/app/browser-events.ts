import { siteOf } from '#src/investigation/visiting.ts';
import { currentVisit } from '#src/investigation/state.ts';
import type { Observation } from '#src/investigation/commands.ts';
import type { App } from './app.ts';
import { countPageRefusal } from './browser-refusals.ts';
import { closePage } from './close-page.ts';
import { orClosePage } from './or-close-page.ts';
import { openPage } from './open-page.ts';
import type { ReviewEvent } from './ports.ts';
import { record } from './recording.ts';

const MAX_NAVIGATIONS = 20;
const NAVIGATIONS_MS = 10_000;
const MAX_ADDRESS = 8192;

/**
 * Record what happens in the review browser (R13). Every text in it is the page's own. What can't be
 * recorded isn't shown: the page is closed then.
 */
export function onReviewEvent(app: App, event: ReviewEvent): void {
  const { sitting, investigation, pageOpen } = app.live;
  if (sitting === null || investigation === null || !pageOpen) return;
  if (event.kind === 'exchange') {
    const { address, method, resourceType } = event;
    app.live.network?.witness({ address, method, kind: resourceType, seenAt: app.now() });
    return;
  }
  orClosePage(app, () => {
    take(app, event);
  });
  app.changed();
}

function take(app: App, event: Exclude<ReviewEvent, { kind: 'exchange' }>): void {
  switch (event.kind) {
    case 'started':
      return started(app, shortened(event.address));
    case 'redirected': {
      const [from, to] = [shortened(event.from), shortened(event.to)];
      observe(app, (visitId) => ({
        kind: 'visit-redirected',
        visitId,
        from,
        to,
        status: event.status,
      }));
      return textFirstElsewhere(app, to);
    }
    case 'committed': {
      const { status, serverAddress } = event;
      const address = shortened(event.address);
      observe(app, (visitId) => ({
        kind: 'visit-committed',
        visitId,
        address,
        status,
        serverAddress,
      }));
      return;
    }
    case 'in-page':
      if (tooMany(app)) return;
      return observe(app, (visitId) => ({
        kind: 'visit-moved',
        visitId,
        address: shortened(event.address),
      }));
    case 'titled':
      app.live.title = event.title.slice(0, 2000).toWellFormed();
      return;
    case 'finished':
      return observe(app, (visitId) => ({
        kind: 'visit-finished',
        visitId,
        title: app.live.title,
      }));
    case 'stayed':
      return stayed(app, shortened(event.address));
    case 'failed': {
      const { code, detail } = event;
      return observe(app, (visitId) => ({
        kind: 'visit-failed',
        visitId,
        code,
        detail: detail.slice(0, 200),
      }));
    }
    case 'refused':
      return countPageRefusal(app, event.what, event.address);
  }
}

/** A navigation: ours is recorded already; the page's own becomes a visit of its own. */
function started(app: App, address: string): void {
  const { live } = app;
  live.title = null;
  if (live.expectedStarts > 0) {
    live.expectedStarts -= 1;
    return;
  }
  if (tooMany(app)) return;
  const cause = live.goingBack ? 'back' : 'page';
  live.goingBack = false;
  record(app, { kind: 'open-address', visitId: app.newId(), address, cause });
  textFirstElsewhere(app, address);
}

/** What a page led to brought no document: that is on record, and the page that is still there is visited again. */
function stayed(app: App, address: string): void {
  const before = app
    .investigation()
    .folded.state.visits.findLast((visit) => visit.finalAddress === address);
  observe(app, (visitId) => ({
    ...{ kind: 'visit-failed', visitId, code: 'PAGE_FAILED', detail: 'it brought no page' },
  }));
  if (before === undefined) return;
  const { status, serverAddress, title } = before;
  app.live.title = title;
  record(app, { kind: 'open-address', visitId: app.newId(), address, cause: 'page' });
  observe(app, (visitId) => ({ kind: 'visit-committed', visitId, address, status, serverAddress }));
  observe(app, (visitId) => ({ kind: 'visit-finished', visitId, title }));
}

/** R24: pictures were agreed for one site; another starts as text, in a new view. */
function textFirstElsewhere(app: App, address: string): void {
  const { folded } = app.investigation();
  const visit = currentVisit(folded.state);
  if (visit === null || !app.live.picturesLoaded) return;
  const agreedSite = app.live.picturesSite;
  if (agreedSite !== null && agreedSite === siteOf(address)) return;
  if (folded.state.picturesAgreedAt !== null)
    record(app, { kind: 'load-again', cause: 'pictures-off' });
  void openPage(app, address, false).catch(() => undefined);
}

function observe(app: App, of: (visitId: string) => Observation): void {
  const visitId = app.investigation().folded.state.currentVisitId;
  if (visitId !== null) record(app, { kind: 'observe', observation: of(visitId) });
}

/** A page that navigates without end is closed, and that is on record. */
function tooMany(app: App): boolean {
  const { navigatedMs } = app.live;
  const now = app.ports.clock.monotonicMs();
  navigatedMs.push(now);
  while ((navigatedMs[0] ?? now) < now - NAVIGATIONS_MS) navigatedMs.shift();
  if (navigatedMs.length <= MAX_NAVIGATIONS) return false;
  navigatedMs.length = 0;
  closePage(app);
  observe(app, (visitId) => ({
    ...{ kind: 'visit-failed', visitId, code: 'PAGE_FAILED', detail: 'it navigated without end' },
  }));
  return true;
}

function shortened(address: string): string {
  const text = address.toWellFormed().slice(0, MAX_ADDRESS);
  return text.trim() === '' ? 'about:blank' : text.toWellFormed();
}
