import { useState, type ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { needed, useFormErrors } from '../../hooks/use-form-errors.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import { TextField } from '../../parts/field.tsx';
import { ErrorSummary, FailureNotice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import { draftOf, networkErrors, NetworkFields, networkOf } from './network-fields.tsx';
import type { SetupStepProps } from './step-props.ts';

/** Step 2: the one computer on which this school reviews. */
export function ComputerStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const [name, setName] = useState(setup.computer?.name ?? '');
  const [location, setLocation] = useState(setup.computer?.location ?? '');
  const [assetNo, setAssetNo] = useState(setup.computer?.assetNo ?? '');
  const [notYoung, setNotYoung] = useState(false);
  const [remoteOff, setRemoteOff] = useState(false);
  const [network, setNetwork] = useState(draftOf(setup.network));
  const command = useCommand('setup.computer');
  const form = useFormErrors([
    ...needed('computer-name', name, 'Type the computer’s name'),
    ...needed('computer-location', location, 'Say where it stands'),
    ...needed('computer-asset', assetNo, 'Type its number'),
    ...(notYoung ? [] : [{ id: 'computer-young', message: 'Confirm who uses it' }]),
    ...(remoteOff ? [] : [{ id: 'computer-remote', message: 'Confirm that nobody can watch it' }]),
    ...networkErrors(network, setup.school?.demonstration === true),
  ]);
  return (
    <Question
      arrived={arrived}
      title="Which computer is this?"
      lead="All reviewing is done on this one. The form names it."
      onContinue={() => {
        if (!form.check()) return;
        void command
          .run({
            ...{ name, location, assetNo, network: networkOf(network) },
            ...{ notUsedByYoungPeople: true, remoteViewingOff: true },
          })
          .then((done) => {
            if (done !== null) onNext();
          });
      }}
      asideLabel="Why it matters"
      aside={
        <Card title="Why one computer" icon="computer">
          <Ticks
            items={[
              {
                icon: 'recorded',
                words: 'The record has to name the computer used and where it stands',
              },
              { icon: 'locked', words: 'What is kept can be opened on this computer only' },
              {
                icon: 'police',
                words:
                  'If a review is stopped, the police may take it away: one that can be spared',
              },
            ]}
          />
        </Card>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <TextField
        id="computer-name"
        label="Name of this computer"
        value={name}
        error={form.errorOf('computer-name')}
        onChange={setName}
      />
      <TextField
        id="computer-location"
        label="Where it stands"
        hint="A room no pupil enters, for example Office 3."
        value={location}
        error={form.errorOf('computer-location')}
        onChange={setLocation}
      />
      <TextField
        id="computer-asset"
        label="Its number in the school’s list of equipment"
        value={assetNo}
        error={form.errorOf('computer-asset')}
        onChange={setAssetNo}
      />
      <fieldset>
        <legend className="hidden">To confirm</legend>
        <CheckBox id="computer-young" checked={notYoung} onChange={setNotYoung}>
          No pupil uses this computer, and it can be taken out of use at any time
        </CheckBox>
        <CheckBox id="computer-remote" checked={remoteOff} onChange={setRemoteOff}>
          Nobody can watch or steer its screen from elsewhere: classroom and remote tools are off
        </CheckBox>
      </fieldset>
      <NetworkFields draft={network} errorOf={form.errorOf} onChange={setNetwork} />
      {command.failure === null ? null : <FailureNotice {...command.failure} assertive />}
      <Action submit kind="primary" large busy={command.busy}>
        Continue
      </Action>
    </Question>
  );
}
