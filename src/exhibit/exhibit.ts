import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { isExhibitRef, parentRef, type ExhibitRef } from './exhibit-ref.ts';

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
  readonly computerId: string;
  /** Room and computer. */
  readonly place: string;
  readonly producedBy: ExhibitPerson;
  /** The second reviewer. */
  readonly witnessedBy: ExhibitPerson;
  /** The one digest that identifies it, as its entry recorded it. */
  readonly digest: Digest;
  /** The exhibit of which this is a part or a derivative, null for one of its own. */
  readonly parent: { readonly exhibitRef: ExhibitRef; readonly digest: Digest } | null;
}

/**
 * Narrow a value to an exhibit whose parts agree: two people, a reference of the producer's, a part that
 * names its whole.
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
  return exhibit;
}

function invalid(field: string, expected: string): EvidenceError {
  return new EvidenceError('VALUE_INVALID', `"${field}" expected ${expected}`);
}
