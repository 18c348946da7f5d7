import { EvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';
import type { Finding } from './fsck.ts';

/** A finding in its three words. */
export function finding(code: EvidenceErrorCode, message: string, where: string): Finding {
  return { code, message, where };
}

/**
 * Run one check; what it throws becomes a finding.
 * @returns its value, or null when it found something
 * @throws whatever is not an {@link EvidenceError}: a bug, not a finding
 */
export function collect<T>(findings: Finding[], where: string, check: () => T): T | null {
  try {
    return check();
  } catch (error) {
    findings.push(findingOf(error, where));
    return null;
  }
}

/** The finding that a thrown coded error amounts to. @throws anything that is not an {@link EvidenceError} */
export function findingOf(error: unknown, where: string): Finding {
  if (error instanceof EvidenceError) return finding(error.code, error.message, where);
  throw error;
}
