import { useState, type ReactElement } from 'react';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import { instantOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { CheckBox } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { NowField } from '../../parts/now-field.tsx';
import { LaterEntry } from './later-entry.tsx';
import { StepFrame } from './step-frame.tsx';

const mustKnow = [
  { key: 'dsl', name: 'The DSL', note: 'now' },
  { key: 'head', name: 'The Headteacher', note: 'now (the Chair, if it is about the Headteacher)' },
  {
    key: 'lado',
    name: 'The LADO',
    note: 'if it is about a member of staff: within one working day',
  },
  { key: 'iwf', name: 'The IWF', note: 'if the page was on the open web: its address only' },
] as const;

/** Step 4 of 4. Tell those who must know. */
export function TellStep(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly onPaper: () => void;
}): ReactElement {
  const [told, setTold] = useState<readonly string[]>([]);
  const [at, setAt] = useState('');
  const command = useCommand('stopped.told');
  const instant = instantOf(at);
  const errors = [
    ...(told.length === 0 ? [{ id: 'told-dsl', message: 'Tick who has been told' }] : []),
    ...(instant === null ? [{ id: 'told-at', message: 'Say when' }] : []),
  ];
  const form = useFormErrors(errors);
  return (
    <StepFrame number={4} title="Tell those who must know">
      <fieldset>
        <legend className="hidden">Who has been told</legend>
        {mustKnow.map((one) => (
          <CheckBox
            key={one.key}
            id={`told-${one.key}`}
            checked={told.includes(one.name)}
            onChange={(checked) => {
              setTold(checked ? [...told, one.name] : told.filter((name) => name !== one.name));
            }}
          >
            <b>{one.name}</b>, {one.note}
          </CheckBox>
        ))}
      </fieldset>
      <p>
        <b>Nobody else.</b>
      </p>
      <div className={layout.form}>
        <NowField
          id="told-at"
          label="When were they told?"
          value={at}
          error={form.errorOf('told-at')}
          onChange={setAt}
        />
      </div>
      <LaterEntry
        {...props}
        command={command}
        errors={errors}
        onShowErrors={form.show}
        onAct={(credentials) => {
          if (instant !== null) void command.run({ told: [...told], at: instant, credentials });
        }}
      />
    </StepFrame>
  );
}
