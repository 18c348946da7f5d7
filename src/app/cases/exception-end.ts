import { allowExceptions } from '../allow-exceptions.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Either ends an exception, with one click: from then on the page may only read. */
export const endException: UseCase<'exception.end'> = (app, { agreementId }) => {
  record(app, { kind: 'end-exception', agreementId });
  allowExceptions(app);
  return {};
};
