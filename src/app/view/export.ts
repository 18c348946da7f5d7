import { parseDigest } from '#src/core/digest.ts';
import type { ExportView } from '#src/contract/views.ts';
import { mayActAs } from '#src/investigation/decision.ts';
import { exportRefusal } from '#src/investigation/exporting.ts';
import { headRole } from '#src/investigation/two-people.ts';
import type { App } from '../app.ts';
import { leavesOf, withheldOf } from '../export-scope.ts';
import { personView } from './person.ts';

/** What leaves, what stays, who signs, and what was made. */
export function exportView(app: App): ExportView {
  const { folded } = app.investigation();
  const { state } = folded;
  const { facts } = state;
  const { longAct, made } = app.live;
  const authorised = app
    .opened()
    .vault.people()
    .filter(({ personId }) => facts?.authorisedIds.includes(personId) === true);
  const head = headRole({ subjectKind: facts?.subjectKind ?? 'unknown' });
  return {
    kind: 'export',
    leaves: [...leavesOf(state, (entryIndex) => recordBytes(app, entryIndex))],
    stays: withheldOf(folded).map(({ what, why, count }) => ({ what, why, count })),
    signers: {
      dsl: authorised.filter((person) => mayActAs(person, 'dsl')).map(personView),
      headteacher: authorised.filter((person) => mayActAs(person, head)).map(personView),
    },
    exportRefusal: exportRefusal(state)?.reason ?? null,
    progress:
      longAct === null ? null : { ...longAct, part: null, cancellable: false, captureId: null },
    done:
      made === null
        ? null
        : {
            ...{ fileName: made.fileName, sizeBytes: made.bytes.length, verified: made.verified },
            packDigest: parseDigest(made.packDigest),
            sealDigest: parseDigest(made.sealDigest),
            findings: [...made.findings],
          },
  };
}

/** Size of the objects that the entry of a signed record accounts for: form, manifest and signature. */
function recordBytes(app: App, entryIndex: number): number {
  const ledger = app.sitting().investigation?.ledger;
  const [entry] = ledger?.readEntries(entryIndex) ?? [];
  return (entry?.objects ?? []).reduce((sum, { plaintextBytes }) => sum + plaintextBytes, 0);
}
