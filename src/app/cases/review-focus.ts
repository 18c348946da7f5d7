import type { UseCase } from '../use-case.ts';

/** The keyboard goes into the page under review; its F6 key brings it back. */
export const focusPage: UseCase<'review.focus'> = (app) => {
  const shown = app.live.screen === 'review' && app.live.stopped === null && app.live.pageOpen;
  if (shown) app.ports.browser.focus();
  return {};
};
