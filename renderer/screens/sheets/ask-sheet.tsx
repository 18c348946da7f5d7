import { useState, type ReactElement } from 'react';
import type { PersonView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import type { ShowSheet } from './sheet.tsx';

/** Before a sheet is shown: whose it is, and that everybody else looks away. */
export function AskSheet(props: {
  readonly person: PersonView;
  readonly show: ShowSheet;
  readonly onShow: (passphrase: string) => void;
}): ReactElement {
  const { show } = props;
  const { busy, failure } = show.command;
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const first = firstNameOf(props.person.name);
  return (
    <Card title={`${first}, only you may see this sheet`} now>
      <p className={layout.small}>
        26 words. Have a pen or a printer on a cable ready. Everybody else looks away or leaves the
        room.
      </p>
      <form
        noValidate
        className={layout.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (show.asksPassphrase && passphrase === '') {
            setTried(true);
            document.getElementById('sheet-pass')?.focus();
            return;
          }
          setPassphrase('');
          props.onShow(passphrase);
        }}
      >
        {show.asksPassphrase ? (
          <TextField
            id="sheet-pass"
            label={`${first}’s passphrase`}
            hint="It shows that it is you who asks."
            type="password"
            maxLength={512}
            autoComplete="current-password"
            value={passphrase}
            error={tried && passphrase === '' ? 'Type your passphrase' : null}
            onChange={setPassphrase}
          />
        ) : null}
        {failure === null ? null : <FailureNotice {...failure} assertive />}
        <div>
          <Button submit kind="primary" large busy={busy}>
            I am {first}: show my sheet
          </Button>
        </div>
      </form>
    </Card>
  );
}
