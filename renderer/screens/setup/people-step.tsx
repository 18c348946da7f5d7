import { useState, type ReactElement } from 'react';
import type { PersonView } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action, Button } from '../../parts/button.tsx';
import { Card, Empty, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { StepHeading } from '../../parts/question.tsx';
import { ActCell, Table, Under } from '../../parts/table.tsx';
import { roleNames } from '../../roles.ts';
import { AddPerson } from './add-person.tsx';
import type { SetupStepProps } from './step-props.ts';

/** Step 4: the people, their roles, and a passphrase each of them knows alone. */
export function PeopleStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const done = useCommand('setup.people-done');
  const [adding, setAdding] = useState(setup.people.length === 0);
  const missing = setup.peopleMissing;
  return (
    <div className={layout.stack}>
      <StepHeading
        arrived={arrived}
        title="Who works with it?"
        lead="One person may hold several roles. A deputy acts when the other is away, and that is recorded."
      />
      <div className={layout.side}>
        <div className={layout.stack}>
          <PeopleTable people={setup.people} />
          {adding ? (
            <AddPerson
              key={setup.people.length}
              people={setup.people}
              onAdded={() => {
                setAdding(false);
              }}
            />
          ) : (
            <div>
              <Button
                large
                icon="two"
                kind={missing.length > 0 ? 'primary' : 'plain'}
                onPress={() => {
                  setAdding(true);
                }}
              >
                Add another person
              </Button>
            </div>
          )}
          {done.failure === null ? null : <FailureNotice {...done.failure} assertive />}
          {adding && setup.people.length === 0 ? null : (
            <Action
              large
              kind={missing.length === 0 && !adding ? 'primary' : 'plain'}
              busy={done.busy}
              refusal={missing.length === 0 ? null : `Still missing: ${missing.join(', ')}`}
              why="People can be added later by two of those who hold the certificate key."
              onPress={() =>
                void done.run({}).then((result) => {
                  if (result !== null) onNext();
                })
              }
            >
              Everyone is here: continue
            </Action>
          )}
        </div>
        <aside className={layout.stack} aria-label="Who is still missing" aria-live="polite">
          {missing.length === 0 ? (
            <Notice kind="confirmed" icon="done" title="Every role has a person" />
          ) : (
            <Notice kind="attention" icon="two" title="Still missing">
              <ul>
                {missing.map((role) => (
                  <li key={role}>{role}</li>
                ))}
              </ul>
            </Notice>
          )}
          <Card title="About the passphrase" icon="locked">
            <Ticks
              items={[
                { icon: 'hidden', words: 'Each person types their own. Everybody else looks away' },
                {
                  icon: 'off',
                  words: 'Nobody can look it up or reset it, the network manager included',
                },
                {
                  icon: 'two',
                  words:
                    'Forgotten, it means new keys from two of those who hold the certificate key',
                },
              ]}
            />
          </Card>
        </aside>
      </div>
    </div>
  );
}

function PeopleTable({ people }: { readonly people: readonly PersonView[] }): ReactElement {
  const remove = useCommand('setup.remove-person');
  if (people.length === 0) {
    return (
      <Empty title="Nobody yet">
        <p>Begin with the two who will review most often.</p>
      </Empty>
    );
  }
  return (
    <>
      {remove.failure === null ? null : <FailureNotice {...remove.failure} />}
      <Table
        label={counted(people.length, 'person', 'people')}
        heads={[
          'Person',
          'Roles',
          <span key="remove" className="hidden">
            Remove
          </span>,
        ]}
      >
        {people.map((person) => (
          <tr key={person.personId}>
            <th scope="row">
              {person.name} ({person.initials})<Under>{person.position}</Under>
            </th>
            <td>
              {person.roles.map((role) => roleNames[role]).join(', ')}
              {person.deputyFor.length === 0 ? null : (
                <Under>
                  Deputy for: {person.deputyFor.map((role) => roleNames[role]).join(', ')}
                </Under>
              )}
            </td>
            <ActCell>
              <Button
                kind="quiet"
                busy={remove.busy}
                name={`Remove ${person.name}`}
                onPress={() => void remove.run({ personId: person.personId })}
              >
                Remove
              </Button>
            </ActCell>
          </tr>
        ))}
      </Table>
    </>
  );
}
