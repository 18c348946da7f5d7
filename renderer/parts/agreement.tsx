import { useState, type ReactElement } from 'react';
import type { Half } from '../../src/contract/values.ts';
import type { AgreementView, PersonView } from '../../src/contract/views.ts';
import { firstNameOf, shortTimeOf } from '../format.ts';
import { useCommand } from '../hooks/use-command.ts';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import layout from './layout.module.css';
import { FailureNotice } from './notice.tsx';
import { HalfBox, Pair } from './pair.tsx';

/** Both halves of one agreement: each person gives their own sitting code. */
export function AgreementPair(props: {
  readonly agreement: AgreementView;
  readonly first: PersonView | null;
  readonly second: PersonView | null;
}): ReactElement {
  const { agreement } = props;
  return (
    <Pair
      label="Both agree"
      first={
        <CodeHalf
          key={`${agreement.visitId}-${agreement.what}-first`}
          half="first"
          person={props.first}
          agreedAt={agreement.firstAgreedAt}
          wrong={agreement.lastWrongHalf === 'first'}
        />
      }
      second={
        <CodeHalf
          key={`${agreement.visitId}-${agreement.what}-second`}
          half="second"
          person={props.second}
          agreedAt={agreement.secondAgreedAt}
          wrong={agreement.lastWrongHalf === 'second'}
        />
      }
    />
  );
}

function CodeHalf(props: {
  readonly half: Half;
  readonly person: PersonView | null;
  readonly agreedAt: string | null;
  readonly wrong: boolean;
}): ReactElement {
  const [code, setCode] = useState('');
  const [short, setShort] = useState(false);
  const agree = useCommand('agreement.agree');
  const takeBack = useCommand('agreement.take-back');
  const name = props.person === null ? 'this person' : firstNameOf(props.person.name);
  if (props.agreedAt !== null) {
    return (
      <HalfBox
        half={props.half}
        person={props.person}
        done={`Agreed ${shortTimeOf(props.agreedAt)}`}
      >
        <Button
          kind="quiet"
          busy={takeBack.busy}
          onPress={() => void takeBack.run({ half: props.half })}
        >
          Take it back
        </Button>
      </HalfBox>
    );
  }
  const failure = agree.failure;
  const otherFailure = failure !== null && failure.code !== 'SITTING_CODE_WRONG' ? failure : null;
  const error = short
    ? 'Four digits'
    : props.wrong || failure?.code === 'SITTING_CODE_WRONG'
      ? `Not ${name}’s code. This try is on record. After three, the sitting pauses`
      : null;
  return (
    <HalfBox half={props.half} person={props.person}>
      <form
        noValidate
        className={layout.stackS}
        onSubmit={(event) => {
          event.preventDefault();
          const valid = /^\d{4}$/.test(code);
          setShort(!valid);
          if (!valid) return;
          setCode('');
          void agree.run({ half: props.half, sittingCode: code });
        }}
      >
        <TextField
          id={`code-${props.half}`}
          label={`${name}’s sitting code`}
          type="password"
          inputMode="numeric"
          maxLength={4}
          value={code}
          error={error}
          onChange={(value) => {
            setCode(value.replace(/\D/g, ''));
          }}
        />
        <Button submit kind="primary" wide busy={agree.busy} name={`I agree, ${name}`}>
          I agree
        </Button>
      </form>
      {otherFailure === null ? null : (
        <FailureNotice
          code={otherFailure.code}
          at={otherFailure.at}
          message={otherFailure.message}
          details={otherFailure.details}
        />
      )}
    </HalfBox>
  );
}
