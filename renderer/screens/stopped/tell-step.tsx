import { useState, type ReactElement } from 'react';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import { instantOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { CheckBox } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { NowField } from '../../parts/now-field.tsx';
import { LaterEntry } from './later-entry.tsx';
import classes from './stopped.module.css';

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
  const [tried, setTried] = useState(false);
  const command = useCommand('stopped.told');
  const instant = instantOf(at);
  const errors = [
    ...(told.length === 0 ? [{ id: 'told-dsl', message: 'Tick who has been told' }] : []),
    ...(instant === null ? [{ id: 'told-at', message: 'Say when' }] : []),
  ];
  return (
    <section className={layout.stack} aria-labelledby="step">
      <div className={`${layout.row} ${layout.between}`}>
        <h2 id="step" className={classes.title}>
          Tell those who must know
        </h2>
        <span className={layout.caption}>Step 4 of 4</span>
      </div>
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
          error={tried && instant === null ? 'Say when' : null}
          onChange={setAt}
        />
      </div>
      <LaterEntry
        {...props}
        command={command}
        errors={errors}
        onShowErrors={() => {
          setTried(true);
        }}
        onAct={(credentials) => {
          if (instant !== null) void command.run({ told: [...told], at: instant, credentials });
        }}
      />
    </section>
  );
}
