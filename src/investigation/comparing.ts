import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext } from './decision.ts';
import type { Exhibit, InvestigationState } from './state.ts';
import { bothSigners, presentForThis, signedForThis } from './two-people.ts';

/**
 * Two captures are looked at side by side, by both, each with their own passphrase (R8, R15). It is a look at each
 * of them as well, so that the custody of both says so. After a stop nothing is compared, also once it was
 * released: that is for looking, and for handing over.
 */
export function compareExhibits(
  state: InvestigationState,
  command: CommandOf<'compare-exhibits'>,
  context: DecisionContext,
): Decision {
  const refusal =
    presentForThis(state, context, 'authorised') ?? signedForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  const [first, second] = command.exhibitIds;
  if (first === second)
    return refuse('R15', 'a capture can’t be compared with itself', 'VALUE_INVALID');
  const both = inOrderOfCapture(state, command.exhibitIds);
  if (both === null)
    return refuse('R15', 'only two captures that were kept can be compared', 'CAPTURE_UNKNOWN');
  const [earlier, later] = both;
  const personIds = bothSigners(context);
  return allow(
    {
      kind: 'exhibits-compared',
      ...{ earlierId: earlier.exhibitId, earlierRef: earlier.exhibitRef },
      ...{ laterId: later.exhibitId, laterRef: later.exhibitRef, personIds },
    },
    ...both.map(({ exhibitId, exhibitRef }) => ({
      ...{ kind: 'exhibit-viewed' as const, exhibitId, exhibitRef, personIds },
    })),
  );
}

/** Two kept captures, the earlier one first; null where one of the two isn't one. */
export function inOrderOfCapture(
  { exhibits }: Pick<InvestigationState, 'exhibits'>,
  exhibitIds: readonly [string, string],
): readonly [Exhibit, Exhibit] | null {
  const [one, other] = exhibitIds.map((id) => exhibits.find(({ exhibitId }) => exhibitId === id));
  if (one === undefined || other === undefined) return null;
  return isEarlier(one, other) ? [one, other] : [other, one];
}

/** By the time captured; the order in which they were kept decides between equal ones. */
function isEarlier(one: Exhibit, other: Exhibit): boolean {
  if (one.capturedAt === other.capturedAt) return one.entryIndex < other.entryIndex;
  return one.capturedAt < other.capturedAt;
}
