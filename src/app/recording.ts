import { EvidenceError } from '#src/core/errors.ts';
import type { Command } from '#src/investigation/commands.ts';
import { decide } from '#src/investigation/decide.ts';
import type { Refusal } from '#src/investigation/decision.ts';
import {
  encodeEvent,
  RESTRICTED_KINDS,
  type InvestigationEvent,
} from '#src/investigation/events.ts';
import type { ObjectRef } from '#src/ledger/entry.ts';
import type { Ledger, LedgerWriter } from '#src/ledger/ledger.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import type { App } from './app.ts';
import { encodeInstallationEvent, type InstallationEvent } from './installation.ts';

/** What goes into the transaction beside the entries. */
export interface RecordOptions {
  /** Who proved for this act that they are there. */
  readonly signerIds?: readonly string[];
  /** Object files that the first event accounts for. */
  readonly objects?: readonly ObjectRef[];
  /** Further rows of the same transaction. */
  readonly also?: (db: WriteDb) => void;
}

/**
 * Decide a command on the open investigation and record what it makes happen, in one transaction,
 * durable on return. A refusal is recorded too (R15), then thrown.
 * @throws {EvidenceError} the refusal's code, with its words as message and its rule in the details
 * @throws {EvidenceError} STORE_… - nothing was recorded
 */
export function record(
  app: App,
  command: Command,
  options: RecordOptions = {},
): readonly InvestigationEvent[] {
  const { folded } = app.investigation();
  const decision = decide(folded.state, command, app.context(options.signerIds));
  if (!decision.ok) {
    noteRefusal(app, command.kind, decision, options.signerIds ?? app.sitting().personIds);
    throw refusalError(decision);
  }
  append(app, decision.events, options);
  return decision.events;
}

/** Record what the rules allowed and what nobody can refuse; as {@link record}, without deciding. */
export function append(
  app: App,
  events: readonly InvestigationEvent[],
  options: RecordOptions = {},
): void {
  const { folded } = app.investigation();
  const handle = app.sitting().investigation;
  if (handle === null) throw new EvidenceError('COMMAND_REFUSED', 'no investigation is open');
  app.opened().store.write((db) => {
    appendEvents(db, handle.ledger, handle.writer, events, options.objects);
    options.also?.(db);
  });
  folded.catchUp();
}

/** Add events as entries inside the caller's transaction. */
export function appendEvents(
  db: WriteDb,
  ledger: Ledger,
  writer: LedgerWriter,
  events: readonly InvestigationEvent[],
  objects: readonly ObjectRef[] = [],
): void {
  for (const [place, event] of events.entries()) {
    const restricted = RESTRICTED_KINDS.includes(event.kind);
    ledger.append(db, writer, {
      ...encodeEvent(event),
      restricted,
      objects: place === 0 ? objects : [],
    });
  }
}

/** Record in the installation's ledger: by the sitting where there is one, else by the computer. */
export function recordInstallation(app: App, event: InstallationEvent): void {
  const { vault, store, installationWriter } = app.opened();
  const handle = app.live.sitting?.installation ?? null;
  const ledger = handle?.ledger ?? vault.ledger(vault.installationOrigin);
  store.write((db) => {
    ledger.append(db, handle?.writer ?? installationWriter, encodeInstallationEvent(event));
  });
}

/** R15: a refused try is an entry: of the open investigation, else of the installation. Never after a stop (R6). */
export function noteRefusal(
  app: App,
  command: string,
  refusal: { readonly rule: string; readonly code: string },
  personIds: readonly string[],
): void {
  if (app.mode.kind !== 'open' || app.live.stopped?.holdsComputer === true) return;
  const tried = {
    command,
    rule: refusal.rule,
    code: refusal.code,
    personIds: personIds.slice(0, 8),
  };
  const { investigation, sitting } = app.live;
  if (investigation !== null && sitting !== null && investigation.folded.state.lock === null) {
    append(app, [{ kind: 'attempt-refused', ...tried }]);
  } else {
    recordInstallation(app, { kind: 'attempt-refused', ...tried });
  }
}

/** The error that a refusal becomes. */
export function refusalError(refusal: Refusal): EvidenceError {
  return new EvidenceError(refusal.code, refusal.reason, { details: { rule: refusal.rule } });
}
