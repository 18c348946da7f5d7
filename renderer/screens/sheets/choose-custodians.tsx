import { useState, type ReactElement } from 'react';
import type { PersonView } from '../../../src/contract/views.ts';
import type { Command } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import { ErrorSummary, FailureNotice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import { roleNames } from '../../roles.ts';

/** Two to five people, each to keep one sheet. */
export function ChooseCustodians(props: {
  readonly people: readonly PersonView[];
  /** Ids of those chosen so far. */
  readonly chosen: readonly string[];
  readonly command: Command<'setup.custodians'> | Command<'renewal.custodians'>;
  readonly arrived: boolean;
  readonly onDone: () => void;
}): ReactElement {
  const { people, command } = props;
  const [chosen, setChosen] = useState(props.chosen);
  const first = people[0]?.personId ?? '';
  const form = useFormErrors(
    chosen.length >= 2 && chosen.length <= 5
      ? []
      : [{ id: `custodian-${first}`, message: 'Tick two to five people' }],
  );
  return (
    <Question
      arrived={props.arrived}
      title="Who keeps a recovery sheet?"
      lead="If a review is stopped, nobody at the school can open what was kept. Only two of these people, each with their printed sheet, can release it to the police."
      onContinue={() => {
        if (!form.check()) return;
        void command.run({ personIds: [...chosen] }).then((done) => {
          if (done !== null) props.onDone();
        });
      }}
      asideLabel="Whom to choose"
      aside={
        <Card title="Whom to choose" icon="two">
          <Ticks
            items={[
              { icon: 'done', words: 'Three is usual: DSL, Headteacher, Chair of trustees' },
              { icon: 'done', words: 'At least one who does not review' },
              { icon: 'off', words: 'Not two who are always away on the same days' },
            ]}
          />
        </Card>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <fieldset>
        <legend className="hidden">Custodians</legend>
        {people.map((person) => (
          <CheckBox
            key={person.personId}
            id={`custodian-${person.personId}`}
            checked={chosen.includes(person.personId)}
            onChange={(checked) => {
              const others = chosen.filter((id) => id !== person.personId);
              setChosen(checked ? [...others, person.personId] : others);
            }}
          >
            <b>{person.name}</b>, {person.roles.map((role) => roleNames[role]).join(', ')}
          </CheckBox>
        ))}
      </fieldset>
      {command.failure === null ? null : <FailureNotice {...command.failure} assertive />}
      <Action
        submit
        kind="primary"
        large
        busy={command.busy}
        why="Then each sheet is shown to its custodian alone."
      >
        Make their sheets
      </Action>
    </Question>
  );
}
