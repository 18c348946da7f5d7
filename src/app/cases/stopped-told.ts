import { actAfterStop } from '../stopped-acts.ts';
import type { UseCase } from '../use-case.ts';

/** Those who must know were told. */
export const peopleTold: UseCase<'stopped.told'> = async (app, { told, at, credentials }) => {
  await actAfterStop(app, { kind: 'tell-people', told, at }, credentials);
  return {};
};
