import { EvidenceError } from '#src/core/errors.ts';
import { initialState } from '#src/investigation/state.ts';
import { decide } from '#src/investigation/decide.ts';
import { evolve } from '#src/investigation/evolve.ts';
import type { CommandOf } from '#src/investigation/commands.ts';
import { prepareInvestigation } from '#src/vault/investigation-keys.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { App } from '../app.ts';
import { authorisedFor, nextReference } from '../authorised.ts';
import { toHex } from '#src/core/bytes.ts';
import { pauseInvestigation } from '../leave.ts';
import { encodeInstallationEvent } from '../installation.ts';
import { appendEvents, noteRefusal, refusalError } from '../recording.ts';
import { summarise } from '../summary.ts';
import { useInvestigation } from '../use-investigation.ts';
import { withBoth } from '../with-both.ts';
import type { ChannelParsed, UseCase } from '../use-case.ts';

/** Begin an investigation: reason, authority and, for staff, the LADO are on record before anything is viewed. */
export const createInvestigation: UseCase<'investigation.create'> = async (app, input) => {
  app.sitting();
  if (app.live.capture !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'keep, discard or cancel the capture first');
  }
  return withBoth(app, 'create', input.credentials, async (people, signerIds) => {
    const command = commandOf(app, input);
    const decision = decide(initialState, command, app.context(signerIds));
    if (!decision.ok) {
      noteRefusal(app, 'create', decision, signerIds);
      throw refusalError(decision);
    }
    const investigationId = app.newId();
    await make(app, investigationId, people, command, decision.events);
    const sitting = app.sitting();
    // Whoever signed is who sits here: it opens at once. Otherwise it waits on the list.
    if (sitting.personIds.every((id) => signerIds.includes(id))) {
      const inOrder =
        signerIds[0] === sitting.personIds[0] ? people : ([people[1], people[0]] as const);
      pauseInvestigation(app);
      const check = app.stillWanted();
      await sitting.attach(inOrder, investigationId);
      check();
      useInvestigation(app, investigationId, CONFIRMED);
    } else app.live.screen = 'board';
    return { investigationId };
  });
};

/** Confirmed for this sitting when it started. */
const CONFIRMED = { screenPrivate: true, neitherConcerned: true, stopKeyKnown: true };

function commandOf(app: App, input: ChannelParsed<'investigation.create'>): CommandOf<'create'> {
  const { vault } = app.opened();
  const { settings } = vault;
  const { title, reason, scope, subjectKind, excludedIds, authority, lado } = input;
  const reviewerIds = [input.firstReviewerId, input.secondReviewerId] as const;
  const taken = vault.investigations().map(({ reference }) => reference);
  return {
    kind: 'create',
    reference: nextReference(settings.referencePrefix, app.now(), taken),
    ...{ title, reason, scope, subjectKind, reviewerIds, excludedIds, authority, lado },
    authorisedIds: authorisedFor(vault.people(), { reviewerIds, excludedIds, subjectKind }),
    demonstration: settings.demonstration,
  };
}

async function make(
  app: App,
  investigationId: string,
  signers: readonly [OpenPerson, OpenPerson],
  command: CommandOf<'create'>,
  events: Parameters<typeof appendEvents>[3],
): Promise<void> {
  const { vault, store } = app.opened();
  const { reference, reviewerIds, authorisedIds, title } = command;
  const check = app.stillWanted();
  const keys = { investigationId, reference, reviewerIds, authorisedIds, signers };
  const prepared = await prepareInvestigation(vault, keys);
  try {
    const { origin } = prepared.facts;
    const writer = await vault.peopleWriter(origin, signers);
    check();
    const state = events.reduce(
      (before, event, index) => evolve(before, event, { index, recordedAt: app.now() }),
      initialState,
    );
    const { ledger, writer: listWriter } = app.sitting().installation;
    store.write((db) => {
      prepared.commit(db);
      const own = vault.ledger(origin);
      appendEvents(db, own, writer, events);
      const { size, root } = own.head();
      const head = {
        investigationId,
        size,
        root: toHex(root),
        why: 'created',
        summary: summarise(state),
      } as const;
      ledger.append(
        db,
        listWriter,
        encodeInstallationEvent({
          kind: 'investigation-listed',
          investigationId,
          reference,
          title,
        }),
      );
      ledger.append(
        db,
        listWriter,
        encodeInstallationEvent({ kind: 'investigation-head', ...head }),
      );
    });
  } catch (error) {
    prepared.discard();
    throw error;
  }
}
