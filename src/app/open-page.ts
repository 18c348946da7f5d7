import { failure } from '#src/core/result.ts';
import type { Pictures } from '#src/investigation/events-review.ts';
import { sessionFor } from '#src/investigation/excepting.ts';
import { phaseUnderWay } from '#src/investigation/phases.ts';
import { siteOf } from '#src/investigation/site.ts';
import type { App } from './app.ts';
import { allowExceptions } from './allow-exceptions.ts';
import { closePage } from './close-page.ts';
import { record } from './recording.ts';
import { newVeil } from './veil.ts';

/**
 * Open an address in a new view; the visit is recorded already. The network record starts before anything
 * is asked for, but in a phase of an exception there is none.
 * @param pictures - anything but `not-loaded` only after both agreed for this very site
 * @throws {EvidenceError} ADDRESS_INVALID, ADDRESS_SCHEME, ADDRESS_PRIVATE - recorded as a refused visit
 * @throws {EvidenceError} PAGE_…, SITTING_PAUSED, VAULT_STOPPED
 */
export async function openPage(app: App, address: string, pictures: Pictures): Promise<void> {
  const check = app.stillWanted();
  const { live, ports } = app;
  closePage(app, 'keep');
  live.pageOpen = true;
  live.expectedStarts = 1;
  const loaded = pictures !== 'not-loaded';
  const veiled = pictures === 'veiled';
  const session = sessionFor(app.investigation().folded.state, address);
  const logIn = phaseUnderWay(app.investigation().folded.state)?.exception === 'viewing-account';
  live.session = session;
  live.picturesLoaded = loaded;
  live.picturesSite = loaded ? siteOf(address) : null;
  live.veil = veiled ? newVeil() : null;
  const allowLoopback = app.opened().vault.settings.demonstration;
  app.changed();
  try {
    await ports.browser.open(address, {
      ...{ pictures: loaded, veiled, allowLoopback, session, logIn },
      prepare: async (devtools) => {
        check();
        allowExceptions(app);
        // Of what is sent in a phase no header and no body is recorded anywhere.
        if (phaseUnderWay(app.investigation().folded.state) === null) {
          live.network = ports.capture.recordNetwork(devtools);
          await live.network.ready;
        }
        check();
      },
    });
    check();
  } catch (error) {
    check();
    const { code, message } = failure(error).error;
    closePage(app, 'keep');
    const visitId = app.investigation().folded.state.currentVisitId;
    if (visitId !== null) {
      const observation = code.startsWith('ADDRESS_')
        ? ({ kind: 'visit-refused', visitId, code } as const)
        : ({
            kind: 'visit-failed',
            ...{ visitId, code, detail: message.slice(0, 200), certificates: [] },
          } as const);
      record(app, { kind: 'observe', observation });
    }
    app.changed();
    throw error;
  }
}
