import { EvidenceError } from '#src/core/errors.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** Save the pack where somebody chooses; it is read back and compared. Only a pack that held may leave. */
export const saveExport: UseCase<'export.save'> = async (app) => {
  app.investigation();
  // What leaves has to be on record: nothing is saved that no entry can follow.
  app.sittingInTime();
  const { made } = app.live;
  if (made === null) throw new EvidenceError('COMMAND_REFUSED', 'no pack was made yet');
  if (!made.verified)
    throw new EvidenceError('COMMAND_REFUSED', 'the pack did not hold, so it can’t leave');
  const check = app.stillWanted();
  const saved = await app.ports.saver.save(made.fileName, made.bytes);
  check();
  record(app, { kind: 'save-export', exportId: made.exportId, saved });
  return { saved };
};
