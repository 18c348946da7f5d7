import { settingUp } from '../setting-up.ts';
import type { UseCase } from '../use-case.ts';

/** Show one custodian's 26 words. */
export const showSheet: UseCase<'setup.show-sheet'> = (app, { personId }) => ({
  words: [...settingUp(app).setup.showSheet(personId)],
});
