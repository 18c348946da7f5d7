import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';

/** A row as SQLite gives it; every value is untrusted, a damaged page may hold anything. */
export type Row = Readonly<Record<string, unknown>>;

/** A column of text. @throws {EvidenceError} STORE_DAMAGED - anything else, as all readers here */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw damaged(column, 'text');
}

/** A column of text or null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

/** A column of bytes; the array is the caller's own. */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array)
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw damaged(column, 'bytes');
}

/** A column of bytes or null. */
export function bytesOrNull(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : bytesOf(row, column);
}

/** A column that counts, from 0. */
export function countOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw damaged(column, 'a whole number from 0');
}

/** A column that counts, or null. */
export function countOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : countOf(row, column);
}

/** A column that is 0 or 1. */
export function flagOf(row: Row, column: string): boolean {
  const value = countOf(row, column);
  if (value > 1) throw damaged(column, '0 or 1');
  return value === 1;
}

/** A column that holds a digest. */
export function digestIn(row: Row, column: string): Digest {
  const value = row[column];
  if (isDigest(value)) return value;
  throw damaged(column, 'a digest');
}

function damaged(column: string, expected: string): EvidenceError {
  return new EvidenceError('STORE_DAMAGED', `"${column}" expected ${expected}`);
}
