import { failure } from '#src/core/result.ts';
import { openReleaseKey } from '#src/vault/release-key.ts';
import { noteRefusal } from '../recording.ts';
import { beginRenewal, renewalNow } from '../renewing.ts';
import type { App } from '../app.ts';
import type { ChannelParsed, UseCase } from '../use-case.ts';

type Sheets = ChannelParsed<'renewal.begin'>['sheets'];

/** Two of the present sheets give the present key, which wraps everything for the new one. */
export const beginNewSheets: UseCase<'renewal.begin'> = async (app, { sheets }) => {
  renewalNow(app);
  const check = app.stillWanted();
  const identity = await presentKey(app, sheets);
  check();
  renewalNow(app);
  await beginRenewal(app, identity);
  return {};
};

/** Sheets that do not open it are an entry (R15). */
async function presentKey(app: App, sheets: Sheets): Promise<string> {
  try {
    return (await openReleaseKey(app.opened().vault, sheets)).identity;
  } catch (error) {
    noteRefusal(app, 'renew-release-key', { rule: 'R3', code: failure(error).error.code }, []);
    throw error;
  }
}
