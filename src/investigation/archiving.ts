import { STATEMENTS } from './attestations.ts';
import { CATEGORIES, strictestOf, type CategoryId } from './categories.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { EventOf } from './events.ts';
import { currentVisit, type InvestigationState } from './state.ts';
import { proposeCaptureRefusal } from './visiting.ts';

/**
 * R2: whether a full archive may be made of what is suspected. It stores pictures that nobody has looked at,
 * so never of C1, C2, C5 and C11, and never where nobody has said what it is.
 * @param categories - what both suspect, e.g. `C14`
 * @returns null when it may
 */
export function archiveRefusal(categories: readonly string[]): Refusal | null {
  if (categories.length === 0) return refuse('R2', 'say first what you suspect this is');
  if (!categories.every(isCategoryId)) return refuse('R2', 'there is no such category');
  if (strictestOf(categories).fullArchive) return null;
  const never = categories.filter((id) => !strictestOf([id]).fullArchive);
  return refuse('R2', `no full archive is ever made of ${never.join(', ')}`);
}

/** R2: ask both for a full archive of this page's capture; it takes an agreement of its own. */
export function proposeArchive(
  state: InvestigationState,
  command: CommandOf<'propose-archive'>,
  context: DecisionContext,
): Decision {
  const { agreementId, categories } = command;
  const refusal = proposeCaptureRefusal(state, context) ?? archiveRefusal(categories);
  if (refusal !== null) return refusal;
  const visitId = currentVisit(state)?.visitId;
  if (visitId === undefined) return refuse('R2', 'no page is open');
  const asked = { agreementId, visitId };
  return allow(
    { kind: 'agreement-proposed', ...asked, what: 'archive', statement: STATEMENTS.archive },
    { kind: 'archive-asked', ...asked, categories },
  );
}

/** What begins with a capture of the page for which both asked for an archive; null where they didn't. */
export function archiveBegun(
  state: InvestigationState,
  captureId: string,
): EventOf<'archive-begun'> | null {
  const { archive } = state;
  if (archive === null || archive.visitId !== currentVisit(state)?.visitId) return null;
  const [first, second] = Object.keys(archive.given);
  if (first === undefined || second === undefined) return null;
  const { agreementId } = archive;
  return { kind: 'archive-begun', agreementId, captureId, personIds: [first, second] };
}

function isCategoryId(text: string): text is CategoryId {
  return CATEGORIES.some(({ id }) => id === text);
}
