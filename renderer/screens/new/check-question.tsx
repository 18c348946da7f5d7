import type { ReactElement } from 'react';
import type { PersonView } from '../../../src/contract/views.ts';
import { dateTimeOf, instantOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { StepHeading } from '../../parts/question.tsx';
import { Facts } from '../../parts/values.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import { subjects } from '../../roles.ts';
import { errorsOf, needsLado, questionsOf, type Draft } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Leave } from './ways.tsx';

/** The last question: everything once more, then both give their passphrases. */
export function CheckQuestion(props: QuestionProps): ReactElement {
  const { draft, form, view } = props;
  const create = useCommand('investigation.create');
  const missing = questionsOf(draft).flatMap((question) => errorsOf(question, draft));
  return (
    <div className={layout.stack}>
      <StepHeading
        arrived={props.arrived}
        title={props.title}
        lead={`${form.reference} begins when both of you have given your passphrase.`}
      />
      <div className={layout.side}>
        <div className={layout.stack}>
          <Card title={draft.title === '' ? 'No title yet' : draft.title}>
            <Facts facts={factsOf(draft, form)} />
          </Card>
          <WeightyAct
            label="Both passphrases"
            first={view.first ?? []}
            second={view.second ?? []}
            command={create}
            icon="authority"
            button={`Begin ${form.reference}`}
            why="Its keys are made for the people who may open it, and for nobody else."
            refusal={missing.length === 0 ? null : `Still to answer: ${missing[0]?.message ?? ''}`}
            onAct={(credentials) => {
              const { subjectKind } = draft;
              const givenAt = instantOf(draft.givenAt);
              const ladoAt = instantOf(draft.ladoAt);
              if (subjectKind === null || givenAt === null) return;
              void create.run({
                title: draft.title,
                reason: draft.reason,
                scope: draft.scope,
                subjectKind,
                firstReviewerId: draft.firstReviewerId,
                secondReviewerId: draft.secondReviewerId,
                excludedIds: [...draft.excludedIds],
                authority: { givenById: draft.givenById, givenAt, document: draft.document },
                lado:
                  needsLado(draft) && ladoAt !== null
                    ? { at: ladoAt, name: draft.ladoName, advice: draft.ladoAdvice }
                    : null,
                credentials,
              });
            }}
          />
          <div className={`${layout.row} ${layout.between}`}>
            {props.onBack === null ? null : (
              <Button large icon="back" onPress={props.onBack}>
                Back
              </Button>
            )}
            <Leave />
          </div>
        </div>
        <aside className={layout.stack} aria-label="What happens then">
          <Card title="What happens then">
            <Ticks
              items={[
                { icon: 'continuity', words: 'These answers are the first entries of its ledger' },
                { icon: 'two', words: 'The two reviewers can begin, on this computer' },
                {
                  icon: 'hidden',
                  words: 'Pages are shown as text first; nothing is kept until both agree',
                },
              ]}
            />
          </Card>
        </aside>
      </div>
    </div>
  );
}

function factsOf(
  draft: Draft,
  form: QuestionProps['form'],
): readonly (readonly [string, string])[] {
  const nameOf = (people: readonly PersonView[], id: string): string =>
    people.find((person) => person.personId === id)?.name ?? 'Not answered';
  const at = (local: string): string => {
    const instant = instantOf(local);
    return instant === null ? 'Not answered' : dateTimeOf(instant);
  };
  const excluded = draft.excludedIds.map((id) => nameOf(form.authorised, id));
  return [
    ['Reason', draft.reason],
    ['Scope', draft.scope],
    ['About', draft.subjectKind === null ? 'Not answered' : subjects[draft.subjectKind].name],
    ...(needsLado(draft)
      ? ([['LADO', `${draft.ladoName}, ${at(draft.ladoAt)}: ${draft.ladoAdvice}`]] as const)
      : []),
    ['Excluded', excluded.length === 0 ? 'Nobody' : excluded.join(', ')],
    ['First', nameOf(form.reviewers, draft.firstReviewerId)],
    ['Second', nameOf(form.reviewers, draft.secondReviewerId)],
    [
      'Authority',
      `${nameOf(form.authorisers, draft.givenById)}, ${at(draft.givenAt)}: ${draft.document}`,
    ],
  ];
}
