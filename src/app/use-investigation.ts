import { EvidenceError } from '#src/core/errors.ts';
import type { App } from './app.ts';
import { dropEverything } from './leave.ts';
import { Folded } from './folded.ts';
import { record, recordInstallation } from './recording.ts';
import { noteSurroundings } from './surroundings.ts';

/** What both confirmed when they sat down. */
export interface Confirmations {
  readonly screenPrivate: boolean;
  readonly neitherConcerned: boolean;
  readonly stopKeyKnown: boolean;
}

/**
 * Take the investigation that the sitting has just opened into use: its state is folded from the ledger, and
 * that it was opened is recorded in both ledgers.
 * @throws {EvidenceError} the refusal of the procedure (R8, R10, R11, R12, R35): then the sitting is over
 */
export function useInvestigation(
  app: App,
  investigationId: string,
  confirmed: Confirmations,
): void {
  const sitting = app.sitting();
  const handle = sitting.investigation;
  if (handle === null) throw new EvidenceError('COMMAND_REFUSED', 'no investigation is open');
  const { reference } = app.opened().vault.investigation(investigationId);
  const folded = new Folded(handle.ledger, () => handle.ring());
  app.live.investigation = { investigationId, reference, folded };
  try {
    record(app, { kind: 'start-sitting', ...confirmed });
  } catch (error) {
    dropEverything(app);
    app.live.investigation = null;
    throw error;
  }
  recordInstallation(app, {
    kind: 'investigation-opened',
    investigationId,
    personIds: sitting.personIds,
  });
  noteSurroundings(app);
  app.live.screen = 'investigation';
  app.live.chosenId = investigationId;
}
