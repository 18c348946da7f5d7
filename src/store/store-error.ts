import { EvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/**
 * The coded error that a failed call of the file system or of SQLite amounts to. Coded errors, and
 * errors that tell of wrong use by our own code, come back unchanged.
 * @param cause - what was thrown
 * @param what - what was being done, e.g. `object write`; goes into the message
 */
export function storeError(cause: unknown, what: string): Error {
  if (cause instanceof EvidenceError) return cause;
  const reason = codeOf(cause);
  if (reason === null)
    return cause instanceof Error ? cause : new TypeError(`${what} expected an error to be thrown`);
  const code = evidenceCode(reason);
  if (code === null) return new TypeError(`${what} expected rows that fit their table`, { cause });
  return new EvidenceError(code, `${what} expected to succeed, got ${reason}`, {
    cause,
    details: { reason },
  });
}

/** Whether a call failed because there is no such file. */
export function isNoSuchFile(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** The code that `node:fs` or SQLite gave an error; null where it carries none of theirs. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return null;
  return /^(?:E[A-Z0-9]+|SQLITE_[A-Z_]+)$/.test(error.code) ? error.code : null;
}

function evidenceCode(reason: string): EvidenceErrorCode | null {
  if (FULL.has(reason)) return 'STORE_DISK_FULL';
  if (reason.startsWith('SQLITE_CORRUPT') || reason === 'SQLITE_NOTADB') return 'STORE_DAMAGED';
  if (reason.startsWith('SQLITE_BUSY') || reason === 'SQLITE_LOCKED') return 'STORE_BUSY';
  if (reason.startsWith('SQLITE_CONSTRAINT') || reason === 'SQLITE_MISMATCH') return null;
  return 'STORE_IO_FAILED';
}
