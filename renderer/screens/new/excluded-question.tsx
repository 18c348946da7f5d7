import type { ReactElement } from 'react';
import { Card, Empty, Ticks } from '../../parts/card.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import { Question } from '../../parts/question.tsx';
import { withExcluded } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Ways } from './ways.tsx';

/** Who must not see it: the person concerned, whoever reported it, anyone close to either. */
export function ExcludedQuestion(props: QuestionProps): ReactElement {
  const { draft, onChange } = props;
  const people = props.form.authorised;
  return (
    <Question
      {...props}
      lead="Tick everyone who is concerned, who reported it, or who is close to either. Nobody ticked: nobody is excluded."
      asideLabel="What excluding does"
      aside={
        <Card title="What excluding does">
          <Ticks
            items={[
              { icon: 'locked', words: 'They get no key to it: they can’t open it with anyone' },
              { icon: 'off', words: 'They can’t review, authorise, judge or export it' },
              { icon: 'recorded', words: 'That they are excluded goes on record, not why' },
            ]}
          />
        </Card>
      }
    >
      {people.length === 0 ? (
        <Empty title="Nobody to exclude">
          <p>No other person has an account that could open it.</p>
        </Empty>
      ) : (
        <fieldset>
          <legend className="hidden">Who must not see it</legend>
          {people.map((person) => (
            <CheckBox
              key={person.personId}
              id={`excluded-${person.personId}`}
              checked={draft.excludedIds.includes(person.personId)}
              onChange={(checked) => {
                const others = draft.excludedIds.filter((id) => id !== person.personId);
                onChange(withExcluded(draft, checked ? [...others, person.personId] : others));
              }}
            >
              <b>{person.name}</b>, {person.position}
            </CheckBox>
          ))}
        </fieldset>
      )}
      <Ways onBack={props.onBack} />
    </Question>
  );
}
