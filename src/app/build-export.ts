import type { JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { decryptAge } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { RESTRICTED_KINDS } from '#src/investigation/events.ts';
import type { Exhibit, InvestigationState, Part, SignedRecord } from '#src/investigation/state.ts';
import { openContent, openRecord } from '#src/vault/investigation-keys.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { App } from './app.ts';
import type { ExhibitRecord } from './exhibit-records.ts';
import { exportDocuments } from './export-documents.ts';
import { computersOf, recordsById } from './export-labels.ts';
import { isArchive, leavingExhibits, leavingParts, withheldOf } from './export-scope.ts';
import { openExhibit, readObject } from './open-exhibit.ts';
import type {
  BuiltPack,
  PackEntry,
  PackExhibit,
  PackExhibitFile,
  PackInput,
  PackRecord,
} from '#src/pack/input.ts';
import { formPerson } from './record-input.ts';

/** To whom, for what, on what basis (R29). */
export interface ExportOrder {
  readonly exportId: string;
  readonly recipient: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
}

type Pair = readonly [OpenPerson, OpenPerson];

/**
 * Open every exhibit and signed record for this one act, in memory only, and have the pack built and sealed.
 * @param people - DSL, then headteacher or chair
 */
export async function buildExport(
  app: App,
  order: ExportOrder,
  people: Pair,
): Promise<{ readonly built: BuiltPack; readonly fileName: string }> {
  const { investigationId, reference, folded } = app.investigation();
  const { state } = folded;
  const { vault } = app.opened();
  const check = app.stillWanted();
  const leaving = [...leavingExhibits(state), ...leavingParts(state)].toSorted(
    (a, b) => a.entryIndex - b.entryIndex,
  );
  const total = leaving.length + 3;
  tell(app, 'Opening the exhibits', 0, total);
  const content = leaving.length === 0 ? null : await openContent(vault, investigationId, people);
  const labels = recordsById(app, order.exportId);
  const exhibits: PackExhibit[] = [];
  for (const exhibit of leaving) {
    const label = labels.get(exhibit.exhibitId);
    if (content === null || label === undefined)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected a label, got none');
    exhibits.push(await packExhibit(app, exhibit, content, label));
    check();
    tell(app, `Opened ${exhibit.exhibitRef}`, exhibits.length, total);
  }
  const recordIdentity = await openRecord(vault, investigationId, people[0]);
  const records = await packRecords(app, state.records, recordIdentity);
  const documents = await exportDocuments(app, state, exhibits, (name) => {
    tell(app, `Printing ${name}`, exhibits.length + 1, total);
  });
  check();
  tell(app, 'Signing and sealing', exhibits.length + 2, total);
  const input = packInput(app, order, people, { exhibits, records, documents });
  const built = await app.ports.packs.build(input);
  return { built, fileName: `countersign-${reference}-${app.now().slice(0, 10)}.zip` };
}

function tell(app: App, step: string, done: number, total: number): void {
  const startedAt = app.live.longAct?.startedAt ?? app.now();
  app.live.longAct = { name: 'Making the pack', step, done, total, startedAt };
  app.changed();
}

async function packExhibit(
  app: App,
  exhibit: Exhibit | Part,
  content: string,
  record: ExhibitRecord,
): Promise<PackExhibit> {
  const { investigationId } = app.investigation();
  const opened = await openExhibit(app, investigationId, exhibit, content);
  const files: PackExhibitFile[] = [];
  for (const { name, mediaType, digest } of exhibit.files.filter((file) => !isArchive(file))) {
    files.push({ name, mediaType, digest, bytes: await opened.open(name) });
  }
  const { exhibitId, exhibitRef, entryIndex } = exhibit;
  const common = { exhibitId, exhibitRef, entryIndex, files, record };
  if ('parentRef' in exhibit) {
    const { parentRef, mark } = exhibit;
    return { kind: 'sub-exhibit', ...common, parentRef, mark: jsonOf(mark) };
  }
  const { address, capturedAt } = exhibit;
  return { kind: 'capture', ...common, address, capturedAt };
}

function jsonOf(mark: Part['mark']): JsonValue {
  const { css, px, parents, ...texts } = mark;
  return { ...texts, css: { ...css }, px: { ...px }, parents: parents.map((one) => ({ ...one })) };
}

async function packRecords(
  app: App,
  records: readonly SignedRecord[],
  identity: string,
): Promise<readonly PackRecord[]> {
  const { store } = app.opened();
  const open = async (objectId: string, digest: string): Promise<Uint8Array> => {
    const bytes = await decryptAge(await readObject(store, objectId), identity);
    if (digestOf(bytes) === digest) return bytes;
    throw new EvidenceError(
      'DIGEST_MISMATCH',
      'record expected the digest that was recorded, got another',
    );
  };
  const opened: PackRecord[] = [];
  for (const signed of records) {
    opened.push({
      version: signed.version,
      pdf: await open(signed.formObjectId, signed.formDigest),
      manifest: await open(signed.manifestObjectId, signed.manifestDigest),
      signature: await open(signed.signatureObjectId, signed.signatureDigest),
    });
  }
  return opened;
}

function packInput(
  app: App,
  order: ExportOrder,
  people: Pair,
  parts: Pick<PackInput, 'exhibits' | 'records' | 'documents'>,
): PackInput {
  const { vault } = app.opened();
  const { settings } = vault;
  const { investigationId, reference, folded } = app.investigation();
  const { exportId, ...to } = order;
  const { authorisedIds } = vault.investigation(investigationId);
  return {
    ...{
      packId: exportId,
      createdAt: app.now(),
      schoolName: settings.schoolName,
      reference,
      investigationId,
    },
    ...{ demonstration: settings.demonstration, preview: app.ports.software.preview, ...to },
    facts: factsOf(app, folded.state),
    software: { ...app.ports.software },
    computers: computersOf(app),
    ...{ caCertificate: settings.caCertificate, caFingerprint: settings.caFingerprint },
    people: vault
      .people()
      .filter(({ personId }) => authorisedIds.includes(personId))
      .map((person) => ({
        ...{ personId: person.personId, name: person.name, position: person.position },
        certificates: [person.certificate],
      })),
    ledger: ledgerOf(app),
    ...parts,
    withheld: withheldOf(folded),
    signers: [signerOf(people[0]), signerOf(people[1])],
  };
}

function signerOf({ person, keys }: OpenPerson): PackInput['signers'][0] {
  return { certificate: person.certificate, pkcs8: keys.p256Pkcs8 };
}

/** Every entry, so that nothing can be left out unseen; restricted ones as commitments only (R22). */
function ledgerOf(app: App): PackInput['ledger'] {
  const handle = app.sitting().investigation;
  if (handle === null) throw new EvidenceError('COMMAND_REFUSED', 'no investigation is open');
  const { ledger } = handle;
  const { store } = app.opened();
  const rows = store.ledgerStore(ledger.origin);
  const ring = handle.ring();
  const entries: PackEntry[] = [];
  for (const { index, kind } of ledger.readEntries()) {
    const row = rows.row(index);
    if (row === null)
      throw new EvidenceError('LEDGER_INDEX_GAP', 'entry expected to be there, got none');
    const withheld =
      RESTRICTED_KINDS.some((restricted) => restricted === kind) || row.payload === null;
    entries.push({
      ...{ bytes: row.bytes, checkpoint: row.checkpoint },
      disclosed: withheld ? null : ledger.disclose(index, ring),
    });
  }
  const { checkpoint } = ledger.head();
  if (checkpoint === null)
    throw new EvidenceError('LEDGER_CHECKPOINT_MISSING', 'ledger expected a checkpoint, got none');
  return { origin: ledger.origin, entries, sittings: rows.sittings(), finalCheckpoint: checkpoint };
}

function factsOf(app: App, state: InvestigationState): JsonValue {
  const { facts, authority, lado } = state;
  const reviewers = (facts?.reviewerIds ?? []).map((id) => ({ ...formPerson(app, id) }));
  return {
    title: facts?.title ?? '',
    reason: facts?.reason ?? '',
    scope: facts?.scope ?? '',
    reviewers,
    authority:
      authority === null
        ? null
        : {
            givenAt: authority.givenAt,
            document: authority.document,
            givenBy: { ...formPerson(app, authority.givenById) },
          },
    ladoContactedAt: lado?.at ?? null,
    visits: state.visits.length,
    captures: { kept: state.exhibits.length, ...state.notKept },
    stops: state.pastLocks.map(({ stoppedAt, release }) => ({ stoppedAt, release })),
    attemptsRefused: state.attemptsRefused,
  };
}
