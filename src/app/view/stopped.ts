import type { PersonView, StoppedView } from '#src/contract/views.ts';
import { RELEASE_REASONS } from '#src/investigation/events-stop.ts';
import type { Role } from '#src/core/roles.ts';
import type { Vault } from '#src/vault/vault.ts';
import type { App } from '../app.ts';
import type { Stopped } from '../app-state.ts';
import { personView } from './person.ts';

/** After a stop: plain facts and the next act, nothing else. */
export function stoppedView(app: App, stopped: Stopped): StoppedView {
  const { vault } = app.opened();
  const authorisedIds = authorisedOf(vault, stopped.investigationId);
  const people = vault.people().filter(({ personId }) => authorisedIds.includes(personId));
  return {
    kind: 'stopped',
    ...{ stoppedAt: stopped.stoppedAt, recorded: stopped.recorded, fromSignIn: stopped.fromSignIn },
    ...{ reference: stopped.reference, step: stopped.step, schoolName: vault.settings.schoolName },
    callers: callersOf(people.map(personView)),
    facts: stopped.facts === null ? null : { ...stopped.facts, seenBy: [...stopped.facts.seenBy] },
    lockedExhibits: stopped.lockedExhibits.map((exhibit) => ({ ...exhibit })),
    ...{ did: [...stopped.did], underWay: stopped.underWay, level: stopped.level },
    durationMs: stopped.durationMs,
    people: people.map(personView),
    ...{ released: stopped.released, ...releaseParts(stopped) },
    approvers: people
      .filter(({ personId }) => stopped.approverIds.includes(personId))
      .map(personView),
  };
}

/** Refused as a whole only where every reason is. */
function releaseParts({
  releaseRefusals,
}: Stopped): Pick<StoppedView, 'mayReleaseRefusal' | 'releaseReasons'> {
  const releaseReasons = RELEASE_REASONS.map((reason) => ({
    reason,
    refusal: releaseRefusals[reason],
  }));
  const open = releaseReasons.some(({ refusal }) => refusal === null);
  return { releaseReasons, mayReleaseRefusal: open ? null : (releaseReasons[0]?.refusal ?? null) };
}

/** Those authorised; whoever calls the police here at all, where the store can't be read any more. */
function authorisedOf(vault: Vault, investigationId: string): readonly string[] {
  try {
    return vault.authorised(investigationId);
  } catch {
    return vault
      .people()
      .filter(({ roles }) => CALLERS.some(({ role }) => roles.includes(role)))
      .map(({ personId }) => personId);
  }
}

const CALLERS: readonly { readonly role: Role; readonly name: string }[] = [
  { role: 'dsl', name: 'DSL' },
  { role: 'headteacher', name: 'Headteacher' },
  { role: 'chair', name: 'Chair' },
];

/** The single points of contact with the police: the DSL first, then the headteacher or chair. */
function callersOf(people: readonly PersonView[]): StoppedView['callers'] {
  return CALLERS.flatMap(({ role, name }) =>
    people
      .filter(({ roles }) => roles.includes(role))
      .map((person) => ({ role: name, name: person.name, contact: '' })),
  );
}
