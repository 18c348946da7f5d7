import type { Digest } from '#src/core/digest.ts';
import type { CustodyEvent, Custodian } from './custody.ts';
import { exhibitFileName } from './exhibit-ref.ts';
import type { Exhibit } from './exhibit.ts';

/** One line of continuity on a label. */
export interface ContinuityLine {
  readonly from: string;
  readonly to: string;
  /** RFC 3339 UTC; the document prints it as date and time. */
  readonly at: string;
  readonly purpose: string;
  readonly sealNo: string;
}

/** What an exhibit's label carries, in its order (procedure.md §5.3). */
export interface ExhibitLabel {
  readonly exhibitRef: string;
  readonly fileName: string;
  readonly description: string;
  readonly investigationRef: string;
  readonly producedAt: string;
  readonly place: string;
  readonly producedBy: { readonly name: string; readonly position: string };
  readonly witnessedBy: { readonly name: string; readonly position: string };
  readonly digest: Digest;
  readonly continuity: readonly ContinuityLine[];
  /** Set for a part or a derivative: what it belongs to. */
  readonly parent: string | null;
}

/**
 * The fields of an exhibit's label. The producer signs it and the second reviewer witnesses it by hand, so
 * there is no field for a signature here.
 * @param history - custody events of this exhibit, in order; others are left out
 */
export function exhibitLabel(exhibit: Exhibit, history: readonly CustodyEvent[]): ExhibitLabel {
  const { producedBy, witnessedBy } = exhibit;
  return {
    exhibitRef: exhibit.exhibitRef,
    fileName: exhibitFileName(exhibit.exhibitRef),
    description: exhibit.description,
    investigationRef: exhibit.investigationRef,
    producedAt: exhibit.producedAt,
    place: exhibit.place,
    producedBy: { name: producedBy.name, position: producedBy.position },
    witnessedBy: { name: witnessedBy.name, position: witnessedBy.position },
    digest: exhibit.digest,
    continuity: history
      .filter((event) => event.exhibitRef === exhibit.exhibitRef)
      .map((event) => ({
        from: holderName(event.from),
        to: holderName(event.to),
        at: event.at,
        purpose: event.why,
        sealNo: event.sealNo ?? '',
      })),
    parent: exhibit.parent?.exhibitRef ?? null,
  };
}

/** A holder as it is printed; an en dash for nobody. */
export function holderName(custodian: Custodian | null): string {
  if (custodian === null) return '–';
  if (custodian.kind === 'vault') return `Vault on ${custodian.computer}`;
  return custodian.kind === 'agency' ? `${custodian.officer}, ${custodian.name}` : custodian.name;
}
