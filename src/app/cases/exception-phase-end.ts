import { endPhase } from '../phase.ts';
import type { UseCase } from '../use-case.ts';

/** Either says that they are logged in, that the notice is gone, or that they give up. */
export const endExceptionPhase: UseCase<'exception.phase-end'> = async (app, { how, pressed }) => {
  await endPhase(app, how, pressed);
  return {};
};
