import { toHex } from '#src/core/bytes.ts';
import { isEvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import { decide } from '#src/investigation/decide.ts';
import { encodeEvent, type EventOf } from '#src/investigation/events.ts';
import { evolve } from '#src/investigation/evolve.ts';
import { initialState } from '#src/investigation/state.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import { commitLock, lastOpenHere, overwriteSlot } from '#src/vault/lock.ts';
import type { App } from './app.ts';
import { newLive, type Stopped } from './app-state.ts';
import { closePage } from './close-page.ts';
import { encodeInstallationEvent } from './installation.ts';
import { dropEverything } from './leave.ts';
import { stoppedFrom, underWayNow } from './stopped.ts';
import { summarise } from './summary.ts';

/** What one stop locks, fixed before any key is dropped. */
interface Target {
  readonly investigationId: string;
  readonly event: EventOf<'locked'>;
  readonly writer: LedgerWriter | null;
}

/**
 * STOP. Synchronous up to the durable slot and, wherever a writer is ready, to the committed lock. The order
 * is fixed: slot, page, lock entry, keys. Nothing here may throw: whatever fails, the page is gone and the keys are
 * dropped. A second press changes nothing.
 */
export function stop(app: App): void {
  if (app.live.stopped?.holdsComputer === true) return;
  const startedMs = app.ports.clock.monotonicMs();
  if (app.mode.kind === 'setup') {
    sayNothingLocked(app);
    app.changed();
    return;
  }
  if (app.mode.kind !== 'open') {
    closePage(app);
    return;
  }
  // The open investigation's slot goes before anything else is even looked at.
  const openId = app.live.sitting?.investigation?.investigationId ?? null;
  let slotFailed = openId === null ? null : destroy(app, openId);
  const target = orNull(() => targetOf(app)) ?? bareTarget(app, openId);
  if (target !== null && openId === null) slotFailed = destroy(app, target.investigationId);
  tryTo(() => {
    closePage(app);
  });
  const stopped = target === null ? null : (orNull(() => shown(app, target)) ?? bare(app, target));
  const failed = target === null ? null : lock(app, target);
  tryTo(() => {
    dropEverything(app);
  });
  const next = newLive();
  next.notice = app.live.notice;
  app.live = next;
  if (target !== null && stopped !== null) {
    const durationMs = Math.max(0, app.ports.clock.monotonicMs() - startedMs);
    next.stopped = {
      ...stopped,
      recorded: failed === null,
      durationMs,
      did: didOf(stopped, slotFailed, failed),
    };
    next.chosenId = target.investigationId;
  } else {
    sayNothingLocked(app);
  }
  app.changed();
}

/** Whoever pressed STOP has to know that it was heard, also where there was nothing to lock. */
export function sayNothingLocked(app: App): void {
  const code = 'VAULT_NOTHING_TO_LOCK';
  app.live.notice = { code, message: 'nothing was open to be locked', at: app.now(), safe: null };
}

/**
 * Lock one investigation more, by whoever proved to be authorised for it.
 * @throws {EvidenceError} what the lock throws; the slot is overwritten all the same
 */
export async function lockAnother(
  app: App,
  investigationId: string,
  personId: string,
): Promise<void> {
  const { vault } = app.opened();
  overwriteSlot(vault, investigationId);
  const writer = await vault.computerWriter(vault.originOf(investigationId));
  const event = lockedEvent(app, {
    from: 'passphrase',
    personIds: [personId],
    visitId: null,
    underWay: null,
  });
  commitLock(vault, investigationId, writer, encodeEvent(event).payload, (db) => {
    noteStoppedHead(app, db, investigationId, writer);
  });
}

/** The open investigation; with none open the one last open here, if that was under 24 hours ago. */
function targetOf(app: App): Target | null {
  const { sitting, investigation } = app.live;
  const handle = sitting?.investigation ?? null;
  if (investigation !== null && handle !== null && sitting !== null) {
    const { state } = investigation.folded;
    if (state.lock !== null) return null;
    const underWay = underWayNow(state, app.live.capture?.progress?.step ?? null);
    const personIds = sitting.personIds;
    const decision = decide(
      state,
      { kind: 'stop', stoppedAt: app.now(), from: 'sitting', underWay },
      app.context(),
    );
    const decided = decision.ok ? decision.events[0] : undefined;
    const event =
      decided?.kind === 'locked'
        ? decided
        : lockedEvent(app, { from: 'sitting', personIds, visitId: state.currentVisitId, underWay });
    // A sitting that has run out can't sign: the computer does.
    const writer = sitting.open ? handle.writer : null;
    return { investigationId: investigation.investigationId, event, writer };
  }
  const { vault, stopWriters } = app.opened();
  const investigationId = lastOpenHere(vault);
  if (investigationId === null) return null;
  const event = lockedEvent(app, {
    from: 'sign-in',
    personIds: sitting?.personIds ?? [],
    visitId: null,
    underWay: null,
  });
  return { investigationId, event, writer: stopWriters.get(investigationId) ?? null };
}

function lockedEvent(
  app: App,
  facts: Omit<EventOf<'locked'>, 'kind' | 'stoppedAt'>,
): EventOf<'locked'> {
  return { kind: 'locked', stoppedAt: app.now(), ...facts };
}

/** @returns why the entry could not be written; null when it was, or is being written */
function lock(app: App, target: Target): string | null {
  const { vault } = app.opened();
  const { investigationId, event, writer } = target;
  const commit = (ready: LedgerWriter): void => {
    commitLock(vault, investigationId, ready, encodeEvent(event).payload, (db) => {
      noteStoppedHead(app, db, investigationId, ready);
    });
  };
  if (writer !== null) {
    const failed = tryTo(() => {
      commit(writer);
    });
    // A sitting that has just run out can't sign: the computer does.
    if (failed === null || !failed.startsWith('SITTING_')) return failed;
  }
  vault
    .computerWriter(vault.originOf(investigationId))
    .then(commit)
    .catch((error: unknown) => {
      if (app.live.stopped !== null) app.live.stopped.recorded = false;
      app.live.notice = {
        ...failure(error).error,
        at: app.now(),
        safe: 'The investigation is locked.',
      };
    })
    .finally(() => {
      app.changed();
    });
  return null;
}

/** The head after the lock, in the installation's ledger and in the same transaction. */
function noteStoppedHead(
  app: App,
  db: WriteDb,
  investigationId: string,
  _writer: LedgerWriter,
): void {
  const { vault, installationWriter } = app.opened();
  const { size, root } = vault.ledger(vault.originOf(investigationId)).head();
  const state = app.live.investigation?.folded.state ?? initialState;
  const summary = {
    ...summarise(state),
    state: 'stopped' as const,
    nextAct: 'Open the stopped screen',
  };
  const ledger = vault.ledger(vault.installationOrigin);
  const event = {
    kind: 'investigation-head',
    investigationId,
    size,
    root: toHex(root),
    why: 'stop',
    summary,
  } as const;
  ledger.append(db, installationWriter, encodeInstallationEvent(event));
}

function shown(app: App, target: Target): Stopped {
  const { store } = app.opened();
  const { investigation } = app.live;
  const row = store.tables.investigations.get(store.read, target.investigationId);
  const reference = row?.reference ?? '';
  const fromSignIn = target.event.from === 'sign-in';
  const state =
    investigation?.investigationId === target.investigationId
      ? evolve(investigation.folded.state, target.event, { index: 0, recordedAt: app.now() })
      : null;
  return stoppedFrom(app, {
    investigationId: target.investigationId,
    reference,
    fromSignIn,
    state,
    event: target.event,
  });
}

function didOf(
  stopped: Stopped,
  slotFailed: string | null,
  failed: string | null,
): readonly string[] {
  const kept = stopped.lockedExhibits.length;
  const keys = kept === 1 ? 'The key to 1 exhibit was' : `The keys to ${kept} exhibits were`;
  return [
    'The page was closed and nothing of it was captured.',
    ...(slotFailed === null
      ? [
          `${stopped.facts === null ? 'The keys to its exhibits were' : keys} destroyed on this computer.`,
        ]
      : []),
    ...(slotFailed === null
      ? []
      : [
          `The keys could not be destroyed yet (${slotFailed}): Countersign tries again at its next start.`,
        ]),
    ...(failed === null ? [] : [`The time could not be saved (${failed}).`]),
    'Nothing was deleted. Nothing more is written without asking you both.',
  ];
}

/** The open investigation with nothing known about it but that it has to be locked. */
function bareTarget(app: App, investigationId: string | null): Target | null {
  if (investigationId === null || app.live.investigation?.folded.state.lock != null) return null;
  const unknown = { personIds: [], visitId: null, underWay: null };
  return {
    investigationId,
    event: lockedEvent(app, { from: 'sitting', ...unknown }),
    writer: null,
  };
}

/** The stopped screen with contacts only. */
function bare(app: App, { investigationId, event }: Target): Stopped {
  const known = { investigationId, reference: '', fromSignIn: false, state: null };
  return stoppedFrom(app, { ...known, event });
}

/** @returns why the slot could not be overwritten; null when it was */
function destroy(app: App, investigationId: string): string | null {
  return tryTo(() => {
    overwriteSlot(app.opened().vault, investigationId);
  });
}

function orNull<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    // A stop goes on whatever fails: the slot is gone already, and the next start finishes the lock.
    return null;
  }
}

function tryTo(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return isEvidenceError(error) ? error.code : 'INTERNAL';
  }
}
