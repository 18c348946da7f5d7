import { useState, type ReactElement } from 'react';
import type { InvestigationSummary, StoppedView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { SelectField, TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';

/** Stopped at the sign-in screen, and it was another one: lock that too, with one passphrase. */
export function LockAnother(props: {
  readonly stopped: StoppedView;
  readonly others: readonly InvestigationSummary[];
}): ReactElement | null {
  const [asking, setAsking] = useState(false);
  const [investigationId, setInvestigationId] = useState('');
  const [personId, setPersonId] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const lock = useCommand('stopped.lock-another');
  const others = props.others.filter(
    (one) => one.reference !== props.stopped.reference && one.state !== 'stopped',
  );
  if (others.length === 0) return null;
  if (!asking) {
    return (
      <div>
        <Button
          onPress={() => {
            setAsking(true);
          }}
        >
          It was another one: lock that too…
        </Button>
      </div>
    );
  }
  const complete = investigationId !== '' && personId !== '' && passphrase !== '';
  return (
    <Card title="Lock another one too" now>
      <form
        noValidate
        className={layout.form}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(!complete);
          if (!complete) return;
          setPassphrase('');
          void lock.run({ investigationId, credential: { personId, passphrase } });
        }}
      >
        <SelectField
          id="lock-which"
          label="Which one"
          value={investigationId}
          error={tried && investigationId === '' ? 'Choose which' : null}
          options={others.map((one) => ({ value: one.investigationId, name: one.reference }))}
          onChange={setInvestigationId}
        />
        <SelectField
          id="lock-who"
          label="Who are you?"
          value={personId}
          error={tried && personId === '' ? 'Choose your name' : null}
          options={props.stopped.people.map((p) => ({ value: p.personId, name: p.name }))}
          onChange={setPersonId}
        />
        <TextField
          id="lock-pass"
          label="Your passphrase"
          type="password"
          maxLength={512}
          value={passphrase}
          error={tried && passphrase === '' ? 'Type your passphrase' : null}
          onChange={setPassphrase}
        />
        {lock.failure === null ? null : <FailureNotice {...lock.failure} assertive />}
        <div>
          <Button submit kind="primary" large icon="locked" busy={lock.busy}>
            Lock it
          </Button>
        </div>
      </form>
    </Card>
  );
}
