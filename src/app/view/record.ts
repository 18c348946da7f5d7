import type { JudgeView, RecordView } from '#src/contract/views.ts';
import { lastJudgement } from '#src/investigation/state.ts';
import { signRefusal } from '#src/investigation/signing.ts';
import { isSenior } from '#src/investigation/two-people.ts';
import type { App } from '../app.ts';
import { OUTCOME_WORDS, previewKeyOf, recordInput } from '../record-input.ts';
import type { RecordOfReviewInput } from '#src/form/input.ts';
import { missingInRecord } from '#src/form/record-of-review.ts';
import { personView } from './person.ts';

/** What stands where no reason for concern does. */
const WITHOUT_REASON = {
  open: '',
  concern: '',
  'no-concern': 'Nothing of concern',
  'not-needed': 'Tried and refused: nothing was opened',
} as const;

/** The record of review as it stands, field by field in the form's order. */
export function recordView(app: App): RecordView {
  const { state } = app.investigation().folded;
  const { vault } = app.opened();
  const input = recordInput(app);
  return {
    kind: 'record',
    version: input.version,
    investigatorsLabel: input.investigatorsLabel,
    fields: fieldsOf(input),
    rows: input.visits.map((visit) => ({
      address: visit.finalAddress ?? visit.address,
      concern: visit.reason ?? WITHOUT_REASON[visit.judgement],
    })),
    conclusions: [...input.conclusions],
    missing: [
      ...(state.completedAt === null ? ['The end of the review'] : []),
      ...missingInRecord(input),
    ],
    first: {
      person: personView(vault.person(input.first.personId)),
      signedAt: signedAt(app, input.first.personId),
    },
    second: {
      person: personView(vault.person(input.second.personId)),
      signedAt: signedAt(app, input.second.personId),
    },
    signRefusal: signRefusal(state)?.reason ?? null,
    previewKey: previewKeyOf(input),
  };
}

function fieldsOf(input: RecordOfReviewInput): RecordView['fields'] {
  const field = (label: string, value: string) => ({ label, value, missing: value === '' });
  const { first, second, computer } = input;
  return [
    field(input.investigatorsLabel, `${first.name}, ${second.name}`),
    field('Date', input.date),
    field('Reason for investigation', input.reason),
    field('Details of first reviewing person: Name', first.name),
    field('Details of first reviewing person: Position', first.position),
    field('Details of second reviewing person: Name', second.name),
    field('Details of second reviewing person: Position', second.position),
    field(
      'Name and location of computer used for review (for web sites)',
      `${computer.name}, ${computer.location}`,
    ),
  ];
}

/**
 * When a reviewer signed the version on screen; null while they have not. The first signature is on record
 * by itself while it waits; the second only with the signed version, so nothing shows it before that.
 */
function signedAt(app: App, personId: string): string | null {
  const { state } = app.investigation().folded;
  if (signRefusal(state)?.rule === 'R18') return state.records.at(-1)?.signedAt ?? null;
  const { halfSigned } = app.live;
  return halfSigned?.person.person.personId === personId && state.signatureGiven !== null
    ? halfSigned.signedAt
    : null;
}

/** The judgement: who may make it, or what was judged. */
export function judgeView(app: App): JudgeView {
  const { state } = app.investigation().folded;
  const { vault } = app.opened();
  const context = app.context();
  const made = lastJudgement(state);
  const authorised = state.facts?.authorisedIds ?? [];
  return {
    kind: 'judge',
    eligible: vault
      .people()
      .filter(({ personId }) => authorised.includes(personId) && isSenior(context, personId))
      .map(personView),
    judged:
      made === null
        ? null
        : {
            ...{
              substance: made.substance,
              reasons: made.reasons,
              outcome: OUTCOME_WORDS[made.outcome],
            },
            actions: [...made.actions],
            by: made.signedByIds.map((id) => vault.person(id).name),
            at: made.at,
          },
  };
}
