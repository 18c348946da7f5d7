import { useState, type ReactElement } from 'react';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import { instantOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Choices } from '../../parts/choices.tsx';
import { TextArea, TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { NowField } from '../../parts/now-field.tsx';
import { LaterEntry } from './later-entry.tsx';
import { StepFrame } from './step-frame.tsx';

type ChannelUsed = '999' | '101' | 'online';

/** Step 2 of 4. What did the police say? */
export function PoliceStep(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly onPaper: () => void;
}): ReactElement {
  const [words, setWords] = useState('');
  const [at, setAt] = useState('');
  const [channel, setChannel] = useState<ChannelUsed | null>(null);
  const [incidentNo, setIncidentNo] = useState('');
  const [officer, setOfficer] = useState('');
  const command = useCommand('stopped.police-said');
  const instant = instantOf(at);
  const errors = [
    ...(words.trim() === '' ? [{ id: 'police-words', message: 'Write down what they said' }] : []),
    ...(instant === null ? [{ id: 'police-at', message: 'Say when you called' }] : []),
    ...(channel === null ? [{ id: 'police-channel', message: 'Choose 999, 101 or online' }] : []),
  ];
  const form = useFormErrors(errors);
  return (
    <StepFrame number={2} title="What did the police say?">
      <div className={layout.form}>
        <TextArea
          id="police-words"
          label="Word for word, as far as you can"
          rows={5}
          value={words}
          error={form.errorOf('police-words')}
          onChange={setWords}
        />
        <NowField
          id="police-at"
          label="When did you call?"
          value={at}
          error={form.errorOf('police-at')}
          onChange={setAt}
        />
        <Choices
          id="police-channel"
          legend="999, 101 or online?"
          tight
          value={channel}
          error={form.errorOf('police-channel')}
          choices={[
            { value: '999', name: '999' },
            { value: '101', name: '101' },
            { value: 'online', name: 'Online' },
          ]}
          onChange={(value) => {
            setChannel(value === '999' || value === '101' ? value : 'online');
          }}
        />
        <TextField
          id="incident"
          label="Incident number"
          hint="Leave it empty if you were given none."
          maxLength={100}
          value={incidentNo}
          onChange={setIncidentNo}
        />
        <TextField
          id="officer"
          label="Officer’s name and number"
          value={officer}
          onChange={setOfficer}
        />
      </div>
      <LaterEntry
        {...props}
        command={command}
        errors={errors}
        onShowErrors={form.show}
        onAct={(credentials) => {
          if (instant === null || channel === null) return;
          void command.run({ words, at: instant, channel, incidentNo, officer, credentials });
        }}
      />
    </StepFrame>
  );
}
