import { record } from '../recording.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/** Senior staff judge; the reviewers then sign a second version with the action taken. */
export const makeJudgement: UseCase<'judgement.make'> = async (app, input) => {
  const { substance, reasons, outcome, actions, credentials } = input;
  app.investigation();
  await withBoth(app, 'judge', credentials, (_people, signerIds) => {
    record(app, { kind: 'judge', substance, reasons, outcome, actions }, { signerIds });
  });
  return {};
};
