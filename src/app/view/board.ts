import type { BoardView, InvestigationSummary, NewInvestigationView } from '#src/contract/views.ts';
import { isSenior } from '#src/investigation/two-people.ts';
import { actsAs } from '#src/vault/person.ts';
import { renewalDue } from '#src/vault/release-key.ts';
import { mayBeAuthorised } from '#src/vault/required-roles.ts';
import type { App } from '../app.ts';
import { nextReference } from '../authorised.ts';
import { readList } from '../installation.ts';
import { summarise } from '../summary.ts';
import { personView } from './person.ts';
import { closedSummary } from './sign-in.ts';

/** The investigations on this computer; stopped ones first, then those opened last. */
export function boardView(app: App): BoardView {
  const sitting = app.sitting();
  const listed = readList(sitting.installation.ledger, sitting.installation.ring());
  const investigations = app
    .opened()
    .vault.investigations()
    .filter(({ state }) => state !== 'disposed')
    .map((facts): InvestigationSummary => {
      const closed = closedSummary(facts);
      const known = listed.get(facts.investigationId);
      const noted = openState(app, facts.investigationId) ?? known?.summary ?? null;
      if (known === undefined) return closed;
      if (noted === null) return { ...closed, title: known.title };
      const state = closed.state === 'stopped' ? 'stopped' : noted.state;
      const nextAct = state === 'stopped' ? 'Open the stopped screen' : noted.nextAct;
      const { step, visits, exhibits } = noted;
      return { ...closed, title: known.title, state, step, nextAct, visits, exhibits };
    });
  const rank = (one: InvestigationSummary): string =>
    `${one.state === 'stopped' ? '1' : '0'}${one.openedAt ?? ''}`;
  investigations.sort((a, b) => (rank(a) < rank(b) ? 1 : -1));
  const due = renewalDue(app.opened().vault);
  return { kind: 'board', investigations, newRefusal: null, renewalDue: due };
}

/** The summary of the investigation that is open now; null for others. */
function openState(app: App, investigationId: string): ReturnType<typeof summarise> | null {
  const { investigation } = app.live;
  return investigation?.investigationId === investigationId
    ? summarise(investigation.folded.state)
    : null;
}

/** The form of a new investigation: who may review, authorise and open it. */
export function newInvestigationView(app: App): NewInvestigationView {
  const { vault } = app.opened();
  const people = vault.people();
  const context = app.context();
  const taken = vault.investigations().map(({ reference }) => reference);
  return {
    kind: 'new-investigation',
    reference: nextReference(vault.settings.referencePrefix, app.now(), taken),
    reviewers: people.filter(({ roles }) => roles.includes('reviewer')).map(personView),
    authorisers: people
      .filter((person) => actsAs(person, 'headteacher') || actsAs(person, 'chair'))
      .map(personView),
    authorised: people
      .filter((person) => mayBeAuthorised(person) && isSenior(context, person.personId))
      .map(personView),
  };
}
