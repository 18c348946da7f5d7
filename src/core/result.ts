import { EvidenceError, type ErrorDetails, type EvidenceErrorCode } from './errors.ts';

/** A failure as it crosses a process boundary: Electron itself would keep only a message. */
export interface Failure {
  readonly code: EvidenceErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Either a value or a coded failure. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** Wrap a value as a success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/**
 * Turn anything thrown into a failure that may cross a boundary. An error that is not an
 * {@link EvidenceError} becomes `INTERNAL` with a fixed message, so that nothing leaks.
 */
export function failure(thrown: unknown): { readonly ok: false; readonly error: Failure } {
  if (thrown instanceof EvidenceError) {
    return {
      ok: false,
      error: { code: thrown.code, message: thrown.message, details: thrown.details },
    };
  }
  return { ok: false, error: { code: 'INTERNAL', message: 'unexpected failure', details: {} } };
}
