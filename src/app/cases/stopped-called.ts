import { actAfterStop } from '../stopped-acts.ts';
import type { UseCase } from '../use-case.ts';

/** The police were called. */
export const policeCalled: UseCase<'stopped.called'> = async (
  app,
  { calledBy, at, credentials },
) => {
  await actAfterStop(app, { kind: 'call-police', calledBy, at }, credentials);
  return {};
};
