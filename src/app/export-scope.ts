import { RESTRICTED_KINDS } from '#src/investigation/events.ts';
import type { InvestigationState } from '#src/investigation/state.ts';
import type { Folded } from './folded.ts';
import type { PackInput } from '#src/pack/input.ts';

/** What stays behind, in words and numbers: it is said, never silently left out. */
export function withheldOf(folded: Pick<Folded, 'state' | 'entries'>): PackInput['withheld'] {
  const { state, entries } = folded;
  const restricted = entries.filter(({ kind }) =>
    RESTRICTED_KINDS.some((one) => one === kind),
  ).length;
  const { discarded, failed, stopped } = state.notKept;
  const all = [
    {
      what: 'Who reported it',
      why: 'Restricted to the DSL and the headteacher',
      count: restricted,
    },
    {
      what: 'Captures that were discarded',
      why: 'Both reviewers did not keep them; nobody can open them',
      count: discarded,
    },
    {
      what: 'Captures that failed',
      why: 'They could not be made; nobody can open them',
      count: failed,
    },
    {
      what: 'Captures that were stopped',
      why: 'Cancelled, paused or stopped; nobody can open them',
      count: stopped,
    },
  ];
  return all.filter(({ count }) => count > 0).map((one) => ({ ...one, digests: [] }));
}

/** What would leave, for the export screen. */
export function leavesOf(
  state: InvestigationState,
): readonly { path: string; what: string; sizeBytes: number }[] {
  return [
    ...state.records.map(({ version }) => ({
      ...{
        path: `data/records/version-${version}`,
        what: 'Record of review, signed by both reviewers',
      },
      sizeBytes: 0,
    })),
    ...state.exhibits.map(({ exhibitRef, sizeBytes, address }) => ({
      ...{
        path: `data/exhibits/${exhibitRef.replace('/', '-')}`,
        what: `${exhibitRef}: ${address}`,
        sizeBytes,
      },
    })),
    { path: 'data/ledger', what: 'The whole ledger with its checkpoints', sizeBytes: 0 },
  ];
}
