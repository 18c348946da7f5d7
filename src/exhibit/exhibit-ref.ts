import { EvidenceError } from '#src/core/errors.ts';

/** A reference such as `ABC/1`, or `ABC/1/1` for a part of it. */
export type ExhibitRef = `${string}/${string}`;

const REF = /^[A-Z]{2,5}\/[1-9]\d{0,5}(?:\/[1-9]\d{0,5})?$/;

/** Whether a value is a well-formed {@link ExhibitRef}. */
export function isExhibitRef(value: unknown): value is ExhibitRef {
  return typeof value === 'string' && REF.test(value);
}

/** Narrow a value read from outside. @throws {EvidenceError} VALUE_INVALID - anything else */
export function parseExhibitRef(value: unknown): ExhibitRef {
  if (isExhibitRef(value)) return value;
  throw new EvidenceError(
    'VALUE_INVALID',
    '"exhibitRef" expected initials and a number, such as ABC/1',
  );
}

/**
 * The next reference of a producer: one series for each person across a whole investigation.
 * @param initials - 2 to 5 capital letters, the producer's
 * @param taken - every reference of the investigation, of discarded and withheld exhibits too: none is used twice
 * @throws {EvidenceError} VALUE_INVALID - initials of another form
 */
export function nextExhibitRef(initials: string, taken: readonly ExhibitRef[]): ExhibitRef {
  return parseExhibitRef(`${initials}/${highest(taken, `${initials}/`, 1) + 1}`);
}

/**
 * The next reference of a part of an exhibit, such as `ABC/1/2`.
 * @param parent - a reference that is not itself a part
 * @throws {EvidenceError} VALUE_INVALID - the parent is a part
 */
export function nextPartRef(parent: ExhibitRef, taken: readonly ExhibitRef[]): ExhibitRef {
  return parseExhibitRef(`${parent}/${highest(taken, `${parent}/`, parent.split('/').length) + 1}`);
}

function highest(taken: readonly ExhibitRef[], prefix: string, place: number): number {
  const numbers = taken
    .filter((ref) => ref.startsWith(prefix))
    .map((ref) => Number(ref.split('/')[place] ?? '0'));
  return Math.max(0, ...numbers);
}

/** The reference of which this one is a part, null where it is none. */
export function parentRef(ref: ExhibitRef): ExhibitRef | null {
  const [initials, number, part] = ref.split('/');
  return part === undefined ? null : parseExhibitRef(`${initials ?? ''}/${number ?? ''}`);
}

/** The reference as a file name, without an ending: `ABC-1`, because `/` can't stand in one. */
export function exhibitFileName(ref: ExhibitRef): string {
  return parseExhibitRef(ref).replaceAll('/', '-');
}
