import { stop } from '../stop.ts';
import type { UseCase } from '../use-case.ts';

/** STOP by mouse; the key calls `Countersign.stop` directly. */
export const pressStop: UseCase<'stop.press'> = (app) => {
  stop(app);
  return {};
};
