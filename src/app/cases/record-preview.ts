import { record } from '../recording.ts';
import { prepareRecord } from '../sign-record.ts';
import type { UseCase } from '../use-case.ts';

/** The record as it would print. That it was looked at is on record, once for each state of it. */
export const previewRecord: UseCase<'record.preview'> = async (app) => {
  const before = app.live.prepared;
  const prepared = await prepareRecord(app);
  if (before !== prepared) record(app, { kind: 'view-document', what: 'record of review' });
  return { pdf: new Uint8Array(prepared.pdf), previewKey: prepared.previewKey };
};
