import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { assertExhibit, type Exhibit, type ExhibitObject } from './exhibit.ts';

/** The part of a capture record's object that an exhibit needs; structural, so that layers stay apart. */
export interface CapturedObject {
  readonly name: string;
  readonly role: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly parents: readonly string[];
}

/** What the reviewers and the capture together say about a new exhibit. */
export interface CapturedExhibitInput extends Omit<Exhibit, 'digest' | 'objects' | 'parent'> {
  /** The encoded capture record. */
  readonly record: { readonly digest: Digest; readonly sizeBytes: number };
  readonly objects: readonly CapturedObject[];
}

/** Name of the encoded capture record among an exhibit's objects. */
export const RECORD_NAME = 'capture.json';

/**
 * The exhibit that an accepted capture becomes: its record identifies it, its sheets are derivatives that
 * name their tiles.
 * @throws {EvidenceError} VALUE_INVALID - a parent that is no object of the capture, or an exhibit that
 * does not agree with itself
 */
export function exhibitOfCapture(input: CapturedExhibitInput): Exhibit {
  const { record, objects, ...rest } = input;
  const digests = new Map(objects.map((object) => [object.name, object.digest]));
  const captured = objects.map((object): ExhibitObject => {
    const madeFrom = object.parents.map((name) => {
      const digest = digests.get(name);
      if (digest === undefined) {
        throw new EvidenceError('VALUE_INVALID', '"parents" expected objects of the capture');
      }
      return digest;
    });
    return {
      name: object.name,
      digest: object.digest,
      sizeBytes: object.sizeBytes,
      copy: object.parents.length === 0 ? 'evidential' : 'derivative',
      madeFrom: [...new Set(madeFrom)],
    };
  });
  const recordObject: ExhibitObject = {
    name: RECORD_NAME,
    ...record,
    copy: 'evidential',
    madeFrom: [],
  };
  return assertExhibit({
    ...rest,
    digest: record.digest,
    objects: [recordObject, ...captured],
    parent: null,
  });
}
