import { sessionFor } from '#src/investigation/excepting.ts';
import { currentVisit } from '#src/investigation/state.ts';
import { allowExceptions } from '../allow-exceptions.ts';
import { closePage } from '../close-page.ts';
import { loadPageAgain } from '../load-again.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Either ends an exception, with one click: from then on the page may only read, and a session of its own is cleared. */
export const endException: UseCase<'exception.end'> = async (app, { agreementId }) => {
  record(app, { kind: 'end-exception', agreementId });
  allowExceptions(app);
  const { state } = app.investigation().folded;
  const { session, pageOpen } = app.live;
  if (session === null || sessionFor(state, session) !== null) return {};
  if (pageOpen && currentVisit(state) !== null) await loadPageAgain(app, 'again');
  else closePage(app);
  return {};
};
