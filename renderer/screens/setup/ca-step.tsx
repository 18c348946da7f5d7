import type { ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import type { SetupStepProps } from './step-props.ts';

/** Step 5: the school's certificate authority is made, its key split at once. */
export function CaStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const command = useCommand('setup.make-ca');
  const holders = setup.people.filter((person) =>
    person.roles.some((role) => role === 'dsl' || role === 'headteacher' || role === 'chair'),
  );
  return (
    <Question
      arrived={arrived}
      title="Make the school’s certificate key"
      lead="It vouches for each person’s signature. Anyone who checks a form or a pack later compares its fingerprint."
      onContinue={() =>
        void command.run({}).then((made) => {
          if (made !== null) onNext();
        })
      }
      asideLabel="What this makes"
      aside={
        <Card title="What this makes" icon="two">
          <Ticks
            items={[
              { icon: 'sign', words: 'A certificate for each person and for this computer' },
              {
                icon: 'two',
                words:
                  'A key for more of them, split: any two who hold a part can use it, nobody alone',
              },
              { icon: 'print', words: 'A fingerprint that stands on every printed form' },
            ]}
          />
        </Card>
      }
    >
      <Card title="Who holds a part of it">
        <Ticks
          items={holders.map((person) => ({
            icon: 'done',
            words: (
              <>
                <b>{person.name}</b>, {person.position}
              </>
            ),
          }))}
        />
      </Card>
      {command.failure === null ? null : <FailureNotice {...command.failure} assertive />}
      <Action
        submit
        kind="primary"
        large
        busy={command.busy}
        why="After this the answers so far stay as they are."
      >
        Make the certificate key
      </Action>
    </Question>
  );
}
