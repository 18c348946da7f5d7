import type { CommandOf } from '#src/investigation/commands.ts';
import { currentVisit } from '#src/investigation/state.ts';
import type { App } from './app.ts';
import { openPage } from './open-page.ts';
import { record } from './recording.ts';

/** The page of the visit once more, in a new view. @throws {EvidenceError} as `record` and `openPage` */
export async function loadPageAgain(
  app: App,
  cause: CommandOf<'load-again'>['cause'],
): Promise<void> {
  record(app, { kind: 'load-again', cause });
  const visit = currentVisit(app.investigation().folded.state);
  if (visit !== null) await openPage(app, visit.finalAddress ?? visit.address, visit.pictures);
}
