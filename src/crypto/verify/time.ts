import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { isInstant } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { encodeDer, TAG, type Der } from './der.ts';

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/**
 * An instant as X.509 and CMS write it: UTCTime from 1950 to 2049, GeneralizedTime else (RFC 5280, 4.1.2.5).
 * @param instant - RFC 3339 UTC with milliseconds, which are dropped
 * @throws {RangeError} for any other text
 */
export function encodeTime(instant: string): Uint8Array<ArrayBuffer> {
  if (!isInstant(instant)) throw new RangeError('"instant" expected an RFC 3339 UTC instant');
  const digits = instant.slice(0, 19).replaceAll(/[^0-9]/g, '');
  const short = instant >= '1950' && instant < '2050';
  return short
    ? encodeDer(TAG.utcTime, utf8(`${digits.slice(2)}Z`))
    : encodeDer(TAG.generalizedTime, utf8(`${digits}Z`));
}

/**
 * Read a time of X.509 or CMS.
 * @param value - hostile
 * @returns an RFC 3339 UTC instant, its milliseconds `000`
 * @throws {EvidenceError} BYTES_MALFORMED - any other form, or no such day
 */
export function parseTime(value: Der | undefined): string {
  const isShort = value?.tag === TAG.utcTime;
  if (value !== undefined && (isShort || value.tag === TAG.generalizedTime)) {
    const parts = (isShort ? UTC_TIME : GENERALIZED_TIME).exec(fromUtf8(value.content));
    if (parts !== null) {
      const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts;
      const century = isShort ? (Number(year) >= 50 ? '19' : '20') : '';
      const instant = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
      // Date.parse takes 31 February for 3 March.
      if (isInstant(instant) && new Date(instant).toISOString() === instant) return instant;
    }
  }
  throw new EvidenceError(
    'BYTES_MALFORMED',
    'time expected UTCTime or GeneralizedTime in seconds, got another form',
  );
}
