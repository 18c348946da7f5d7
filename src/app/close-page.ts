import { dropProxyQuestions } from './proxy-questions.ts';
import type { App } from './app.ts';

/**
 * Take the page away: on return it is gone from the screen.
 * @param session - `keep`: cookies and storage that an exception lets continue wait for the next view of its
 * site, in memory; otherwise they are cleared
 */
export function closePage(app: App, session: 'keep' | 'clear' = 'clear'): void {
  const { live } = app;
  app.ports.browser.close({ keepSession: session === 'keep' });
  dropProxyQuestions(live.proxy);
  live.network?.close();
  live.network = null;
  live.pageOpen = false;
  live.picturesLoaded = false;
  live.picturesSite = null;
  if (session === 'clear') live.session = null;
  live.veil = null;
  live.expectedStarts = 0;
  live.title = null;
  live.pageVisitId = null;
}
