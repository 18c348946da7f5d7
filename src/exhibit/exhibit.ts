import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { isExhibitRef, parentRef, type ExhibitRef } from './exhibit-ref.ts';

/** One object that an exhibit consists of. */
export interface ExhibitObject {
  /** Name within the exhibit, such as `tile-0001.png`. */
  readonly name: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Whether these are the untouched bytes; a derivative names what it was made from. */
  readonly copy: 'evidential' | 'derivative';
  /** Digests of the objects it was made from; empty for an evidential copy. */
  readonly madeFrom: readonly Digest[];
}

/** Who produces an exhibit, or stands as its witness. */
export interface ExhibitPerson {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
  readonly initials: string;
}

/** Something produced under a reference. */
export interface Exhibit {
  readonly exhibitId: string;
  readonly exhibitRef: ExhibitRef;
  readonly investigationRef: string;
  readonly description: string;
  /** RFC 3339 UTC. */
  readonly producedAt: string;
  /** Room and computer. */
  readonly place: string;
  readonly producedBy: ExhibitPerson;
  /** The second reviewer. */
  readonly witnessedBy: ExhibitPerson;
  /** The one digest that identifies it: of the capture record, which names every object's. */
  readonly digest: Digest;
  readonly objects: readonly ExhibitObject[];
  /** The exhibit of which this is a part or a derivative, null for one of its own. */
  readonly parent: { readonly exhibitRef: ExhibitRef; readonly digest: Digest } | null;
}

/**
 * Narrow a value to an exhibit whose parts agree: two people, a reference of the producer's, derivatives
 * that name what they were made from, a part that names its whole.
 * @throws {EvidenceError} VALUE_INVALID - anything else
 */
export function assertExhibit(exhibit: Exhibit): Exhibit {
  const { exhibitRef, producedBy, witnessedBy, parent } = exhibit;
  if (!isId(exhibit.exhibitId)) throw invalid('exhibitId', 'an identifier');
  if (!isExhibitRef(exhibitRef)) throw invalid('exhibitRef', 'initials and a number');
  if (!isInstant(exhibit.producedAt)) throw invalid('producedAt', 'an RFC 3339 UTC instant');
  if (!isDigest(exhibit.digest)) throw invalid('digest', 'a digest');
  if (producedBy.personId === witnessedBy.personId) throw invalid('witnessedBy', 'another person');
  if (!exhibitRef.startsWith(`${producedBy.initials}/`)) {
    throw invalid('exhibitRef', 'the producer’s initials');
  }
  const whole = parentRef(exhibitRef);
  if (whole !== null && parent?.exhibitRef !== whole)
    throw invalid('parent', 'the whole of a part');
  if (parent !== null && (!isExhibitRef(parent.exhibitRef) || !isDigest(parent.digest))) {
    throw invalid('parent', 'a reference and a digest');
  }
  assertObjects(exhibit.objects);
  return exhibit;
}

function assertObjects(objects: readonly ExhibitObject[]): void {
  if (objects.length === 0) throw invalid('objects', 'at least one');
  if (new Set(objects.map((object) => object.name)).size !== objects.length) {
    throw invalid('objects', 'each name once');
  }
  const digests = new Set(objects.map((object) => object.digest));
  for (const object of objects) {
    if (!isDigest(object.digest)) throw invalid('objects', 'digests');
    if (!Number.isSafeInteger(object.sizeBytes) || object.sizeBytes < 0) {
      throw invalid('objects', 'sizes from 0');
    }
    if ((object.copy === 'derivative') !== object.madeFrom.length > 0) {
      throw invalid('madeFrom', 'parents of a derivative and of nothing else');
    }
    if (!object.madeFrom.every((digest) => digests.has(digest))) {
      throw invalid('madeFrom', 'digests of objects of the exhibit');
    }
  }
}

/** What is printed as the size of an exhibit: all its evidential copies. */
export function evidentialBytes(exhibit: Exhibit): number {
  return exhibit.objects
    .filter((object) => object.copy === 'evidential')
    .reduce((sum, object) => sum + object.sizeBytes, 0);
}

function invalid(field: string, expected: string): EvidenceError {
  return new EvidenceError('VALUE_INVALID', `"${field}" expected ${expected}`);
}
