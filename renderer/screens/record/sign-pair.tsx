import { useState, type ReactElement } from 'react';
import type { Half } from '../../../src/contract/values.ts';
import type { RecordView } from '../../../src/contract/views.ts';
import { dateTimeOf, firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { HalfBox, Pair } from '../../parts/pair.tsx';
import layout from '../../parts/layout.module.css';
import panel from '../review/panel.module.css';

/** Both signatures, beside the document they are for; each with that person's own passphrase. */
export function SignPair(props: {
  readonly record: RecordView;
  readonly refusal: string | null;
}): ReactElement {
  const { record, refusal } = props;
  return (
    <section
      className={refusal === null ? `${panel.section} ${panel.now}` : panel.section}
      aria-labelledby="both-sign"
    >
      <h2 id="both-sign">Both sign</h2>
      <p className={layout.small}>“I was present. This is what we did and saw.”</p>
      <Pair
        stacked
        label="Signatures of both"
        first={<SignHalf half="first" {...record.first} refusal={refusal} />}
        second={<SignHalf half="second" {...record.second} refusal={refusal} />}
      />
    </section>
  );
}

function SignHalf(props: {
  readonly half: Half;
  readonly person: RecordView['first']['person'];
  readonly signedAt: string | null;
  readonly refusal: string | null;
}): ReactElement {
  const { half, person, signedAt } = props;
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const sign = useCommand('record.sign');
  const first = firstNameOf(person.name);
  if (signedAt !== null) {
    return (
      <HalfBox
        half={half}
        person={person}
        note={person.position}
        done={`Signed ${dateTimeOf(signedAt)}`}
      />
    );
  }
  return (
    <HalfBox half={half} person={person} note={person.position}>
      <form
        noValidate
        className={layout.stackS}
        onSubmit={(event) => {
          event.preventDefault();
          if (props.refusal !== null) return;
          setTried(passphrase === '');
          if (passphrase === '') {
            document.getElementById(`sign-${half}`)?.focus();
            return;
          }
          setPassphrase('');
          void sign.run({ half, passphrase });
        }}
      >
        <TextField
          id={`sign-${half}`}
          label={`${first}’s passphrase`}
          type="password"
          autoComplete="current-password"
          maxLength={512}
          value={passphrase}
          error={tried && passphrase === '' ? 'Type your passphrase' : null}
          onChange={setPassphrase}
        />
        {sign.failure === null ? null : <FailureNotice {...sign.failure} assertive />}
        <Action
          submit
          wide
          large
          kind="primary"
          icon="sign"
          busy={sign.busy}
          refusal={props.refusal}
          name={`Sign the record, ${first}`}
        >
          Sign the record
        </Action>
      </form>
    </HalfBox>
  );
}
