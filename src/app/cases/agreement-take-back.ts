import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** A half is taken back before the other was given. */
export const takeBack: UseCase<'agreement.take-back'> = (app, { half }) => {
  const personId = app.sitting().personIds[half === 'first' ? 0 : 1];
  record(app, { kind: 'take-back', personId });
  return {};
};
