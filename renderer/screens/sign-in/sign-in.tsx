import { useState, type ReactElement } from 'react';
import type { SignInView } from '../../../src/contract/views.ts';
import { dateTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Pair } from '../../parts/pair.tsx';
import { RenewalDue } from '../../parts/renewal-due.tsx';
import { ChooseWhat } from './choose-what.tsx';
import { SignInHalf } from './sign-in-half.tsx';

/** Both sign in, side by side, as they will sit. */
export function SignIn(props: {
  readonly signIn: SignInView;
  readonly stopKey: string;
}): ReactElement {
  const { signIn } = props;
  return (
    <div className={`${layout.page} ${layout.narrow}`}>
      <div className={layout.stackS}>
        <h1>Both of you sign in, sitting where you will sit</h1>
        <p className={layout.lead}>Nothing opens until two people are here.</p>
      </div>
      {signIn.pausedReason === null ? null : (
        <Notice
          icon="deadline"
          title={`Paused${signIn.pausedAt === null ? '' : ` on ${dateTimeOf(signIn.pausedAt)}`}`}
        >
          <p>{signIn.pausedReason} Nothing was lost. Both sign in to go on.</p>
        </Notice>
      )}
      {signIn.underWay === null ? null : (
        <Notice kind="attention" title="Countersign ended without being closed">
          <p>Everything saved before is here. Under way at that moment: {signIn.underWay}</p>
        </Notice>
      )}
      {signIn.renewalDue ? <RenewalDue /> : null}
      <ChooseWhat signIn={signIn} />
      <Pair
        label="Sign-in of two"
        first={<SignInHalf half="first" mine={signIn.first} other={signIn.second} {...props} />}
        second={<SignInHalf half="second" mine={signIn.second} other={signIn.first} {...props} />}
      />
      <Confirmations {...props} />
    </div>
  );
}

function Confirmations(props: {
  readonly signIn: SignInView;
  readonly stopKey: string;
}): ReactElement {
  const { signIn } = props;
  const [screenPrivate, setScreenPrivate] = useState(false);
  const [neitherConcerned, setNeitherConcerned] = useState(false);
  const [stopKeyKnown, setStopKeyKnown] = useState(false);
  const start = useCommand('signin.start');
  const allConfirmed = screenPrivate && neitherConcerned && stopKeyKnown;
  const refusal =
    signIn.startRefusal ?? (allConfirmed ? null : 'Both confirm the three statements first');
  const ready = signIn.first.person !== null && signIn.second.person !== null;
  return (
    <Card title="Then both confirm, and the sitting starts" now={ready}>
      <div>
        <CheckBox id="private" checked={screenPrivate} onChange={setScreenPrivate}>
          No pupil uses this computer, and none can see its screen from where we sit
        </CheckBox>
        <CheckBox id="neither" checked={neitherConcerned} onChange={setNeitherConcerned}>
          Neither of us is the subject, the person who reported it, or related to either
        </CheckBox>
        <CheckBox id="stop-known" checked={stopKeyKnown} onChange={setStopKeyKnown}>
          We both know the STOP key: <b>{props.stopKey}</b>. Either of us may press it, without
          asking
        </CheckBox>
      </div>
      {start.failure === null ? null : <FailureNotice {...start.failure} assertive />}
      <Action
        kind="primary"
        large
        refusal={refusal}
        busy={start.busy}
        why="A sitting is one period in which both of you are here. It starts now and is recorded."
        onPress={() =>
          void start.run({ screenPrivate: true, neitherConcerned: true, stopKeyKnown: true })
        }
      >
        Start the sitting
      </Action>
    </Card>
  );
}
