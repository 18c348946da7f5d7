import type { ExhibitView } from '../../../src/contract/views.ts';

/** Captures of the same address made before one, the earliest first; an anchor makes no other address. */
export function earlierOf(
  exhibit: ExhibitView,
  others: readonly ExhibitView[],
): readonly ExhibitView[] {
  return sameAddress(exhibit, others).filter(({ capturedAt }) => capturedAt < exhibit.capturedAt);
}

/** Captures of the same address, the earliest first. */
function sameAddress(
  { address }: ExhibitView,
  others: readonly ExhibitView[],
): readonly ExhibitView[] {
  return others
    .filter((one) => withoutAnchor(one.address) === withoutAnchor(address))
    .toSorted((a, b) => a.capturedAt.localeCompare(b.capturedAt));
}

/** What can be chosen: those of the same address first. */
export function choicesFor(
  exhibit: ExhibitView,
  others: readonly ExhibitView[],
): readonly { readonly other: ExhibitView; readonly same: boolean }[] {
  const same = sameAddress(exhibit, others);
  return [
    ...same.map((other) => ({ other, same: true })),
    ...others.filter((one) => !same.includes(one)).map((other) => ({ other, same: false })),
  ];
}

function withoutAnchor(address: string): string {
  return address.split('#', 1)[0] ?? address;
}
