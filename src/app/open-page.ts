import { failure } from '#src/core/result.ts';
import type { Pictures } from '#src/investigation/events-review.ts';
import { siteOf } from '#src/investigation/visiting.ts';
import type { App } from './app.ts';
import { allowExceptions } from './allow-exceptions.ts';
import { closePage } from './close-page.ts';
import { record } from './recording.ts';
import { newVeil } from './veil.ts';

/**
 * Open an address in a new view; the visit is recorded already. The network record starts before anything
 * is asked for.
 * @param pictures - anything but `not-loaded` only after both agreed for this very site
 * @throws {EvidenceError} ADDRESS_INVALID, ADDRESS_SCHEME, ADDRESS_PRIVATE - recorded as a refused visit
 * @throws {EvidenceError} PAGE_…, SITTING_PAUSED, VAULT_STOPPED
 */
export async function openPage(app: App, address: string, pictures: Pictures): Promise<void> {
  const check = app.stillWanted();
  const { live, ports } = app;
  closePage(app);
  live.pageOpen = true;
  live.expectedStarts = 1;
  const loaded = pictures !== 'not-loaded';
  const veiled = pictures === 'veiled';
  live.picturesLoaded = loaded;
  live.picturesSite = loaded ? siteOf(address) : null;
  live.veil = veiled ? newVeil() : null;
  const allowLoopback = app.opened().vault.settings.demonstration;
  app.changed();
  try {
    await ports.browser.open(address, {
      ...{ pictures: loaded, veiled, allowLoopback },
      prepare: async (devtools) => {
        check();
        allowExceptions(app);
        live.network = ports.capture.recordNetwork(devtools);
        await live.network.ready;
        check();
      },
    });
    check();
  } catch (error) {
    check();
    const { code, message } = failure(error).error;
    closePage(app);
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
