import { EvidenceError } from '#src/core/errors.ts';

const OLDEST_MAJOR = 24;

/**
 * Refuse a runtime on which the database library would crash the process instead of failing. Called
 * before its native part is loaded.
 * @param version - dotted version of Node; by default the running one, Electron's included
 * @throws {EvidenceError} STORE_NODE_TOO_OLD - older than 24, or unreadable
 */
export function assertNodeVersion(version: string = process.versions.node): void {
  const major = Number(/^(\d+)\./.exec(version)?.[1] ?? Number.NaN);
  if (major >= OLDEST_MAJOR) return;
  throw new EvidenceError(
    'STORE_NODE_TOO_OLD',
    `Node expected version ${OLDEST_MAJOR} or newer to open a vault, got ${version}`,
    { details: { expected: OLDEST_MAJOR, got: version } },
  );
}
