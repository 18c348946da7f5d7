import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';
import { dropHalfSigned } from '../sign-record.ts';

/** Conclusion and action proposed; what one of the two had signed is void. */
export const writeConclusion: UseCase<'record.conclusion'> = (app, { rows }) => {
  record(app, { kind: 'conclude', rows });
  dropHalfSigned(app);
  return {};
};
