import { useState, type ReactElement } from 'react';
import { ROLES, type Role } from '../../../src/core/roles.ts';
import type { PersonView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { needed, useFormErrors, type FormError } from '../../hooks/use-form-errors.ts';
import { Action } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { ErrorSummary, FailureNotice } from '../../parts/notice.tsx';
import { roleNames } from '../../roles.ts';
import { NewPassphrase, type PassphraseState } from './new-passphrase.tsx';
import classes from './setup.module.css';

const deputised: readonly Role[] = ['dsl', 'headteacher', 'chair', 'online-safety-lead'];

/** One more person: who, what they do, and their own passphrase. */
export function AddPerson(props: {
  readonly people: readonly PersonView[];
  readonly onAdded: () => void;
}): ReactElement {
  const [name, setName] = useState('');
  const [position, setPosition] = useState('');
  const [initials, setInitials] = useState<string | null>(null);
  const [held, setHeld] = useState<readonly Role[]>([]);
  const [deputyFor, setDeputyFor] = useState<readonly Role[]>([]);
  const [secret, setSecret] = useState<PassphraseState>({
    passphrase: '',
    again: '',
    enough: false,
  });
  const command = useCommand('setup.add-person');
  const letters = initials ?? initialsOf(name);
  const form = useFormErrors([
    ...needed('person-name', name, 'Type the name'),
    ...needed('person-position', position, 'Type the position'),
    ...initialsErrors(letters, props.people),
    ...(held.length === 0 ? [{ id: 'role-reviewer', message: 'Tick at least one role' }] : []),
    ...passphraseErrors(secret),
  ]);
  return (
    <Card title="Add a person" now>
      <form
        noValidate
        className={layout.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (!form.check()) return;
          const { passphrase } = secret;
          void command
            .run({
              name,
              position,
              initials: letters,
              roles: [...held],
              deputyFor: [...deputyFor],
              passphrase,
            })
            .then((added) => {
              setSecret({ passphrase: '', again: '', enough: false });
              if (added !== null) props.onAdded();
            });
        }}
      >
        <ErrorSummary errors={form.shown} attempt={form.attempt} />
        <div className={layout.two}>
          <TextField
            id="person-name"
            label="Name"
            value={name}
            error={form.errorOf('person-name')}
            onChange={setName}
          />
          <TextField
            id="person-position"
            label="Position"
            value={position}
            error={form.errorOf('person-position')}
            onChange={setPosition}
          />
        </div>
        <div className={classes.short}>
          <TextField
            id="person-initials"
            label="Initials"
            hint="Two to four letters. Exhibits are numbered with them: RJT/1."
            maxLength={4}
            value={letters}
            error={form.errorOf('person-initials')}
            onChange={(value) => {
              setInitials(value.toUpperCase().replace(/[^A-Z]/g, ''));
            }}
          />
        </div>
        <RoleBoxes
          id="role"
          legend="Roles"
          choices={ROLES}
          held={held}
          onChange={(next) => {
            setHeld(next);
            setDeputyFor(deputyFor.filter((role) => !next.includes(role)));
          }}
        />
        <RoleBoxes
          id="deputy"
          legend="Deputy for (none, for most people)"
          choices={deputised.filter((role) => !held.includes(role))}
          held={deputyFor}
          onChange={setDeputyFor}
        />
        <NewPassphrase
          whose={name.trim() === '' ? 'This person' : firstNameOf(name.trim())}
          state={secret}
          onChange={setSecret}
          errorOf={form.errorOf}
        />
        {command.failure === null ? null : <FailureNotice {...command.failure} assertive />}
        <Action
          submit
          kind="primary"
          large
          busy={command.busy}
          why="Making this person’s keys takes a few seconds."
        >
          Add this person
        </Action>
      </form>
    </Card>
  );
}

function RoleBoxes(props: {
  readonly id: string;
  readonly legend: string;
  readonly choices: readonly Role[];
  readonly held: readonly Role[];
  readonly onChange: (held: readonly Role[]) => void;
}): ReactElement {
  return (
    <fieldset>
      <legend className={classes.legend}>{props.legend}</legend>
      <div className={classes.roles}>
        {props.choices.map((role) => (
          <CheckBox
            key={role}
            id={`${props.id}-${role}`}
            checked={props.held.includes(role)}
            onChange={(checked) => {
              const others = props.held.filter((one) => one !== role);
              props.onChange(checked ? [...others, role] : others);
            }}
          >
            {roleNames[role]}
          </CheckBox>
        ))}
      </div>
    </fieldset>
  );
}

function initialsOf(name: string): string {
  const letters = name.split(/[\s-]+/u).map((part) => part.charAt(0).toUpperCase());
  return letters
    .filter((letter) => /[A-Z]/.test(letter))
    .slice(0, 4)
    .join('');
}

function initialsErrors(letters: string, people: readonly PersonView[]): readonly FormError[] {
  const id = 'person-initials';
  if (!/^[A-Z]{2,4}$/.test(letters)) return [{ id, message: 'Initials: two to four letters' }];
  const taken = people.find((person) => person.initials === letters);
  return taken === undefined ? [] : [{ id, message: `${taken.name} already has these initials` }];
}

function passphraseErrors(secret: PassphraseState): readonly FormError[] {
  if (!secret.enough)
    return [{ id: 'new-passphrase', message: 'A passphrase that is hard to guess' }];
  return secret.again === secret.passphrase
    ? []
    : [{ id: 'new-passphrase-again', message: 'The two passphrases are not the same' }];
}
