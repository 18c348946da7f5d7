import { isPageShown } from '../app-state.ts';
import type { UseCase } from '../use-case.ts';

/** Where the page may lie; nowhere while nothing may be seen. */
export const setBounds: UseCase<'review.bounds'> = (app, bounds) => {
  app.ports.browser.setBounds(isPageShown(app.live) ? bounds : { x: 0, y: 0, width: 0, height: 0 });
  return {};
};
