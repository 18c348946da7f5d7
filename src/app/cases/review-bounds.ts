import type { UseCase } from '../use-case.ts';

/** Where the page may lie; nowhere while nothing may be seen. */
export const setBounds: UseCase<'review.bounds'> = (app, bounds) => {
  const shown = app.live.screen === 'review' && app.live.stopped === null && app.live.pageOpen;
  app.ports.browser.setBounds(shown ? bounds : { x: 0, y: 0, width: 0, height: 0 });
  return {};
};
