import type { EvidenceErrorCode } from '#src/core/errors.ts';

/** How a load ended that did not succeed. */
export type PageFailure = Extract<
  EvidenceErrorCode,
  'PAGE_UNREACHABLE' | 'PAGE_CERTIFICATE' | 'PAGE_FAILED'
>;

/** Chromium's `net::ERR_ABORTED`: stopped, replaced by another navigation, or turned into a download. */
export const ERR_ABORTED = -3;
/** Chromium's `net::ERR_BLOCKED_BY_CLIENT`: refused by our own guard. */
export const ERR_BLOCKED_BY_CLIENT = -20;

/** Connection, address and name errors: the site did not answer. */
const UNREACHABLE = new Set([
  -7, -15, -21, -100, -101, -102, -103, -104, -105, -106, -108, -109, -118, -120, -121, -130, -137,
  -138, -139, -300, -324, -800, -801, -802, -803, -804, -805, -806,
]);

/**
 * Turn Chromium's network error into one of our codes.
 * @param errorCode - negative, from `did-fail-load`
 * @see https://chromium.googlesource.com/chromium/src/+/main/net/base/net_error_list.h
 */
export function pageFailureOf(errorCode: number): PageFailure {
  // 200 to 299 are certificate errors; -107, -113, -117 and the like are TLS without a verdict on one.
  if (errorCode <= -200 && errorCode > -300) return 'PAGE_CERTIFICATE';
  return UNREACHABLE.has(errorCode) ? 'PAGE_UNREACHABLE' : 'PAGE_FAILED';
}
