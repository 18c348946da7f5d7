import { exceptionsInForce } from '#src/investigation/excepting.ts';
import type { App } from './app.ts';

/** Tell the view that is open which exceptions are in force, whichever site it shows: the guard compares. */
export function allowExceptions(app: App): void {
  const { state } = app.investigation().folded;
  app.ports.browser.allow(
    exceptionsInForce(state).map(({ agreementId, exception, site }) => ({
      ...{ agreementId, what: exception, site },
    })),
  );
}
