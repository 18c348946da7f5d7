import { useState, type ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import type { JudgeView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { needed, useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextArea } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { Rows } from '../../parts/rows.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import { Judged } from './judged.tsx';
import { outcomes } from './outcomes.ts';

type Outcome = ChannelInput<'judgement.make'>['outcome'];

/** The senior team's judgement: is there substance, why, and what follows. */
export function Judge({ judge }: { readonly judge: JudgeView }): ReactElement {
  return judge.judged === null ? <JudgeForm judge={judge} /> : <Judged judged={judge.judged} />;
}

function JudgeForm({ judge }: { readonly judge: JudgeView }): ReactElement {
  const [substance, setSubstance] = useState<string | null>(null);
  const [reasons, setReasons] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [actions, setActions] = useState<readonly string[]>(['']);
  const command = useCommand('judgement.make');
  const written = actions.filter((action) => action.trim() !== '');
  const errors = [
    ...(substance === null ? [{ id: 'substance', message: 'Say whether there is substance' }] : []),
    ...needed('reasons', reasons, 'Write down the reasons'),
    ...(outcome === null ? [{ id: 'outcome', message: 'Choose what follows' }] : []),
    ...(written.length === 0
      ? [{ id: 'action-1', message: 'Write down at least one action' }]
      : []),
  ];
  const form = useFormErrors(errors);
  return (
    <div className={layout.side}>
      <div className={layout.stack}>
        <div className={layout.stackS}>
          <h1>Is there substance to it?</h1>
          <p className={layout.lead}>
            The senior team judges what the two reviewers recorded. Two of you write it down here.
          </p>
        </div>
        <Choices
          id="substance"
          legend="Substance"
          legendHidden
          tight
          value={substance}
          error={form.errorOf('substance')}
          choices={[
            { value: 'yes', name: 'Yes, there is substance' },
            { value: 'no', name: 'No, there is none' },
          ]}
          onChange={(value) => {
            setSubstance(value);
            if (value === 'no') setOutcome('no-substance');
            else if (outcome === 'no-substance') setOutcome(null);
          }}
        />
        <TextArea
          id="reasons"
          label="Reasons"
          hint="What it rests on, exhibit by exhibit. Don’t name who reported it."
          rows={4}
          value={reasons}
          error={form.errorOf('reasons')}
          onChange={setReasons}
        />
        <Choices
          id="outcome"
          legend="What follows"
          value={outcome}
          error={form.errorOf('outcome')}
          choices={outcomes.filter(
            (one) => substance === null || (one.value === 'no-substance') === (substance === 'no'),
          )}
          onChange={(value) => {
            setOutcome(outcomes.find((one) => one.value === value)?.value ?? null);
          }}
        />
        <Rows
          id="action"
          legend="Actions proposed or taken"
          hint="One each. They are added to the record in its next version, which both reviewers sign."
          one="Action"
          rows={actions}
          error={form.errorOf('action-1')}
          onChange={setActions}
        />
        <Card title="Two of the senior team write it down" now>
          <WeightyAct
            label="Both passphrases"
            first={judge.eligible}
            second={judge.eligible}
            command={command}
            errors={errors}
            onShowErrors={form.show}
            button="Record the judgement"
            why="It can’t be changed. A correction is a new entry."
            onAct={(credentials) => {
              if (substance === null || outcome === null) return;
              void command.run({
                substance: substance === 'yes',
                reasons,
                outcome,
                actions: written,
                credentials,
              });
            }}
          />
        </Card>
      </div>
      <aside className={layout.stack} aria-label="Before you judge">
        <Card title="Before you judge">
          <Ticks
            items={[
              { icon: 'two', words: 'Not the two reviewers alone' },
              {
                icon: 'police',
                words: 'A crime suspected: the police first, no step of the school’s own',
              },
              { icon: 'hidden', words: 'About a member of staff: only with the LADO’s advice' },
              { icon: 'care', words: 'Whoever is harmed is looked after, whatever you judge' },
            ]}
          />
        </Card>
      </aside>
    </div>
  );
}
