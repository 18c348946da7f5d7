import { actAfterStop } from '../stopped-acts.ts';
import type { UseCase } from '../use-case.ts';

/** Who pressed STOP, and what was suspected: decides the level. */
export const answerStop: UseCase<'stopped.answer'> = async (
  app,
  { pressedBy, what, credentials },
) => {
  const who = pressedBy === 'unknown' ? null : pressedBy;
  await actAfterStop(app, { kind: 'answer-stop', pressedBy: who, what }, credentials);
  return {};
};
