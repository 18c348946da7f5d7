import { fromUtf8 } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_LIMITS } from '#src/pack/format.ts';
import { digestOf } from './digest.ts';

/** A pack's files by path, each hashed once. */
export interface PackFiles {
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  readonly digests: ReadonlyMap<string, Digest>;
}

/** Hash every file of a container. */
export async function hashFiles(bytes: ReadonlyMap<string, Uint8Array>): Promise<PackFiles> {
  const digests = new Map<string, Digest>();
  for (const [path, content] of bytes) digests.set(path, await digestOf(content));
  return { bytes, digests };
}

function missing(): EvidenceError {
  return new EvidenceError('PACK_FILE_MISSING', 'file expected in the pack, got none');
}

/** The file at a path. @throws {EvidenceError} PACK_FILE_MISSING - there is none; PACK_TOO_LARGE - over its limit */
export function fileAt(
  files: PackFiles,
  path: string,
  maxBytes: number = PACK_LIMITS.textBytes,
): Uint8Array {
  const bytes = files.bytes.get(path);
  if (bytes === undefined) throw missing();
  if (bytes.length > maxBytes) {
    throw new EvidenceError('PACK_TOO_LARGE', `file expected at most ${maxBytes} bytes`);
  }
  return bytes;
}

/** Digest of the file at a path, whatever its size. @throws {EvidenceError} PACK_FILE_MISSING */
export function digestAt(files: PackFiles, path: string): Digest {
  const digest = files.digests.get(path);
  if (digest === undefined) throw missing();
  return digest;
}

/** Text of the file at a path; null where there is none, or one that is no UTF-8 or too large. */
export function textAt(files: PackFiles, path: string): string | null {
  try {
    return fromUtf8(fileAt(files, path));
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}
