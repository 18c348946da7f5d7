import { failure } from '#src/core/result.ts';
import type { App } from './app.ts';
import { closePage } from './close-page.ts';

/**
 * Do something that records what the page does; where it can't be recorded, the page is closed and the
 * people at the screen are told (R13: nothing is looked at that isn't on record).
 */
export function orClosePage(app: App, act: () => void): void {
  try {
    act();
  } catch (error) {
    closePage(app, 'keep');
    const { code, message } = failure(error).error;
    app.live.notice = { code, message, at: app.now(), safe: 'The page was closed.' };
    app.changed();
  }
}
