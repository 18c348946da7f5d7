import { dropProxyQuestions } from './proxy-questions.ts';
import type { App } from './app.ts';

/** Take the page away: on return it is gone from the screen. */
export function closePage(app: App): void {
  const { live } = app;
  app.ports.browser.close();
  dropProxyQuestions(live.proxy);
  live.network?.close();
  live.network = null;
  live.pageOpen = false;
  live.picturesLoaded = false;
  live.picturesSite = null;
  live.veil = null;
  live.expectedStarts = 0;
  live.title = null;
  live.pageVisitId = null;
}
