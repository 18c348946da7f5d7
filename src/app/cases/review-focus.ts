import { isPageShown } from '../app-state.ts';
import type { UseCase } from '../use-case.ts';

/** The keyboard goes into the page under review; its F6 key brings it back. */
export const focusPage: UseCase<'review.focus'> = (app) => {
  if (isPageShown(app.live)) app.ports.browser.focus();
  return {};
};
