import { useState, type ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { needed, useFormErrors } from '../../hooks/use-form-errors.ts';
import { wordsFor } from '../../messages.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { ErrorSummary, FailureNotice, Notice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import classes from './setup.module.css';
import type { SetupStepProps } from './step-props.ts';

/** Step 1: the school, how its references begin, and whether this is for real. */
export function SchoolStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const [name, setName] = useState(setup.school?.name ?? '');
  const [prefix, setPrefix] = useState(setup.school?.referencePrefix ?? '');
  const [use, setUse] = useState<string | null>(
    setup.school === null ? null : setup.school.demonstration ? 'demonstration' : 'real',
  );
  const command = useCommand('setup.school');
  const form = useFormErrors([
    ...needed('school-name', name, 'Type the school’s name'),
    ...(/^[A-Z]{2,5}$/.test(prefix)
      ? []
      : [{ id: 'school-prefix', message: 'Two to five capital letters' }]),
    ...(use === null ? [{ id: 'school-use', message: 'Say what this is for' }] : []),
  ]);
  const refused = setup.vaultFolderRefusal;
  return (
    <Question
      arrived={arrived}
      title="Which school is this for?"
      lead="Setting up takes about half an hour. Have the people here who will review, and those who will keep the recovery sheets."
      onContinue={() => {
        if (refused !== null || !form.check()) return;
        void command
          .run({ name, referencePrefix: prefix, demonstration: use === 'demonstration' })
          .then((done) => {
            if (done !== null) onNext();
          });
      }}
      aside={<FolderCard setup={setup} />}
      asideLabel="Where everything is kept"
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <TextField
        id="school-name"
        label="Name of the school"
        hint="As it stands on letters. It is printed on every form."
        value={name}
        error={form.errorOf('school-name')}
        onChange={setName}
      />
      <div className={classes.short}>
        <TextField
          id="school-prefix"
          label="How references begin"
          hint="Two to five letters: EHS makes EHS-26-001."
          maxLength={5}
          value={prefix}
          error={form.errorOf('school-prefix')}
          onChange={(value) => {
            setPrefix(value.toUpperCase().replace(/[^A-Z]/g, ''));
          }}
        />
      </div>
      <Choices
        id="school-use"
        legend="What is it for?"
        value={use}
        error={form.errorOf('school-use')}
        choices={[
          {
            value: 'real',
            name: 'Real investigations',
            note: 'Only pages of the open web can be reviewed',
          },
          {
            value: 'demonstration',
            name: 'A demonstration',
            note: 'Everything that comes out of it is marked as not evidence. This can’t be changed later',
          },
        ]}
        onChange={setUse}
      />
      {command.failure === null ? null : <FailureNotice {...command.failure} assertive />}
      <Action
        submit
        kind="primary"
        large
        busy={command.busy}
        refusal={refused === null ? null : 'The vault can’t be kept in this folder'}
        why="Nothing is written before the last step."
      >
        Continue
      </Action>
    </Question>
  );
}

function FolderCard({ setup }: { readonly setup: SetupStepProps['setup'] }): ReactElement {
  const refused = setup.vaultFolderRefusal;
  const words = refused === null ? null : wordsFor(refused.code, refused.message);
  return (
    <>
      {refused === null || words === null ? null : (
        <Notice kind="attention" title={words.what}>
          <p>
            {words.safe} {words.act}
          </p>
          <p className={layout.caption}>
            <code>{refused.code}</code>
          </p>
        </Notice>
      )}
      <Card title="Where everything is kept" icon="computer">
        <p className={classes.folder}>
          <code>{setup.vaultFolder}</code>
        </p>
        <Ticks
          items={[
            { icon: 'locked', words: 'On this computer only, encrypted' },
            { icon: 'off', words: 'Never on a network drive, never in a folder copied to a cloud' },
            {
              icon: 'off',
              words: 'Nothing is sent to anyone, and nothing is asked of the internet',
            },
          ]}
        />
      </Card>
    </>
  );
}
