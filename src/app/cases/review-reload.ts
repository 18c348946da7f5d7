import { loadPageAgain } from '../load-again.ts';
import type { UseCase } from '../use-case.ts';

/** Load the page again, with its pictures only where both had agreed to them. */
export const loadAgain: UseCase<'review.reload'> = async (app) => {
  await loadPageAgain(app, 'again');
  return {};
};
