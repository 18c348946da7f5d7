import { toHex } from '#src/core/bytes.ts';
import { failure } from '#src/core/result.ts';
import { decide } from '#src/investigation/decide.ts';
import type { PauseReason } from '#src/investigation/events-people.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import { forget } from '#src/vault/person.ts';
import type { App } from './app.ts';
import { isHalfIn, newLive, nobody } from './app-state.ts';
import { flushPageRefusals } from './browser-refusals.ts';
import { closePage } from './close-page.ts';
import { encodeInstallationEvent, type InstallationEvent } from './installation.ts';
import { appendEvents, recordInstallation } from './recording.ts';
import { forgetProxyLogins } from './proxy-questions.ts';
import { dropRenewal } from './renewing.ts';
import { summarise } from './summary.ts';

type HeadReason = Extract<InstallationEvent, { kind: 'investigation-head' }>['why'];

/**
 * Close the page and forget every key: what a pause, an end and a stop have in common. Synchronous; work
 * that awaits something finds out by the epoch.
 */
export function dropEverything(app: App): void {
  const { live } = app;
  app.epoch += 1;
  closePage(app);
  live.capture?.abort.abort();
  live.capture?.key.drop();
  live.capture = null;
  live.phase = null;
  live.marking = null;
  forgetProxyLogins(live.proxy);
  for (const half of [live.halves.first, live.halves.second]) {
    if (half.person !== null) forget(half.person);
  }
  live.halves = { first: nobody, second: nobody };
  if (live.halfSigned !== null) forget(live.halfSigned.person);
  live.halfSigned = null;
  dropRenewal(live);
  live.sitting?.drop();
  live.sitting = null;
  live.surroundings = null;
  live.made = null;
}

/**
 * Pause: the page is gone and every key dropped; both sign in again to go on. Either person, the idle clock,
 * the screen lock and sleep can do it. Without a sitting it empties the sign-in halves and
 * ends the making of new recovery sheets.
 */
export function pause(app: App, reason: PauseReason): void {
  const { live } = app;
  const { sitting, investigation, stopped, renewal } = live;
  const wasHalfIn = isHalfIn(live);
  closePage(app);
  if (sitting !== null) {
    try {
      recordPause(app, reason);
    } catch (error) {
      const { code, message } = failure(error).error;
      live.notice = { code, message, at: app.now(), safe: null };
    }
  }
  dropEverything(app);
  if (app.mode.kind === 'open') {
    const next = newLive();
    next.notice = live.notice;
    next.stopped = stopped;
    next.chosenId = investigation?.investigationId ?? live.chosenId;
    const ended = sitting !== null || renewal !== null || wasHalfIn;
    next.paused = ended ? { reason, at: app.now() } : live.paused;
    app.live = next;
  }
  app.changed();
}

function recordPause(app: App, reason: PauseReason): void {
  const { store } = app.opened();
  const { sitting, investigation, capture } = app.live;
  if (sitting === null) return;
  flushPageRefusals(app);
  const handle = sitting.investigation;
  if (handle === null || investigation === null) {
    recordInstallation(app, { kind: 'list-paused', reason });
    return;
  }
  const { state } = investigation.folded;
  const stopped =
    capture !== null && state.capture !== null
      ? decide(state, { kind: 'stop-capture', by: 'pause' }, app.context())
      : null;
  const paused = decide(state, { kind: 'pause-sitting', reason }, app.context());
  const events = [
    ...(stopped?.ok === true ? stopped.events : []),
    ...(paused.ok ? paused.events : []),
  ];
  store.write((db) => {
    appendEvents(db, handle.ledger, handle.writer, events);
    const row = store.tables.investigations.get(db, handle.investigationId);
    if (row !== null)
      store.tables.investigations.put(db, { ...row, lastSittingEndedAt: app.now() });
  });
  investigation.folded.catchUp();
  store.write((db) => {
    noteHead(app, db, investigation.investigationId, 'pause');
  });
}

/** Put the open investigation away, to open another in the same sitting. */
export function pauseInvestigation(app: App): void {
  const { investigation } = app.live;
  if (investigation === null) return;
  closePage(app);
  app.live.phase = null;
  recordPause(app, 'pause');
  app.live.investigation = null;
  app.live.prepared = null;
  if (app.live.halfSigned !== null) forget(app.live.halfSigned.person);
  app.live.halfSigned = null;
}

/**
 * Note the head of an investigation's ledger in the installation's ledger, so that a deleted or shortened
 * one shows, with what the board may list of it.
 */
export function noteHead(app: App, db: WriteDb, investigationId: string, why: HeadReason): void {
  const { vault, installationWriter } = app.opened();
  const { sitting, investigation } = app.live;
  const { size, root } = vault.ledger(vault.originOf(investigationId)).head();
  const state =
    investigation?.investigationId === investigationId ? investigation.folded.state : null;
  if (state === null) return;
  const handle = sitting?.installation ?? null;
  const ledger = handle?.ledger ?? vault.ledger(vault.installationOrigin);
  const event: InstallationEvent = {
    kind: 'investigation-head',
    ...{ investigationId, size, root: toHex(root), why, summary: summarise(state) },
  };
  ledger.append(db, handle?.writer ?? installationWriter, encodeInstallationEvent(event));
}
