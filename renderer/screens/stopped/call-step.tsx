import { useState, type ReactElement } from 'react';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import { instantOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { NowField } from '../../parts/now-field.tsx';
import { Digest } from '../../parts/values.tsx';
import { printThis } from '../../print.ts';
import { LaterEntry } from './later-entry.tsx';
import { StepFrame } from './step-frame.tsx';
import classes from './stopped.module.css';
import { IfTheyAsk, SayThis, whoCalls } from './words.tsx';

/** Step 1 of 4. Call the police now. */
export function CallStep(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly onPaper: () => void;
  /** Nothing was suspected: on to the questions, where both reviewers sign that. */
  readonly onMistake: () => void;
}): ReactElement {
  const { stopped } = props;
  const [called, setCalled] = useState(false);
  const [digests, setDigests] = useState(false);
  return (
    <StepFrame number={1} title="Call the police now">
      <div className={classes.numbers}>
        <p>
          <b>999</b>if a child is in danger now
        </p>
        <p>
          <b>101</b>if not. Do it straight away all the same
        </p>
      </div>
      <p className={layout.measure}>
        <b>One person calls:</b> {whoCalls(stopped)}
      </p>
      <blockquote className={classes.say}>
        <SayThis stopped={stopped} />
      </blockquote>
      {stopped.facts === null ? null : (
        <Card title="If they ask">
          <IfTheyAsk facts={stopped.facts} />
          {stopped.lockedExhibits.length === 0 ? null : (
            <div>
              <Button
                kind="quiet"
                onPress={() => {
                  setDigests(!digests);
                }}
              >
                {digests ? 'Hide the digests' : 'Read out their digests'}
              </Button>
            </div>
          )}
          {digests
            ? stopped.lockedExhibits.map((exhibit) => (
                <Digest
                  key={exhibit.exhibitRef}
                  label={`${exhibit.exhibitRef}, SHA-256`}
                  value={exhibit.digest}
                />
              ))
            : null}
        </Card>
      )}
      <div className={layout.row}>
        <Button
          kind="primary"
          large
          icon="police"
          onPress={() => {
            setCalled(true);
          }}
        >
          We have called the police
        </Button>
        <Button large icon="print" onPress={printThis}>
          Print this call sheet (text only)
        </Button>
      </div>
      {called ? <CalledForm {...props} /> : null}
      <div>
        <Button kind="quiet" onPress={props.onMistake}>
          Both of you are sure that nothing was suspected: it was pressed by mistake…
        </Button>
      </div>
      <p className={layout.caption}>
        Then: 2. Write down what they say, word for word. 3. Answer two questions: who pressed STOP,
        and what was suspected. 4. Tell those who must know.
      </p>
    </StepFrame>
  );
}

function CalledForm(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly onPaper: () => void;
}): ReactElement {
  const [calledBy, setCalledBy] = useState('');
  const [at, setAt] = useState('');
  const command = useCommand('stopped.called');
  const instant = instantOf(at);
  const errors = [
    ...(calledBy.trim() === '' ? [{ id: 'called-by', message: 'Say who called' }] : []),
    ...(instant === null ? [{ id: 'called-at', message: 'Say when' }] : []),
  ];
  const form = useFormErrors(errors);
  return (
    <Card title="Who called, and when" now>
      <div className={layout.form}>
        <TextField
          id="called-by"
          label="Who called"
          value={calledBy}
          error={form.errorOf('called-by')}
          onChange={setCalledBy}
        />
        <NowField
          id="called-at"
          label="When"
          value={at}
          error={form.errorOf('called-at')}
          onChange={setAt}
        />
      </div>
      <LaterEntry
        {...props}
        command={command}
        errors={errors}
        onShowErrors={form.show}
        onAct={(credentials) => {
          if (instant !== null) void command.run({ calledBy, at: instant, credentials });
        }}
      />
    </Card>
  );
}
