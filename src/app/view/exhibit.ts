import type { ExhibitView } from '#src/contract/views.ts';
import type { InvestigationState } from '#src/investigation/state.ts';

/** What is kept, without a picture of it. */
export function exhibitViews(state: InvestigationState): ExhibitView[] {
  const locked = state.lock !== null;
  return state.exhibits.map((exhibit) => ({
    ...{ exhibitId: exhibit.exhibitId, exhibitRef: exhibit.exhibitRef, visitId: exhibit.visitId },
    ...{ address: exhibit.address, capturedAt: exhibit.capturedAt, state: exhibit.state },
    ...{
      missing: [...exhibit.missing],
      digest: exhibit.digest,
      sizeBytes: exhibit.sizeBytes,
      locked,
    },
    parts: state.parts
      .filter(({ parentId }) => parentId === exhibit.exhibitId)
      .map(({ exhibitId, exhibitRef, markedAt, digest, mark }) => ({
        ...{ exhibitId, exhibitRef, markedAt, digest, username: mark.username },
        ...{ displayName: mark.displayName, shownAt: mark.shownAt, said: mark.said },
        why: mark.why,
      })),
  }));
}
