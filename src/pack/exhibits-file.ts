import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { CustodyEvent, Custodian } from '#src/exhibit/custody.ts';
import type { ExhibitPerson } from '#src/exhibit/exhibit.ts';
import { EXHIBITS_KIND } from './format.ts';
import type { PackExhibit } from './input.ts';

/** A holder by identifier: names stand once, in `pack.json`. */
function holderValue(holder: Custodian | null): JsonValue {
  if (holder === null) return null;
  if (holder.kind === 'vault') return { kind: 'vault', computerId: holder.computerId };
  if (holder.kind === 'person' && holder.personId !== null) {
    return { kind: 'person', personId: holder.personId };
  }
  throw new EvidenceError('PACK_CONTENT_REFUSED', '"custody" expected people and vaults of ours');
}

function custodyValue({ kind, entryIndex, at, from, to, why }: CustodyEvent): JsonValue {
  return { kind, entryIndex, at, from: holderValue(from), to: holderValue(to), why };
}

function personValue({ personId, name, position }: ExhibitPerson): JsonValue {
  return { personId, name, position };
}

function exhibitValue(one: PackExhibit): JsonValue {
  const { kind, record } = one;
  const { exhibit, custody } = record;
  const { exhibitId, exhibitRef, digest, investigationRef, description } = exhibit;
  const { producedAt, computerId, place, producedBy, witnessedBy, parent } = exhibit;
  return {
    ...{ exhibitId, exhibitRef, kind, digest, investigationRef, description },
    ...{ producedAt, computerId, place, parent: parent?.exhibitRef ?? null },
    producedBy: personValue(producedBy),
    witnessedBy: personValue(witnessedBy),
    custody: custody.map(custodyValue),
    ...(one.kind === 'sub-exhibit' ? { part: one.mark } : {}),
  };
}

/**
 * `data/record/exhibits.json`: label and custody of every exhibit of the pack.
 * @throws {EvidenceError} PACK_CONTENT_REFUSED - a holder that no capture can have
 * @see docs/spec/pack.md, section 7
 */
export function exhibitsFile(exhibits: readonly PackExhibit[]): Uint8Array {
  return canonicalBytes({ v: 1, kind: EXHIBITS_KIND, exhibits: exhibits.map(exhibitValue) });
}
