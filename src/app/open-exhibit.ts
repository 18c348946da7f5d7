import { EvidenceError } from '#src/core/errors.ts';
import { concatBytes } from '#src/core/bytes.ts';
import { decryptAge, encryptAge, recipientOf } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { CaptureFile } from '#src/investigation/events-review.ts';
import type { Exhibit } from '#src/investigation/state.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { openExhibitKey } from '#src/vault/investigation-keys.ts';
import type { App } from './app.ts';

/** What opening needs to know: a part is opened by the key of its whole. */
export type OpenableExhibit = Pick<Exhibit, 'captureId' | 'files'>;

/** Opens the files of one exhibit, one at a time, in memory only. */
export interface OpenExhibit {
  /** Encrypt something derived from it to the exhibit's own key: whoever may open the one may open the other. */
  encrypt(bytes: Uint8Array): Promise<Uint8Array>;
  /** @throws {EvidenceError} OBJECT_MISSING, AGE_DAMAGED, DIGEST_MISMATCH - not what was recorded */
  open(name: string): Promise<Uint8Array>;
}

/** @param contentIdentity - of the investigation, opened by two people for this act */
export async function openExhibit(
  app: App,
  investigationId: string,
  exhibit: OpenableExhibit,
  contentIdentity: string,
): Promise<OpenExhibit> {
  const { vault, store } = app.opened();
  const identity = await openExhibitKey(vault, investigationId, exhibit.captureId, contentIdentity);
  return {
    encrypt: async (bytes) => encryptAge(bytes, [await recipientOf(identity)]),
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

function fileOf(exhibit: OpenableExhibit, name: string): CaptureFile {
  const file = exhibit.files.find((one) => one.name === name);
  if (file !== undefined) return file;
  throw new EvidenceError('OBJECT_MISSING', 'exhibit expected a file of this name, got none');
}
