import { siteOf } from '#src/investigation/site.ts';
import { currentVisit } from '#src/investigation/state.ts';
import type { Observation } from '#src/investigation/commands.ts';
import type { App } from './app.ts';
import { countPageRefusal } from './browser-refusals.ts';
import { closePage } from './close-page.ts';
import { orClosePage } from './or-close-page.ts';
import { openPage } from './open-page.ts';
import { countSent } from './phase.ts';
import type { ReviewEvent } from './ports.ts';
import { titled } from './page-title.ts';
import { onProxyAsks } from './proxy-questions.ts';
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
  if (isWitnessed(event)) {
    witness(app, event);
    return;
  }
  orClosePage(app, () => {
    take(app, event);
  });
  app.changed();
}

type Witnessed = Extract<ReviewEvent, { kind: 'exchange' | 'certificate' | 'lookup' | 'way' }>;

function isWitnessed(event: ReviewEvent): event is Witnessed {
  return ['exchange', 'certificate', 'lookup', 'way'].includes(event.kind);
}

/** What the browser's own side saw of the network: it stands in the record of a capture, if there is one. */
function witness(app: App, event: Witnessed): void {
  const { live } = app;
  const now = (): string => app.now();
  if (event.kind === 'certificate') {
    const { host, verdict, error, knownRoot, certificates } = event;
    live.network?.witnessChain({ host, verdict, error, knownRoot, certificates, seenAt: now() });
  } else if (event.kind === 'lookup') {
    const { host, tookMs, addresses, error } = event;
    const askedAt = new Date(Date.parse(now()) - tookMs).toISOString();
    live.network?.witnessLookup({ host, askedAt, tookMs, addresses, error });
  } else if (event.kind === 'way') {
    const { kind: _kind, ...way } = event;
    live.network?.witnessWay({ ...way, askedAt: now() });
  } else if (event.outcome === 'asked' || event.outcome === 'blocked') {
    const { address, method, resourceType, exception } = event;
    if (event.outcome === 'asked' && exception !== null && exception === live.phase?.agreementId)
      countSent(app, method, address);
    live.network?.witness({ address, method, kind: resourceType, seenAt: now(), exception });
  }
}

function take(app: App, event: Exclude<ReviewEvent, Witnessed>): void {
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
      return freshElsewhere(app, to);
    }
    case 'committed': {
      const { status, serverAddress } = event;
      const address = shortened(event.address);
      app.live.title = null;
      app.live.pageVisitId = app.investigation().folded.state.currentVisitId;
      return observe(app, (visitId) => ({
        kind: 'visit-committed',
        visitId,
        address,
        status,
        serverAddress,
      }));
    }
    case 'in-page':
      if (tooMany(app)) return;
      return observePage(app, (visitId) => ({
        kind: 'visit-moved',
        visitId,
        address: shortened(event.address),
      }));
    case 'titled':
      return titled(app, event.title);
    case 'finished':
      return observePage(app, (visitId) => ({
        kind: 'visit-finished',
        visitId,
        title: app.live.title,
      }));
    case 'stayed':
      return observePage(app, (visitId) => ({ kind: 'visit-stayed', visitId }));
    case 'failed': {
      const { code, detail, certificates } = event;
      return observe(app, (visitId) => ({
        kind: 'visit-failed',
        visitId,
        code,
        detail: detail.slice(0, 200),
        certificates: [...certificates],
      }));
    }
    case 'proxy-asks':
      return onProxyAsks(app, event);
    case 'refused':
      return countPageRefusal(app, event.what, event.address);
  }
}

/** A navigation: ours is recorded already; the page's own becomes a visit of its own. */
function started(app: App, address: string): void {
  const { live } = app;
  if (live.expectedStarts > 0) {
    live.expectedStarts -= 1;
    return;
  }
  if (tooMany(app)) return;
  const cause = live.goingBack ? 'back' : 'page';
  live.goingBack = false;
  record(app, { kind: 'open-address', visitId: app.newId(), address, cause });
  freshElsewhere(app, address);
}

/**
 * R24: pictures were agreed for one site; another starts as text, in a new view. R23: so was a session that
 * continues; another site gets one of its own.
 */
function freshElsewhere(app: App, address: string): void {
  const { folded } = app.investigation();
  const { live } = app;
  const site = siteOf(address);
  // No site at all (`mailto:` and the like) is refused by the browser, as is every other site in a phase: the page stays.
  if (currentVisit(folded.state) === null || site === null || live.phase !== null) return;
  const sessionLeft = live.session !== null && live.session !== site;
  if (sessionLeft) record(app, { kind: 'leave-site', address });
  const agreed = folded.state.picturesAgreedAt !== null;
  const picturesLeft = live.picturesLoaded && !(live.picturesSite === site && agreed);
  if (!sessionLeft && !picturesLeft) return;
  if (picturesLeft && agreed) record(app, { kind: 'load-again', cause: 'pictures-off' });
  void openPage(app, address, 'not-loaded').catch(() => undefined);
}

function observe(app: App, of: (visitId: string) => Observation): void {
  const visitId = app.investigation().folded.state.currentVisitId;
  if (visitId !== null) record(app, { kind: 'observe', observation: of(visitId) });
}

/** What the page does that is open: the visit under way may be another one, on its way. */
function observePage(app: App, of: (visitId: string) => Observation): void {
  const { pageVisitId } = app.live;
  if (pageVisitId !== null) record(app, { kind: 'observe', observation: of(pageVisitId) });
}

/** A page that navigates without end is closed, and that is on record. */
function tooMany(app: App): boolean {
  const { navigatedMs } = app.live;
  const now = app.ports.clock.monotonicMs();
  navigatedMs.push(now);
  while ((navigatedMs[0] ?? now) < now - NAVIGATIONS_MS) navigatedMs.shift();
  if (navigatedMs.length <= MAX_NAVIGATIONS) return false;
  navigatedMs.length = 0;
  closePage(app, 'keep');
  observe(app, (visitId) => ({
    ...{ kind: 'visit-failed', visitId, code: 'PAGE_FAILED', detail: 'it navigated without end' },
    certificates: [],
  }));
  return true;
}

function shortened(address: string): string {
  const text = address.toWellFormed().slice(0, MAX_ADDRESS);
  return text.trim() === '' ? 'about:blank' : text.toWellFormed();
}
