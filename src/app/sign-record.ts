import { canonicalBytes } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { encryptAge } from '#src/crypto/age-file.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { InvestigationState } from '#src/investigation/state.ts';
import type { ObjectRef } from '#src/ledger/entry.ts';
import { forget, type OpenPerson } from '#src/vault/person.ts';
import type { App } from './app.ts';
import type { PreparedRecord } from './app-state.ts';
import { previewKeyOf, recordInput } from './record-input.ts';
import { record } from './recording.ts';

/** Void the first of two signatures; the keys that waited are forgotten. */
export function dropHalfSigned(app: App): void {
  if (app.live.halfSigned !== null) forget(app.live.halfSigned.person);
  app.live.halfSigned = null;
}

/**
 * Print the record as it stands, once: both look at and sign the same bytes.
 * @throws {EvidenceError} FORM_INCOMPLETE, FORM_RENDER_FAILED, SITTING_PAUSED, VAULT_STOPPED
 */
export async function prepareRecord(app: App): Promise<PreparedRecord> {
  const input = recordInput(app);
  const previewKey = previewKeyOf(input);
  if (app.live.prepared?.previewKey === previewKey) return app.live.prepared;
  const check = app.stillWanted();
  const html = await app.ports.documents.recordOfReview(input);
  const pdf = await app.ports.pdf.print(html);
  check();
  // Somebody else printed it meanwhile: there is one set of bytes to sign.
  if (app.live.prepared?.previewKey === previewKey) return app.live.prepared;
  const prepared = { previewKey, pdf };
  app.live.prepared = prepared;
  return prepared;
}

/**
 * Both sign the form (PAdES, one after the other) and together the record manifest (CMS); form, manifest and
 * signature are stored for the record's readers, and the version counts (R19).
 * @param people - first and second reviewing person
 */
export async function signByBoth(
  app: App,
  prepared: PreparedRecord,
  people: readonly [OpenPerson, OpenPerson],
): Promise<void> {
  const check = app.stillWanted();
  const { vault } = app.opened();
  const { settings } = vault;
  const { state } = app.investigation().folded;
  const input = recordInput(app);
  const signedAt = app.now();
  const signers = people.map(({ person, keys }) => ({
    ...{ name: person.name, certificate: person.certificate, pkcs8: keys.p256Pkcs8 },
  }));
  const pdf = await app.ports.documents.signPdf(prepared.pdf, signers, {
    ...{ caDer: settings.caCertificate, signedAt, location: settings.schoolName },
    reason: `Record of review ${input.reference}, version ${input.version}`,
  });
  const manifest = canonicalBytes(manifestOf(app, state, input.version, digestOf(pdf)));
  const signature = await signCms(manifest, signers, settings.caCertificate, { signedAt });
  const form = await store(app, pdf);
  const stored = [form, await store(app, manifest), await store(app, signature)] as const;
  check();
  record(
    app,
    {
      kind: 'sign-record',
      formDigest: form.plaintextDigest,
      manifestDigest: stored[1].plaintextDigest,
      signatureDigest: stored[2].plaintextDigest,
      formObjectId: form.objectId,
      manifestObjectId: stored[1].objectId,
      signatureObjectId: stored[2].objectId,
    },
    { signerIds: people.map(({ person }) => person.personId), objects: stored },
  );
}

/** What both sign: the form, every exhibit and the ledger so far. @see docs/spec/pack.md, record manifest */
function manifestOf(app: App, state: InvestigationState, version: number, formDigest: string) {
  const { reference, investigationId } = app.investigation();
  const checkpoint = app.sitting().investigation?.ledger.head().checkpoint ?? null;
  if (checkpoint === null)
    throw new EvidenceError('LEDGER_CHECKPOINT_MISSING', 'ledger expected a checkpoint, got none');
  return {
    ...{ v: 1, kind: 'countersign/record-manifest', investigationId, reference, version },
    formDigest,
    exhibits: keptOf(state).map(({ exhibitId, exhibitRef, captureId, digest, files }) => ({
      ...{ exhibitId, exhibitRef, captureId, digest },
      files: files.map(({ name, digest: fileDigest, sizeBytes }) => ({
        name,
        digest: fileDigest,
        sizeBytes,
      })),
    })),
    checkpoint,
  };
}

/** Exhibits and their parts, in the order in which they were kept. */
function keptOf({ exhibits, parts }: InvestigationState) {
  return [...exhibits, ...parts].toSorted((a, b) => a.entryIndex - b.entryIndex);
}

/** Store a document of the record, encrypted for the record's readers. */
async function store(app: App, bytes: Uint8Array): Promise<ObjectRef> {
  const { vault, store: vaultStore } = app.opened();
  const { recordRecipient } = vault.investigation(app.investigation().investigationId);
  const file = await encryptAge(bytes, [recordRecipient]);
  const { objectId, fileDigest, fileBytes } = await vaultStore.objects.put(file);
  return {
    objectId,
    plaintextDigest: digestOf(bytes),
    plaintextBytes: bytes.length,
    fileDigest,
    fileBytes,
  };
}
