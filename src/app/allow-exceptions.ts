import { exceptionsInForce } from '#src/investigation/excepting.ts';
import type { SiteException } from '#src/investigation/state.ts';
import type { App } from './app.ts';
import type { SiteAllowance } from './ports.ts';

/** Tell the view that is open what may be sent now, whichever site it shows: the guard compares. */
export function allowExceptions(app: App): void {
  const { state } = app.investigation().folded;
  app.ports.browser.allow(exceptionsInForce(state).flatMap(allowanceOf));
}

/** An exception whose phase is over lets nothing be sent any more: only its session continues. */
function allowanceOf({
  agreementId,
  exception,
  site,
  phase,
}: SiteException): readonly SiteAllowance[] {
  if (phase === null || phase.ended === null) return [{ agreementId, what: exception, site }];
  return exception === 'viewing-account' ? [{ agreementId, what: 'logged-in', site }] : [];
}
