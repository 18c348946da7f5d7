import { actAfterStop } from '../stopped-acts.ts';
import type { UseCase } from '../use-case.ts';

/** What the police said, word for word. */
export const policeSaid: UseCase<'stopped.police-said'> = async (app, { credentials, ...said }) => {
  await actAfterStop(app, { kind: 'write-police-words', ...said }, credentials);
  return {};
};
