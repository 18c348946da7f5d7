import { EvidenceError } from '#src/core/errors.ts';
import { concatBytes } from '#src/core/bytes.ts';
import { decryptAge } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { CaptureFile } from '#src/investigation/events-review.ts';
import type { Exhibit } from '#src/investigation/state.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { openExhibitKey } from '#src/vault/investigation-keys.ts';
import type { App } from './app.ts';

/** Opens the files of one exhibit, one at a time, in memory only. */
export interface OpenExhibit {
  readonly exhibit: Exhibit;
  /** @throws {EvidenceError} OBJECT_MISSING, AGE_DAMAGED, DIGEST_MISMATCH - not what was recorded */
  open(name: string): Promise<Uint8Array>;
}

/** @param contentIdentity - of the investigation, opened by two people for this act */
export async function openExhibit(
  app: App,
  investigationId: string,
  exhibit: Exhibit,
  contentIdentity: string,
): Promise<OpenExhibit> {
  const { vault, store } = app.opened();
  const identity = await openExhibitKey(vault, investigationId, exhibit.captureId, contentIdentity);
  return {
    exhibit,
    open: (name) => openFile(store, identity, fileOf(exhibit, name)),
  };
}

async function openFile(
  store: VaultStore,
  identity: string,
  file: CaptureFile,
): Promise<Uint8Array> {
  const plain = await decryptAge(await readObject(store, file.objectId), identity);
  if (digestOf(plain) === file.digest) return plain;
  throw new EvidenceError(
    'DIGEST_MISMATCH',
    'exhibit expected the digest that was recorded, got another',
  );
}

/** All bytes of one object file, still encrypted. */
export async function readObject(store: VaultStore, objectId: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.objects.open(objectId)) chunks.push(chunk);
  return concatBytes(...chunks);
}

function fileOf(exhibit: Exhibit, name: string): CaptureFile {
  const file = exhibit.files.find((one) => one.name === name);
  if (file !== undefined) return file;
  throw new EvidenceError('OBJECT_MISSING', 'exhibit expected a file of this name, got none');
}
