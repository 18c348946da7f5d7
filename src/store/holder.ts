import { join } from 'node:path';
import { EvidenceError } from '#src/core/errors.ts';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import type { FileSystem } from './file-system.ts';

const FILE = 'lock';
const MAX_BYTES = 512;

/**
 * Say who holds the vault. The file only tells; what keeps others out is SQLite's lock, which the
 * system drops with the process. So a stale file, or one that a full disk refused, does no harm.
 * @param holder - e.g. `Countersign, process 1234`; at most 512 bytes
 */
export function writeHolder(vault: string, holder: string, fileSystem: FileSystem): void {
  removeHolder(vault, fileSystem);
  try {
    const file = fileSystem.openSync(join(vault, FILE), 'create');
    try {
      file.write(utf8(holder).subarray(0, MAX_BYTES), 0);
    } finally {
      file.close();
    }
  } catch {
    // A full disk must not keep a vault from opening: STOP has to work, and locks have to be finished.
  }
}

/** The store is closing: nobody holds it. */
export function removeHolder(vault: string, fileSystem: FileSystem): void {
  try {
    fileSystem.removeSync(join(vault, FILE));
  } catch {
    // There is none, or it goes stale; the next holder overwrites it.
  }
}

/** The error for whoever comes second, with what the holder said of itself. */
export function busyError(vault: string, fileSystem: FileSystem, cause: unknown): EvidenceError {
  return new EvidenceError(
    'STORE_BUSY',
    'vault expected free, got one that another process holds',
    {
      cause,
      details: { holder: readHolder(vault, fileSystem) },
    },
  );
}

function readHolder(vault: string, fileSystem: FileSystem): string {
  try {
    const file = fileSystem.openSync(join(vault, FILE), 'read');
    try {
      return fromUtf8(file.read(MAX_BYTES, 0)).replaceAll(/\p{Cc}/gu, ' ') || 'unknown';
    } finally {
      file.close();
    }
  } catch {
    return 'unknown';
  }
}
