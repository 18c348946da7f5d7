import { isHalfIn } from '../app-state.ts';
import type { UseCase } from '../use-case.ts';

/** Somebody is here; that a call came in has already started the idle clock anew. */
export const stillHere: UseCase<'sitting.still-here'> = (app) => {
  if (app.live.renewal === null && !isHalfIn(app.live)) app.sitting();
  return {};
};
