import { useState, type ReactElement } from 'react';
import type { Half } from '../../../src/contract/values.ts';
import type { SignInHalfView, SignInView } from '../../../src/contract/views.ts';
import { firstNameOf, timeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { SelectField, TextField } from '../../parts/field.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { HalfBox } from '../../parts/pair.tsx';
import classes from './sign-in-half.module.css';

/** One person's half: who, passphrase, and the sitting code they choose for this sitting. */
export function SignInHalf(props: {
  readonly half: Half;
  readonly mine: SignInHalfView;
  readonly other: SignInHalfView;
  readonly signIn: SignInView;
}): ReactElement {
  const { half, mine } = props;
  const leave = useCommand('signin.leave');
  const heading = half === 'first' ? 'On the left: first' : 'On the right: second';
  const done = mine.person !== null && mine.signedInAt !== null && !mine.checking;
  return (
    <div className={done ? `${classes.half} ${classes.done}` : classes.half}>
      <h2>{heading}</h2>
      {done && mine.person !== null && mine.signedInAt !== null ? (
        <HalfBox
          half={half}
          person={mine.person}
          note={mine.person.position}
          done={`${firstNameOf(mine.person.name)} signed in at ${timeOf(mine.signedInAt)}`}
        >
          {props.other.person === null ? (
            <p className={classes.note}>Please look away while the other one types.</p>
          ) : null}
          <Button kind="quiet" busy={leave.busy} onPress={() => void leave.run({ half })}>
            Sign out again
          </Button>
        </HalfBox>
      ) : (
        <SignInForm {...props} />
      )}
    </div>
  );
}

function SignInForm(props: {
  readonly half: Half;
  readonly mine: SignInHalfView;
  readonly other: SignInHalfView;
  readonly signIn: SignInView;
}): ReactElement {
  const { half, mine, other, signIn } = props;
  const [personId, setPersonId] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [sittingCode, setSittingCode] = useState('');
  const [tried, setTried] = useState(false);
  const signInHalf = useCommand('signin.half');
  const id = (name: string): string => `${half}-${name}`;
  const codeValid = /^\d{4}$/.test(sittingCode);
  const people = signIn.eligible.filter((p) => p.personId !== other.person?.personId);
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const complete = personId !== '' && passphrase !== '' && codeValid;
        setTried(!complete);
        if (!complete) {
          const wrong = personId === '' ? 'who' : passphrase === '' ? 'pass' : 'code';
          document.getElementById(id(wrong))?.focus();
          return;
        }
        setPassphrase('');
        setSittingCode('');
        void signInHalf.run({ half, personId, passphrase, sittingCode });
      }}
    >
      <SelectField
        id={id('who')}
        label="Who are you?"
        value={personId}
        error={tried && personId === '' ? 'Choose your name' : null}
        options={people.map((p) => ({ value: p.personId, name: `${p.name}, ${p.position}` }))}
        onChange={setPersonId}
      />
      <TextField
        id={id('pass')}
        label="Your passphrase"
        type="password"
        autoComplete="current-password"
        maxLength={512}
        value={passphrase}
        error={tried && passphrase === '' ? 'Type your passphrase' : null}
        onChange={setPassphrase}
      />
      <TextField
        id={id('code')}
        label="Choose a sitting code"
        hint="Four digits, for this sitting only. You give it each time you agree to something. Don’t say it aloud."
        type="password"
        inputMode="numeric"
        maxLength={4}
        value={sittingCode}
        error={tried && !codeValid ? 'Four digits' : null}
        onChange={(value) => {
          setSittingCode(value.replace(/\D/g, ''));
        }}
      />
      {signInHalf.failure === null ? null : <FailureNotice {...signInHalf.failure} assertive />}
      <div>
        <Button submit kind="primary" large busy={signInHalf.busy || mine.checking}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
