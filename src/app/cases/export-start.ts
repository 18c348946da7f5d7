import { EvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import type { App } from '../app.ts';
import { buildExport, type ExportOrder } from '../build-export.ts';
import { leavingExhibits } from '../export-scope.ts';
import { noteHead } from '../leave.ts';
import { record } from '../recording.ts';
import { withBoth } from '../with-both.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { UseCase } from '../use-case.ts';

/** DSL and headteacher sign a pack for one named recipient; it is verified from its bytes before it can be saved. */
export const startExport: UseCase<'export.start'> = async (app, input) => {
  app.investigation();
  if (app.live.longAct !== null)
    throw new EvidenceError('COMMAND_REFUSED', 'an export is being made');
  const { dsl, headteacher, ...to } = input;
  const exportId = app.newId();
  await withBoth(app, 'export', [dsl, headteacher], async (people, signerIds) => {
    record(app, { kind: 'start-export', exportId, ...to }, { signerIds });
    app.live.made = null;
    try {
      await make(app, { exportId, ...to }, people);
    } catch (error) {
      noteFailed(app, exportId, failure(error).error.code);
      throw error;
    } finally {
      app.live.longAct = null;
    }
  });
  return {};
};

async function make(
  app: App,
  order: ExportOrder,
  people: readonly [OpenPerson, OpenPerson],
): Promise<void> {
  const check = app.stillWanted();
  const { investigationId, folded } = app.investigation();
  const { built, fileName } = await buildExport(app, order, people);
  check();
  const { valid: verified, findings } = await app.ports.packs.verify(built.bytes);
  check();
  const { packDigest, sealDigest, bytes } = built;
  record(app, {
    ...{
      kind: 'finish-export',
      exportId: order.exportId,
      fileName,
      sizeBytes: bytes.length,
      packDigest,
      sealDigest,
    },
    exhibitRefs: leavingExhibits(folded.state).map(({ exhibitRef }) => exhibitRef),
    ...{ verified, findings: findings.slice(0, 100).map((words) => words.slice(0, 1000)) },
  });
  app.opened().store.write((db) => {
    noteHead(app, db, investigationId, 'export');
  });
  app.live.made = {
    exportId: order.exportId,
    fileName,
    bytes,
    packDigest,
    sealDigest,
    verified,
    findings,
  };
}

/** A failed export is on record, unless a stop or a pause came in between. */
function noteFailed(app: App, exportId: string, code: string): void {
  if (app.live.sitting === null || app.live.investigation === null) return;
  record(app, { kind: 'fail-export', exportId, code });
}
