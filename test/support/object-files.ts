import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decryptAge } from '#src/crypto/age-file.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { openContent, openExhibitKey } from '#src/vault/investigation-keys.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { Vault } from '#src/vault/vault.ts';
import { filesBelow } from '#test/e2e/raw-bytes.ts';

/** The bytes of every object file of a vault as they lie there, by name. */
export function objectFiles(vaultPath: string): Map<string, Uint8Array> {
  const folder = path.join(vaultPath, 'objects');
  return new Map(
    filesBelow(folder)
      .filter((file) => file.endsWith('.age'))
      .map((file) => [path.relative(folder, file), readFileSync(file)]),
  );
}

/** Which of these files two people open with any key to an investigation that they can get at. @returns their names */
export async function openedBy(
  { vault, store }: { readonly vault: Vault; readonly store: VaultStore },
  investigationId: string,
  people: readonly [OpenPerson, OpenPerson],
  files: ReadonlyMap<string, Uint8Array>,
): Promise<ReadonlySet<string>> {
  const content = await openContent(vault, investigationId, people);
  const identities = [content];
  for (const { captureId } of store.tables.exhibitKeys.list(store.read, investigationId))
    identities.push(await openExhibitKey(vault, investigationId, captureId, content));
  const opened = new Set<string>();
  for (const [name, bytes] of files) {
    const tries = identities.map((identity) => decryptAge(bytes, identity));
    const settled = await Promise.allSettled(tries);
    if (settled.some(({ status }) => status === 'fulfilled')) opened.add(name);
  }
  return opened;
}
