import { captureToJudge } from '../capture-to-judge.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/**
 * Both keep it: its wrapped key and the entry that names its files commit together. From here on it is an
 * exhibit; a moment before, nobody could have opened it.
 */
export const acceptCapture: UseCase<'capture.accept'> = async (app, { captureId, answers }) => {
  const job = captureToJudge(app, captureId);
  const { investigationId } = app.investigation();
  const check = app.stillWanted();
  const box = await job.key.wrap();
  check();
  // Discarded while it was wrapped.
  captureToJudge(app, captureId);
  const [event] = record(
    app,
    {
      ...{ kind: 'keep-capture', captureId, exhibitId: app.newId(), answers },
      ...{ producerId: app.sitting().personIds[0], capturedAt: job.capturedAt, files: job.files },
    },
    {
      objects: job.objects,
      also: (db) => {
        app.opened().store.tables.exhibitKeys.put(db, { investigationId, captureId, box });
      },
    },
  );
  job.key.drop();
  app.live.capture = null;
  return { exhibitRef: event?.kind === 'capture-kept' ? event.exhibitRef : '' };
};
