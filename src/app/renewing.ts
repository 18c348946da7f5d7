import { EvidenceError } from '#src/core/errors.ts';
import { renewReleaseKey, type ReleaseRenewal } from '#src/vault/release-key.ts';
import type { App } from './app.ts';
import type { Live, Renewal } from './app-state.ts';

/**
 * The renewal that is on the screen.
 * @throws {EvidenceError} VAULT_STOPPED - nothing routine is done on a stopped computer (R6)
 * @throws {EvidenceError} COMMAND_REFUSED - it was left, or a pause or STOP ended it
 */
export function renewalNow(app: App): Renewal {
  app.assertNotStopped();
  const { renewal } = app.live;
  if (renewal === null) throw new EvidenceError('COMMAND_REFUSED', 'no new sheets are being made');
  return renewal;
}

/** The new sheets that are being made. @throws {EvidenceError} COMMAND_REFUSED - none yet; VAULT_STOPPED */
export function sheetsNow(app: App): ReleaseRenewal {
  const { making } = renewalNow(app);
  if (making !== null) return making;
  throw new EvidenceError('COMMAND_REFUSED', 'two of the present sheets have to be typed first');
}

/**
 * Make new sheets for the present custodians and bring up their screen. They come to nothing if a stop or a
 * pause comes in between.
 * @param releaseIdentity - of the present key; secret
 * @throws {EvidenceError} VAULT_PERSON_UNKNOWN, SITTING_PAUSED, VAULT_STOPPED
 */
export async function beginRenewal(app: App, releaseIdentity: string): Promise<void> {
  const { vault } = app.opened();
  const check = app.stillWanted();
  const making = await renewReleaseKey(vault, releaseIdentity, vault.settings.custodianIds);
  try {
    check();
  } catch (error) {
    making.sheets.forget();
    throw error;
  }
  dropRenewal(app.live);
  app.live.renewal = { making, done: false };
}

/** Forget the sheets made so far and leave their screen. The present sheets stay good. Never throws. */
export function dropRenewal(live: Live): void {
  live.renewal?.making?.sheets.forget();
  live.renewal = null;
}
