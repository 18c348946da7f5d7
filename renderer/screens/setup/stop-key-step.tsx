import { useState, type ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import classes from './setup.module.css';
import type { SetupStepProps } from './step-props.ts';

type Key = ChannelInput<'setup.stop-key'>['key'];
const keys: readonly { readonly value: Key; readonly name: string; readonly note: string }[] = [
  { value: 'F12', name: 'F12', note: 'Top right on most keyboards' },
  { value: 'F10', name: 'F10', note: 'If F12 is taken by the keyboard itself' },
  { value: 'F9', name: 'F9', note: 'If both are taken' },
  { value: 'Pause', name: 'Pause', note: 'On full keyboards, right of F12' },
];

/** Step 3: the STOP key, chosen and then tried on the real keyboard. */
export function StopKeyStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const [chosen, setChosen] = useState(setup.stopKey);
  const command = useCommand('setup.stop-key');
  const tried = setup.stopKeyTried && chosen === setup.stopKey;
  return (
    <Question
      arrived={arrived}
      title="Which key stops everything?"
      lead="Choose one that both of you find without looking. Then press it on this keyboard."
      onContinue={() => {
        if (tried) onNext();
      }}
      asideLabel="What STOP does"
      aside={
        <Card title="What STOP does" icon="stop">
          <Ticks
            items={[
              {
                icon: 'stop',
                words: 'The page is gone at once. Nothing asks whether you are sure',
              },
              {
                icon: 'locked',
                words: 'What was kept is locked: nobody at the school can open it',
              },
              {
                icon: 'two',
                words: 'Either of you may press it, from any screen, without the other',
              },
              { icon: 'done', words: 'While setting up it stops nothing yet' },
            ]}
          />
        </Card>
      }
    >
      <Choices
        id="stop-key"
        legend="The STOP key"
        legendHidden
        value={chosen}
        choices={keys}
        onChange={(value) => {
          const key = keys.find((one) => one.value === value)?.value;
          if (key === undefined) return;
          setChosen(key);
          void command.run({ key });
        }}
      />
      {command.failure === null ? null : <FailureNotice {...command.failure} assertive />}
      <div role="status">
        {tried ? (
          <Notice kind="confirmed" icon="done" title={`${setup.stopKey} works on this keyboard`}>
            <p>It reached Countersign before anything else could take it.</p>
          </Notice>
        ) : (
          <Notice
            icon="stop"
            title={
              <>
                Now press <kbd className={classes.key}>{chosen}</kbd>
              </>
            }
          >
            <p>
              Nothing is stopped by it now. On some laptops hold Fn as well. If nothing happens
              here, choose another key.
            </p>
          </Notice>
        )}
      </div>
      <div className={layout.row}>
        <Action
          submit
          kind="primary"
          large
          refusal={tried ? null : `Press ${chosen} first: it has to be tried on this keyboard`}
        >
          Continue
        </Action>
      </div>
    </Question>
  );
}
