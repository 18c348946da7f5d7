import { join } from 'node:path';
import { utf8 } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { isId } from '#src/core/ids.ts';
import { newHasher } from '#src/crypto/hash.ts';
import type { FileSystem } from './file-system.ts';

/** What every age file starts with; nothing else may become an object. */
export const AGE_HEADER = utf8('age-encryption.org/v1\n');
/** Ending of an object file. */
export const OBJECT_ENDING = '.age';
/** Ending of a file that is still being written. */
export const TEMP_ENDING = '.tmp';

const CHUNK_BYTES = 1 << 20;

/** Folder of an object: named for the first two characters of its id. */
export function objectFolder(root: string, objectId: string): string {
  return join(root, objectId.slice(0, 2));
}

/** Path of an object. */
export function objectPath(root: string, objectId: string): string {
  return join(objectFolder(root, objectId), objectId + OBJECT_ENDING);
}

/** Whether bytes start as an age file does. */
export function startsAsAge(bytes: Uint8Array): boolean {
  return AGE_HEADER.every((byte, i) => byte === bytes[i]);
}

/** What lies in the objects folder. */
export interface ObjectListing {
  /** Sorted. */
  readonly objectIds: readonly string[];
  /** Paths of files still being written, or left by a crash. */
  readonly temps: readonly string[];
  /** How many files or links are neither, or lie in the wrong place. */
  readonly strayFiles: number;
}

/** Look through the objects folder without opening anything. */
export function listObjects(root: string, fileSystem: FileSystem): ObjectListing {
  const objectIds: string[] = [];
  const temps: string[] = [];
  let strayFiles = 0;
  for (const folder of fileSystem.listSync(root) ?? []) {
    if (folder.kind !== 'folder') {
      strayFiles++;
      continue;
    }
    for (const { name, kind } of fileSystem.listSync(join(root, folder.name)) ?? []) {
      const objectId = name.slice(0, -OBJECT_ENDING.length);
      const proper =
        kind === 'file' &&
        isId(objectId) &&
        objectId.startsWith(folder.name) &&
        folder.name.length === 2;
      if (proper && name.endsWith(OBJECT_ENDING)) objectIds.push(objectId);
      else if (proper && name.endsWith(TEMP_ENDING)) temps.push(join(root, folder.name, name));
      else strayFiles++;
    }
  }
  return { objectIds: objectIds.toSorted(), temps, strayFiles };
}

/** Digest and size of a file, read in pieces; null where it does not start as an age file does. */
export function digestFileSync(
  path: string,
  fileSystem: FileSystem,
): { readonly fileDigest: Digest; readonly fileBytes: number } | null {
  const file = fileSystem.openSync(path, 'read');
  try {
    const hasher = newHasher();
    let fileBytes = 0;
    for (;;) {
      const bytes = file.read(CHUNK_BYTES, fileBytes);
      if (fileBytes === 0 && !startsAsAge(bytes)) return null;
      if (bytes.length === 0) return { fileDigest: hasher.digest(), fileBytes };
      hasher.update(bytes);
      fileBytes += bytes.length;
    }
  } finally {
    file.close();
  }
}
